import { runWalk, sumOf } from '../crew/run-walk.js';
import { WorkingFolder } from '../crew/working-folder.js';
import { entryName, entryPath } from '../entry-name.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { createLinkLedger, type LinkLedger } from '../measure/link-ledger.js';
import { OpenTally, type Tally, usageOf } from '../measure/tally.js';
import type { Finding, Usage } from '../usage.js';
import type { Progress } from '../walk/progress.js';
import { type CarefulOptions, CarefulRemoval } from './careful-removal.js';
import { type Hoist, type HoistAnswer, type HoistMoments, HoistWalk, type Moved, planHoist } from './hoist-walk.js';

export interface RemovalOptions {
  /**
   * The entry lies in a private folder that nobody else enters (mode 0700, ours), and need not keep its shape while it goes. Then it goes
   * several times as fast, by several processes: each folder in it is renamed up into a folder of our own before anything in it is removed.
   */
  readonly hoist?: boolean;
  /** Stops the removal where it is, within a second: `gone` is false and a finding says `aborted`. */
  readonly signal?: AbortSignal;
  /** What has been removed so far, at most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Bookkeeping of inodes with several links, shared between removals whose usages are to be combined. */
  readonly links?: LinkLedger;
}

export interface RemovalResult {
  /** What was removed. An inode that has links left elsewhere is not reclaimable. `complete` is false unless all of it was, and
   * all that took part lived to say so. */
  readonly removed: Usage;
  /** The same, to be combined with other removals by `usageOf` and the ledger that they share. */
  readonly tally: Tally;
  readonly findings: readonly Finding[];
  /** True when nothing of the entry is left. */
  readonly gone: boolean;
}

/**
 * Removes the entry `name` of an open directory, whatever it is, with everything below it.
 *
 * Links are removed, never followed; nothing is opened but directories; nothing behind a mount is touched. It needs no private folder
 * and renames nothing, so it works in place as well as in a hold. Own directories that forbid writing (Go's module cache) are given
 * `u+rwx` first; the directory that holds the entry never is.
 *
 * Nothing on disk makes it reject. What stays is a finding, and the rest is removed all the same:
 * - the system's code (`EACCES`, `EPERM`, `EROFS`, `EIO`, …; `EBUSY` is a file that something is mounted on)
 * - `mount`: a mount point stays, with all that is behind it and the directories above it
 * - `device`: a device node stays; no cache holds one
 * - `busy`: something keeps writing into the directory: still not empty after eight passes
 * - `changed`: the directory being emptied was moved away or replaced; the removal stopped there
 * - `aborted`: the signal ended the removal here
 *
 * @param parent Stays open.
 * @throws RangeError when `name` is not a single component.
 */
export function removeTree(
  parent: DirectoryHandle,
  name: Buffer | string,
  options: RemovalOptions = {},
): Promise<RemovalResult> {
  return removeTreeWhile(parent, name, options);
}

/** @internal What the tests do that nothing else does. */
export interface Interference extends HoistMoments {
  /** How long, in milliseconds, helpers are not asked. */
  readonly aloneMs?: number;
}

/** @internal For the tests. */
export async function removeTreeWhile(
  parent: DirectoryHandle,
  name: Buffer | string,
  options: RemovalOptions,
  interference: Interference = {},
): Promise<RemovalResult> {
  const { signal, onProgress, links = createLinkLedger() } = options;
  const entry = entryName(name);
  const tally = new OpenTally(links);
  const known = links.size;
  const hoist =
    options.hoist === true && signal?.aborted !== true ? planHoist(parent, entry, tally.id, links) : undefined;
  let removal: CarefulRemoval | undefined;
  let hoisted: Hoisted | undefined;
  try {
    hoisted = hoist && (await emptyByHoisting(hoist, links, tally, options, interference));
    // What is left is nearly always one empty directory; or all that made any trouble, for a closer look.
    const left = new CarefulRemoval(parent, entry, tally, hoist && hoisted && asNamed(parent, entry, hoist, hoisted));
    removal = left;
    const report = onProgress && ((progress: Progress) => onProgress(sumOf(progress, hoisted ?? nothing)));
    const { ending } = await runWalk(left, undefined, { signal, report });
    if (ending === 'aborted') left.noteAborted();
  } finally {
    removal?.close();
    hoist?.close();
  }
  // Helpers of later removals do not see what is noted here, only when it was touched; the parent's own time is surely no later.
  if (hoist === undefined && links.size > known) links.removingSince(parent.stats.ctimeMs);
  if (hoist && removal.isGone) tally.addDirectory(hoist.stats);
  tally.complete = removal.isGone && hoisted?.isAnyLost !== true;
  const counted = tally.close();
  return { removed: usageOf([counted], links), tally: counted, findings: removal.findings, gone: removal.isGone };
}

const nothing: Progress = { files: 0, apparentBytes: 0, allocatedBytes: 0 };

interface Hoisted extends Progress {
  readonly moved: readonly Moved[];
  /** What a helper removed is not in the figures, because it was ended from outside. What it had in hand is still there. */
  readonly isAnyLost: boolean;
}

async function emptyByHoisting(
  { plan }: Hoist,
  links: LinkLedger,
  tally: OpenTally,
  { signal, onProgress }: RemovalOptions,
  interference: Interference,
): Promise<Hoisted> {
  const place = WorkingFolder.at(plan.base, plan.identity);
  try {
    const within = place ? <T>(work: () => T): T | undefined => place.within(work) : <T>(work: () => T) => work();
    const walk = new HoistWalk(plan, links, 0, interference, place ? '.' : plan.base);
    walk.start();
    const shared = { job: { kind: 'hoist', ...plan }, links } as const;
    const { answers, isAnyLost } = await runWalk<HoistAnswer>(walk, shared, {
      signal,
      report: onProgress,
      aloneMs: interference.aloneMs,
      within,
    });
    // From elsewhere it leaves its own folder, of a name that is nowhere else, to the careful way.
    const all = [within(() => walk.finish()) ?? walk.finish(), ...answers];
    for (const answer of all) tally.add(answer.tally);
    return { ...all.reduce<Progress>(sumOf, nothing), moved: all.flatMap(({ moved }) => moved), isAnyLost };
  } finally {
    place?.close();
  }
}

/** Findings name a folder that was moved up by the path that it had, and the folders that it was moved to do not count. */
function asNamed(parent: DirectoryHandle, entry: Buffer, { plan }: Hoist, { moved }: Hoisted): CarefulOptions {
  const base = entryPath(parent.describe(), entry).toString('latin1');
  const from = new Map(moved.map((folder) => [folder.at, folder.from]));
  const ownFolder = `${base}/${plan.run}`;
  return {
    shownAt: (path) => {
      const text = path.toString('latin1');
      if (!text.startsWith(ownFolder)) return path;
      const end = text.indexOf('/', text.indexOf('/', ownFolder.length) + 1);
      const at = text.slice(base.length, end < 0 ? undefined : end);
      const place = from.get(at);
      return place === undefined ? path : Buffer.from(base + place + (end < 0 ? '' : text.slice(end)), 'latin1');
    },
    isOwn: (name, depth) => depth === 0 || (depth === 1 && name.toString('latin1').startsWith(plan.run)),
  };
}
