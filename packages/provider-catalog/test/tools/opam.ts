import type { ProviderCases } from '@devclean/testkit/contract';

export const opam: ProviderCases = {
  caches: {
    opam: {
      fill: {
        'download-cache/sha256/0a': { '0a1b2c': 'x'.repeat(9_000) },
        log: { 'sample-1-0a1b.out': 'x' },
        config: 'opam-version: "2.0"',
        repo: { 'repos-config': 'repositories:' },
        'opam-init': { 'init.sh': 'x' },
        'default/.opam-switch/sources/mine': { 'a.ml': 'mine' },
        lock: '',
        'config.lock': '',
      },
      keep: ['config', 'repo', 'opam-init', 'default/.opam-switch', 'lock', 'config.lock'],
      defaultAt: { linux: '.opam', darwin: '.opam', win32: 'AppData/Local/opam' },
      precedence: [
        {
          when: 'OPAMROOT names a folder',
          env: { OPAMROOT: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.opam'],
        },
      ],
      decoys: { 'logs of somebody': { log: { 'a.out': 'mine' }, 'download-cache': { mine: 'mine' } } },
    },
  },
};
