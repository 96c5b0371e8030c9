import type { ProviderCases } from '@devclean/testkit/contract';

export const hex: ProviderCases = {
  caches: {
    hex: {
      fill: {
        'packages/hexpm': { 'jason-1.4.4.tar': 'x'.repeat(9_000) },
        'docs/hexpm': { 'jason-1.4.4/index.html': 'x' },
        'cache.ets': 'x',
        'hex.config': '{"key", "mine"}.',
      },
      keep: ['hex.config'],
      defaultAt: { linux: '.hex', darwin: '.hex', win32: '.hex' },
      precedence: [
        {
          when: 'HEX_HOME names a folder',
          env: { HEX_HOME: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.hex'],
        },
      ],
      decoys: { 'its settings alone': { 'hex.config': 'mine', docs: { mine: 'mine' } } },
    },
  },
};
