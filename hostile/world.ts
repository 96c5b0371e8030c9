import {
  diffSnapshots,
  folder,
  link,
  snapshotTree,
  type ThrowAwayHome,
  type Tree,
  type TreeSnapshot,
} from '@devclean/testkit';
import { beforeEach, expect, type TaskMeta } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a test counted, by name: added up over the run. */
    numbers?: Record<string, number>;
  }
}

/** `--seed` of the run; what a sample leaves out depends on it alone. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
/** A run of everything, or of a part that the seed chooses. */
export const isSample = process.env.HOSTILE_SAMPLE === '1';
const minutes = Number(process.env.HOSTILE_MINUTES ?? Number.POSITIVE_INFINITY);
const startedAt = Number(process.env.HOSTILE_STARTED ?? Date.now());

/** Whether there is time left: a run with a budget says how far it came instead of taking longer. */
export const inTime = (): boolean => Date.now() - startedAt < minutes * 60_000;

/** `HOSTILE_ONLY='rename 3 E5'`: this fault alone, to look into what a run found. */
const only = process.env.HOSTILE_ONLY;

/** Those of a list of faults that a sample takes. */
export const faultsOf = (all: readonly string[], every: number): readonly string[] =>
  only === undefined ? sampled(all, every) : [only];

/** Those of a list that a sample takes: about one in `every`, in their order, and one at least. */
export function sampled<T>(all: readonly T[], every: number): readonly T[] {
  if (!isSample || all.length === 0) return all;
  let state = (seed ^ Math.imul(all.length, 2654435761)) >>> 0 || 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // The low bits of such numbers go round in small circles.
    return state >>> 8;
  };
  const chosen = all.filter(() => next() % every === 0);
  return chosen.length > 0 ? chosen : [all[next() % all.length] as T];
}

let meta: TaskMeta | undefined;
beforeEach(({ task }) => {
  meta = task.meta;
});

/** Adds to a number of the run; also of a test that fails later. */
export function count(name: string, times = 1): void {
  if (meta === undefined) return;
  meta.numbers ??= {};
  meta.numbers[name] = (meta.numbers[name] ?? 0) + times;
}

/** Holds what was found against what must be, with the case in the message, and counts it when it is not so. */
export function expectInvariant(what: string, found: unknown, right: unknown): void {
  try {
    expect([what, found]).toEqual([what, right]);
  } catch (error) {
    count('invariant failures');
    throw error;
  }
}

/**
 * Tries all of a list, of which the first even where no time is left, and then says what went wrong: the first of many is seldom the
 * one that tells most.
 */
export async function tryEach<T>(all: Iterable<T>, attempt: (one: T) => Promise<void>): Promise<void> {
  const failures: Error[] = [];
  let tried = 0;
  for (const one of all) {
    if (tried++ > 0 && !inTime()) break;
    await attempt(one).catch((error: Error) => failures.push(error));
  }
  const [first] = failures;
  if (first === undefined) return;
  const differences = failures.map(
    ({ message, actual }: Error & { actual?: unknown }) => `${message} ${JSON.stringify(actual)}`,
  );
  first.message = `${failures.length} failed:\n${differences.slice(0, 40).join('\n')}`;
  throw first;
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
  const gone = lost(before, made);
  count('canaries lost', gone.length);
  expect([what, gone]).toEqual([what, []]);
}
