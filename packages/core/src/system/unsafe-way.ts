import type { BigIntStats } from 'node:fs';
import type { SkipReason } from '../words.js';
import { foldersUpFrom } from './folders-up-from.js';
import { entryAt } from './identity.js';

interface UnsafeStep {
  readonly reason: Extract<SkipReason, 'foreign-owner' | 'protected' | 'unreadable'>;
  readonly detail: string;
}

/**
 * Why root must not go a way: somebody else owns or can write a folder on it, and so decides where it leads. Each step is
 * looked at from the top down, so that the steps before it are known to hold it in its place.
 *
 * @param folder Absolute and without links; its own owner and mode count too.
 */
export function unsafeWay(folder: string): UnsafeStep | undefined {
  for (const step of [...foldersUpFrom(folder)].reverse()) {
    const unsafe = unsafeStep(step, entryAt(step));
    if (unsafe !== undefined) return unsafe;
  }
  return undefined;
}

/** @internal For the tests. */
export function unsafeStep(step: string, entry: Pick<BigIntStats, 'uid' | 'mode'> | undefined): UnsafeStep | undefined {
  if (entry === undefined) return { reason: 'unreadable', detail: `${step} on the way to it cannot be looked at` };
  if (entry.uid !== 0n) {
    return { reason: 'foreign-owner', detail: `${step} on the way to it belongs to user ${entry.uid}` };
  }
  // A link's own mode says nothing; its owner is all.
  const others = (entry.mode & 0o022n) !== 0n && (entry.mode & 0o1000n) === 0n;
  if (!others) return undefined;
  return { reason: 'protected', detail: `others may write to ${step} on the way to it` };
}
