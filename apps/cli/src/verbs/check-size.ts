/// <reference path="../du.d.ts" />
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import type { SizeCheck } from '@devclean/core';
import { createLinkLedger, measureTree, usageOf } from '@devclean/disk';
import du from 'du';

/**
 * Measures a folder with our meter and with the `du` package. That one counts an inode again for each further name of
 * it, which is added back to ours before the two are compared, and it fails whole when one thing cannot be read.
 */
export async function checkSize(folder: string): Promise<SizeCheck> {
  const first = await measuredTwice(folder);
  // Caches change while they are looked at: only what differs twice differs.
  return first.agrees === 'no' ? measuredTwice(folder) : first;
}

async function measuredTwice(folder: string): Promise<SizeCheck> {
  const links = createLinkLedger();
  const { root, findings } = await measureTree(folder, { links });
  const { allocatedBytes, complete } = usageOf([root], links);
  const check = { path: folder, allocatedBytes, repeatedLinkBytes: 0 };
  if (findings.some(({ code }) => code === 'mount')) {
    return {
      ...check,
      agrees: 'unknown',
      because: 'Another file system is mounted inside, which the other meter would count.',
    };
  }
  if (!complete) return { ...check, agrees: 'unknown', because: 'A part of it cannot be read.' };
  try {
    const repeatedLinkBytes = await repeatedLinksIn(folder);
    const independentBytes = await du(folder, { disk: true });
    const agrees = independentBytes === allocatedBytes + repeatedLinkBytes ? 'yes' : 'no';
    return {
      ...check,
      repeatedLinkBytes,
      independentBytes,
      agrees,
      ...(agrees === 'no' && {
        because: `They differ by ${Math.abs(independentBytes - allocatedBytes - repeatedLinkBytes)} bytes.`,
      }),
    };
  } catch (error) {
    return {
      ...check,
      agrees: 'unknown',
      because: `The other meter failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Allocated bytes of the second and further names of the inodes below a folder. */
async function repeatedLinksIn(folder: string): Promise<number> {
  const seen = new Set<string>();
  const folders = [folder];
  let repeated = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (!(await lstat(next)).isDirectory()) continue;
    for await (const entry of await opendir(next)) {
      const child = path.join(next, entry.name);
      if (entry.isDirectory()) {
        folders.push(child);
        continue;
      }
      const { nlink, dev, ino, blocks } = await lstat(child, { bigint: true });
      if (nlink < 2n) continue;
      const inode = `${dev}:${ino}`;
      if (seen.has(inode)) repeated += Number(blocks) * 512;
      else seen.add(inode);
    }
  }
  return repeated;
}
