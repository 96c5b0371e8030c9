import type { ProviderCases } from '@devclean/testkit/contract';

export const rebar3: ProviderCases = {
  caches: {
    rebar3: {
      fill: {
        'hex/hexpm': { 'packages/jsx-3.1.0.tar': 'x'.repeat(9_000), 'packages.idx': 'x' },
        plugins: { rebar3_format: { 'ebin/rebar3_format.app': 'x' } },
        bin: { rebar3: '#!/usr/bin/env escript' },
      },
      keep: ['bin'],
      defaultAt: { linux: '.cache/rebar3', darwin: '.cache/rebar3', win32: '.cache/rebar3' },
      precedence: [
        {
          when: 'REBAR_CACHE_DIR names a folder',
          env: { REBAR_CACHE_DIR: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.cache/rebar3'],
        },
      ],
      decoys: {
        'rebar3 itself': { bin: { rebar3: '#!/usr/bin/env escript' }, plugins: { mine: { 'a.erl': 'mine' } } },
      },
    },
  },
};
