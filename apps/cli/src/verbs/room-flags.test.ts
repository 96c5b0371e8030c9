import { expect, test } from 'vitest';
import { roomFlags } from './room-flags.js';

test.each([
  [{}, undefined],
  [{ free: '20GB' }, { goal: 'free', bytes: 20_000_000_000 }],
  [{ 'until-free': '2GiB' }, { goal: 'until-free', bytes: 2 ** 31 }],
])('%j', (flags, room) => {
  expect(roomFlags(flags, { keepMs: 0 })).toEqual(room);
});

test.each([
  [{ free: '1GB', 'until-free': '2GB' }, {}, /two ways/, 'how much is to come free'],
  [{ free: '1GB' }, { trash: true }, /--free makes room, and what is kept takes up its space/, 'Leave out --trash'],
  [{ 'until-free': '1GB' }, { keepMs: 1 }, /--until-free makes room/, '--keep 0'],
  [{ free: '20G' }, {}, /"20G" is none/, '20GB counts in thousands, 20GiB in units of 1024'],
  [{ free: '20' }, {}, /"20" is none/, '20GB'],
  [{ free: '0GB' }, {}, /"0GB" is none/, '500MB'],
  [{ 'until-free': 'much' }, {}, /--until-free takes a size/, '512MiB'],
] as const)('%j with %j is a mistake', (flags, destination, message, hint) => {
  const wrong = () => roomFlags(flags, destination);
  expect(wrong).toThrow(message);
  expect(wrong).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT', hint: expect.stringContaining(hint) }));
});
