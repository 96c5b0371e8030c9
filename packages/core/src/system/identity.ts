import { type BigIntStats, lstatSync, statSync } from 'node:fs';
import type { Identity } from '@devclean/disk';

/** Who lies at a path now, a link itself and not its target; nothing when nobody does or we may not look. */
export function entryAt(path: string | Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Who a path leads to, links followed. */
export function targetOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** An identity as a key of maps and sets. */
export function identityKey({ dev, ino }: Identity | BigIntStats): string {
  return `${dev}:${ino}`;
}
