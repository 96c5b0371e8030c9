import { expect, test } from 'vitest';
import { destinationFlags } from './destination-flags.js';

test.each([
  [{}, {}],
  [{ trash: false }, {}],
  [{ trash: true }, { trash: true }],
  [{ keep: '24h', trash: false }, { keepMs: 86_400_000 }],
  [{ keep: '0' }, { keepMs: 0 }],
])('%j', (flags, destination) => {
  expect(destinationFlags(flags, 'linux')).toEqual(destination);
});

test.each([
  [{ keep: '24h', trash: true }, 'linux', /two ways/],
  [{ keep: '0', trash: true }, 'linux', /two ways/],
  [{ keep: 'soon' }, 'linux', /takes a time/],
  [{ trash: true }, 'win32', /recycle bin/],
] as const)('%j on %s is a mistake', (flags, platform, message) => {
  expect(() => destinationFlags(flags, platform)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  expect(() => destinationFlags(flags, platform)).toThrow(message);
});
