import { chmodSync, chownSync } from 'node:fs';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { unsafeStep, unsafeWay } from './unsafe-way.js';

test.each([
  ['root’s, closed to others', 0n, 0o40755n, undefined],
  ['for everybody, with the sticky bit', 0n, 0o41777n, undefined],
  ['somebody else’s', 1000n, 0o40755n, 'foreign-owner'],
  ['for everybody', 0n, 0o40777n, 'protected'],
  ['for a group', 0n, 0o40775n, 'protected'],
])('a folder that is %s', (_, uid, mode, reason) => {
  expect(unsafeStep('/a', { uid, mode })?.reason).toBe(reason);
});

test('a folder that cannot be looked at is no yes', () => {
  expect(unsafeStep('/a', undefined)?.reason).toBe('unreadable');
});

describe('on a real way', needs('root'), () => {
  test('root’s own is safe, below /tmp too', () => {
    expect(unsafeWay(home({ a: { b: {} } }).path)).toBeUndefined();
  });

  test('one step is enough, wherever it lies', () => {
    const made = home({ a: { b: { c: {} } } });
    chownSync(`${made.path}/a`, 65534, 65534);
    expect(unsafeWay(`${made.path}/a/b/c`)).toMatchObject({ reason: 'foreign-owner' });
    chownSync(`${made.path}/a`, 0, 0);
    chmodSync(`${made.path}/a/b`, 0o777);
    expect(unsafeWay(`${made.path}/a/b/c`)).toMatchObject({ reason: 'protected' });
    expect(unsafeWay(`${made.path}/a`)).toBeUndefined();
  });
});
