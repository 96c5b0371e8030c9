import {
  diffSnapshots,
  folder,
  link,
  snapshotTree,
  type ThrowAwayHome,
  type Tree,
  type TreeSnapshot,
} from '@devclean/testkit';
import { expect } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a test counted, by name: added up over the run. */
    numbers?: Record<string, number>;
  }
}

/** `--seed` of the run; what a sample leaves out depends on it alone. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
/** A run of everything, or of a part that the seed chooses. */
const isSample = process.env.HOSTILE_SAMPLE === '1';
const minutes = Number(process.env.HOSTILE_MINUTES ?? Number.POSITIVE_INFINITY);
const startedAt = Number(process.env.HOSTILE_STARTED ?? Date.now());

/** Whether there is time left: a run with a budget says how far it came instead of taking longer. */
export const inTime = (): boolean => Date.now() - startedAt < minutes * 60_000;

/** Those of a list that a sample takes: about one in `every`, in their order. */
export function sampled<T>(all: readonly T[], every: number): readonly T[] {
  if (!isSample) return all;
  let state = seed >>> 0 || 1;
  return all.filter(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % every === 0;
  });
}

/** What must never change, around every cache that a case clears: beside it, above it, and what links lead to. */
export const canaries: Tree = {
  Documents: { 'letter.odt': 'Dear Ada', deep: { deeper: { file: 'kept' } } },
  '.ssh': { id_rsa: 'secret' },
  work: { '.git': { HEAD: 'ref: x' }, 'main.c': 'int main;', src: { 'a.c': '' } },
  '.cache/toy2': { store: { looks: 'alike' } },
  '.cache/toy2-notes': { letter: 'kept' },
  '.cache/other': { store: { looks: 'alike' } },
  '.toy-old': { store: { looks: 'alike' } },
  closed: folder({ inside: 'x' }, { mode: 0o500 }),
  loose: link('Documents/letter.odt'),
};

/** Where devclean may do something: the cache, its hold, and its own folder. */
const mayChange =
  /^(gone|new|changed): +(home\/\.cache\/(toy|\.devclean-hold-\d+)(\/|:| \()|home\/\.local(\/|:| \()|(\.|home|home\/\.cache|home\/\.local): mtime)/;
/** What of the cache itself is nobody's to take. */
const keptInCache = /home\/\.cache\/toy\/(notes|unknown|soul|logs\/kept\.log)/;

/** Every canary that is not as it was: name, inode, mode, owner, time of change or content. */
function lost(before: TreeSnapshot, made: ThrowAwayHome): string[] {
  return diffSnapshots(before, snapshotTree(made.root)).filter(
    (line) => !mayChange.test(line) || keptInCache.test(line),
  );
}

/** Says which canaries were lost, with the case in the message. */
export function expectNoneLost(what: string, before: TreeSnapshot, made: ThrowAwayHome): void {
  expect([what, lost(before, made)]).toEqual([what, []]);
}
