import type { Stats } from 'node:fs';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/random-tree.js';
import { createLinkLedger, LinkLedger } from './link-ledger.js';
import { OpenTally, usageOf } from './tally.js';

test('counts as plain maps do, with inodes beyond 2^53 that doubles cannot tell apart', () => {
  const random = seededRandom(5);
  const links = createLinkLedger();
  const model = new Map<string, { nlink: number; bytes: number; tallies: number[] }>();
  for (let note = 0; note < 20_000; note++) {
    const number = Math.floor(random() * 5000);
    const ino = number % 2 === 0 ? BigInt(number) * 4_294_967_296n + 7n : 2n ** 60n + BigInt(number);
    const identity = { dev: String(number % 3), ino: String(ino) };
    const tally = 1 + Math.floor(random() * 4);
    const entry = model.get(`${identity.dev}:${ino}`) ?? {
      nlink: 2 + (number % 4),
      bytes: (number % 50) * 512,
      tallies: [],
    };
    const stats = { dev: number % 3, ino: Number(ino), nlink: entry.nlink, blocks: number % 50 } as Stats;
    const isFirst = links.note(tally, stats, () => identity);
    expect(isFirst).toBe(entry.tallies.length === 0);
    entry.tallies.push(tally);
    model.set(`${identity.dev}:${ino}`, entry);
  }
  expect(links.size).toBe(model.size);
  for (const set of [[1], [2, 3], [1, 2, 3, 4], []]) {
    const inSet = [...model.values()].map((entry) => ({
      ...entry,
      names: entry.tallies.filter((tally) => set.includes(tally)).length,
    }));
    const sum = (entries: typeof inSet) => entries.reduce((total, entry) => total + entry.bytes, 0);
    expect(links.sum(new Set(set))).toEqual({
      allocatedBytes: sum(inSet.filter(({ names }) => names > 0)),
      reclaimableBytes: sum(inSet.filter(({ names, nlink }) => names >= nlink)),
    });
  }
});

test('does not remember what has one link, unless it knew it with more', () => {
  const links = createLinkLedger();
  const stats = (ino: number, nlink: number) => ({ dev: 1, ino, nlink, blocks: 8 }) as Stats;
  const identity = (ino: number) => ({ dev: '1', ino: `${ino}` });
  expect(links.note(1, stats(10, 1), () => identity(10))).toBe(true);
  expect(links.size).toBe(0);
  expect(links.note(1, stats(11, 2), () => identity(11))).toBe(true);
  expect(links.note(1, stats(11, 1), () => identity(11))).toBe(false);
  expect(links.sum(new Set([1]))).toEqual({ allocatedBytes: 4096, reclaimableBytes: 4096 });
});

test('what does not fit any more is not counted, and the usage says that it is not complete', () => {
  const links = new LinkLedger(1024);
  const tally = new OpenTally(links);
  const stats = (ino: number) => ({ dev: 1, ino, nlink: 2, blocks: 8, size: 1, mtimeMs: 0, atimeMs: 0 }) as Stats;
  for (let ino = 1; ino <= 1500; ino++) {
    expect(usageOf([tally.close()], links).complete).toBe(ino <= 1024);
    tally.addFile(stats(ino), () => expect.fail('a double holds such inodes'));
  }
  const { files, allocatedBytes, complete } = usageOf([tally.close()], links);
  expect({ files, allocatedBytes, complete }).toEqual({ files: 1500, allocatedBytes: 1023 * 4096, complete: false });
});

test('two threads would write into one ledger: attached, it is the same', () => {
  const links = createLinkLedger();
  const stats = { dev: 1, ino: 7, nlink: 2, blocks: 8 } as Stats;
  links.note(1, stats, () => expect.fail());
  const other = LinkLedger.attach(links.share());
  expect(other.note(2, stats, () => expect.fail())).toBe(false);
  expect(links.sum(new Set([1]))).toEqual({ allocatedBytes: 4096, reclaimableBytes: 0 });
  other.takeBack(2, stats, () => expect.fail());
  expect(other.note(1, stats, () => expect.fail())).toBe(false);
  expect(links.sum(new Set([1]))).toEqual({ allocatedBytes: 4096, reclaimableBytes: 4096 });
});
