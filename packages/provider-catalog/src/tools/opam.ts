import { defineTool } from '../define-tool.js';

// https://opam.ocaml.org/doc/man/opam-clean.html. Switches, repositories and what is pinned in them are not cache.
export const opam = defineTool({
  id: 'opam',
  title: 'opam',
  homepage: 'https://opam.ocaml.org/doc/man/opam-clean.html',
  summary: 'Source archives that opam has downloaded, and its logs',
  knownFrom: 'documentation',
  programs: ['opam'],
  locations: [
    { from: 'env', variable: 'OPAMROOT' },
    { from: 'default', path: { linux: '~/.opam', darwin: '~/.opam', win32: '{local-app-data}/opam' } },
  ],
  fingerprint: { anyOf: ['repo/repos-config', 'download-cache/*/<hex>/<hex>'] },
  sections: [
    {
      id: 'downloads',
      title: 'Downloaded sources',
      paths: ['download-cache/*'],
      safety: 'safe',
      cost: 'The next installation downloads its sources again.',
    },
    {
      id: 'logs',
      title: 'Logs',
      paths: ['log/*'],
      safety: 'safe',
      cost: 'Nothing comes back: the logs of what was done are gone.',
    },
  ],
  keep: ['config', 'repo', 'opam-init', '*/.opam-switch'],
  inUse: {
    processes: ['opam'],
    locks: [
      { path: 'lock', kind: 'flock' },
      { path: 'config.lock', kind: 'flock' },
    ],
  },
  ownCommands: [{ command: 'opam clean', effect: 'Clears downloads and logs, and tidies up the switches as well.' }],
});
