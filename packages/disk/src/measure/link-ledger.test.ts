import type { Stats } from 'node:fs';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/random-tree.js';
import { createLinkLedger, LinkLedger } from './link-ledger.js';
import { bondsOf, OpenTally, usageOf } from './tally.js';

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
    const seen = { dev: number % 3, ino: Number(ino), nlink: entry.nlink, blocks: number % 50 } as Stats;
    const isFirst = links.note(tally, seen, () => identity);
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

const stats = (ino: number, nlink: number, ctimeMs = 0) =>
  ({ dev: 1, ino, nlink, blocks: 8, size: 1, mtimeMs: 0, atimeMs: 0, ctimeMs }) as Stats;
const notAsked = () => expect.fail('a double holds such inodes');

test('does not remember what has one link, unless it knew it with more', () => {
  const links = createLinkLedger();
  const tally = new OpenTally(links);
  tally.addFile(stats(10, 1), notAsked);
  expect(links.size).toBe(0);
  tally.addFile(stats(11, 2), notAsked);
  tally.addFile(stats(11, 1), notAsked);
  tally.addFile(stats(12, 1), notAsked);
  expect(links.size).toBe(1);
  expect(usageOf([tally.close()], links)).toMatchObject({ allocatedBytes: 3 * 4096, reclaimableBytes: 3 * 4096 });
});

test('what does not fit any more is not counted, and the usage says that it is not complete', () => {
  const links = new LinkLedger(1024);
  const tally = new OpenTally(links);
  for (let ino = 1; ino <= 1500; ino++) {
    expect(usageOf([tally.close()], links).complete).toBe(ino <= 1025);
    tally.addFile(stats(ino, 2), notAsked);
  }
  const { files, allocatedBytes, complete } = usageOf([tally.close()], links);
  expect({ files, allocatedBytes, complete }).toEqual({ files: 1500, allocatedBytes: 1024 * 4096, complete: false });
});

test('what two processes counted of one tree adds up, each piece sent as an image', () => {
  const [here, there] = [createLinkLedger(), createLinkLedger()];
  const one = new OpenTally(here);
  const other = new OpenTally(there, one.id);
  const elsewhere = new OpenTally(there, 1_000_000);
  for (let ino = 1; ino <= 30_000; ino++) {
    one.addFile(stats(ino, 2 + (ino % 2)), notAsked);
    other.addFile(stats(ino, 2 + (ino % 2)), notAsked);
  }
  elsewhere.addFile(stats(7, 3), notAsked);
  const images = [...there.drain()];
  expect(images.length).toBeGreaterThan(1);
  expect([there.size, [...there.drain()]]).toEqual([0, []]);
  for (const image of images) here.merge(structuredClone(image));
  one.add(other.close());
  expect(usageOf([one.close()], here)).toMatchObject({
    files: 60_000,
    allocatedBytes: 30_000 * 4096,
    reclaimableBytes: 15_000 * 4096,
  });
  here.enrol(elsewhere.id);
  expect(usageOf([one.close(), elsewhere.close()], here).reclaimableBytes).toBe(15_001 * 4096);
});

test('what did not fit in the ledger of another process is missed here, too', () => {
  const [here, there] = [createLinkLedger(), new LinkLedger(2)];
  const one = new OpenTally(here);
  const other = new OpenTally(there, one.id);
  for (let ino = 1; ino <= 3; ino++) other.addFile(stats(ino, 2), notAsked);
  for (const image of there.drain()) here.merge(structuredClone(image));
  one.add(other.close());
  expect(usageOf([one.close()], here)).toMatchObject({ files: 3, allocatedBytes: 2 * 4096, complete: false });
});

test('of two processes that remove the names of an inode, the second sees one link and both know that it is the same', () => {
  const [here, there] = [createLinkLedger(), createLinkLedger()];
  const beganMs = 1000;
  const one = new OpenTally(here, 1, beganMs);
  const other = new OpenTally(there, 1, beganMs);
  one.addFile(stats(5, 2, beganMs - 1), notAsked);
  other.addFile(stats(5, 1, beganMs), notAsked); // Its ctime is that of the first removal
  other.addFile(stats(6, 1, beganMs - 1), notAsked);
  for (const image of there.drain()) here.merge(image);
  one.add(other.close());
  expect(usageOf([one.close()], here)).toMatchObject({ allocatedBytes: 2 * 4096, reclaimableBytes: 2 * 4096 });
});

test('what any set of groups gives back is what each does, and the bonds within the set', () => {
  const random = seededRandom(11);
  const links = createLinkLedger();
  const tallies = Array.from({ length: 5 }, () => new OpenTally(links));
  const names = Array.from({ length: 400 }, (_, number) => ({
    ino: 1 + Math.floor(random() * 120),
    tally: tallies[number % 2 === 0 ? 0 : Math.floor(random() * 5)] as OpenTally,
  }));
  // Some have a name outside of all groups.
  const nlink = (ino: number) => names.filter((one) => one.ino === ino).length + (ino % 7 === 0 ? 1 : 0);
  for (const { ino, tally } of names) tally.addFile(stats(ino, nlink(ino)), notAsked);
  const groups = tallies.map((tally) => [tally.close()]);
  const bonds = bondsOf(groups, links);
  expect(bonds.length).toBeGreaterThan(5);
  for (let set = 0; set < 2 ** groups.length; set++) {
    const isIn = (group: number) => (set & (1 << group)) !== 0;
    const own = groups.filter((_, group) => isIn(group)).map((group) => usageOf(group, links).reclaimableBytes);
    const within = bonds.filter((bond) => bond.groups.every(isIn)).map(({ reclaimableBytes }) => reclaimableBytes);
    const all = usageOf(groups.filter((_, group) => isIn(group)).flat(), links);
    expect([...own, ...within].reduce((sum, bytes) => sum + bytes, 0)).toBe(all.reclaimableBytes);
  }
});
