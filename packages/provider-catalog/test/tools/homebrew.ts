import type { ProviderCases } from '@devclean/testkit/contract';

const sha = `${'5f3d2c1b0a'.repeat(6)}abcd`;

export const homebrew: ProviderCases = {
  caches: {
    homebrew: {
      fill: {
        [`downloads/${sha}--jq--1.8.1.arm64_sequoia.bottle.tar.gz`]: 'x'.repeat(9_000),
        go_mod_cache: { 'example.com/a@v1.0.0/go.mod': 'module a' },
        bootsnap: { '1a2b/load-path-cache': 'x' },
        'api/formula.jws.json': '{}',
        'api-source/Homebrew/homebrew-core/jq.rb': 'x',
        '.cleaned': '',
        'descriptions.json': '{}',
      },
      keep: ['api', 'api-source', '.cleaned', 'descriptions.json'],
      defaultAt: { linux: '.cache/Homebrew', darwin: 'Library/Caches/Homebrew' },
      precedence: [
        {
          when: 'HOMEBREW_CACHE names a folder',
          env: { HOMEBREW_CACHE: '{home}/bottles' },
          active: ['bottles'],
          leftovers: ['.cache/Homebrew'],
        },
      ],
      decoys: { 'downloads of a person': { 'downloads/song--1.mp3': 'mine', pip_cache: { a: 'mine' } } },
    },
  },
};
