import { lstatSync, type Stats } from 'node:fs';
import { pathBytes, withoutTrailingSlashes } from '../entry-name.js';
import { FindingLog, isSystemError } from '../finding-log.js';
import { DirectoryError } from '../handle/directory-error.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { type DirectoryOpener, directoryOpener } from '../handle/open-directory.js';
import { identityOf, lookExactly } from '../identity.js';
import type { Finding } from '../usage.js';
import { type EntryReader, readEntries } from '../walk/entry-reader.js';
import { NameStack } from '../walk/name-stack.js';
import type { Progress } from '../walk/progress.js';
import { type Ending, runInSlices } from '../walk/run-in-slices.js';
import { Trail } from '../walk/trail.js';
import { createLinkLedger, type LinkLedger } from './link-ledger.js';
import { mountPointsBelow } from './mount-points.js';
import { componentsBelow, markPath, marksBelow, type PathMarks, partsIn } from './path-marks.js';
import { OpenTally, type Tally } from './tally.js';

export interface MeasureOptions {
  /**
   * Paths below the root that are measured apart, in the same walk, each a part of its own: relative to the root, or beginning with it.
   * A part inside another part counts to the outer one. Bytes where a name may not be UTF-8.
   */
  readonly parts?: readonly (string | Buffer)[];
  /** Paths below the root that are left out, with all that is below. */
  readonly exclude?: readonly (string | Buffer)[];
  /** Bookkeeping of inodes with several links, shared between measurements whose usages are to be combined. They must not overlap. */
  readonly links?: LinkLedger;
  /** Ends the walk, within milliseconds, with `complete: false` and a finding `aborted`. */
  readonly signal?: AbortSignal;
  /** Totals so far, at most ten times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds after which the walk ends with `complete: false`. That is no finding: it was asked for. */
  readonly budgetMs?: number;
}

export interface TreeMeasurement {
  /** What lies in no part: the root itself, and the folders above the parts, among it. */
  readonly root: Tally;
  /** In the order of `options.parts`. Of what is not there the tally is empty. */
  readonly parts: readonly Tally[];
  readonly findings: readonly Finding[];
}

/**
 * Measures a tree as `find` and `du -x` do, to the byte, without following any link or opening anything but directories.
 *
 * Nothing on disk makes it reject; what could not be measured is a finding:
 * - the system's code (`EACCES`, `EIO`, …): not readable, so the tally it belongs to is not complete
 * - `ENOENT`: the root is missing, or a directory vanished during the walk. What was seen counts
 * - `mount`: something is mounted there. What is behind it is not part of the tree and does not count
 * - `changed`: something was put in a directory's place, or it was moved away, during the walk
 * - `aborted`: the signal ended the walk
 *
 * @param root A link or a file is measured as that one entry. Links above it are followed, as by every tool.
 * @throws RangeError when a part or an exclusion is not a plain path below the root.
 */
export function measureTree(root: string | Buffer, options: MeasureOptions = {}): Promise<TreeMeasurement> {
  return measureTreeThrough(directoryOpener(), root, options);
}

/** @internal For the tests, which force either kind of handle. */
export async function measureTreeThrough(
  open: DirectoryOpener,
  root: string | Buffer,
  options: MeasureOptions,
): Promise<TreeMeasurement> {
  const walk = new MeasureWalk(open, withoutTrailingSlashes(pathBytes(root)), options);
  try {
    const { signal, budgetMs, onProgress } = options;
    const report = onProgress && (() => onProgress(walk.progress()));
    return walk.finish(await runInSlices((until) => walk.advance(until), { signal, budgetMs, report }));
  } finally {
    walk.close();
  }
}

/** A directory that the walk is in. */
interface Level {
  readonly tally: OpenTally;
  readonly marks: PathMarks | undefined;
  /** A part begins here. */
  readonly isPart: boolean;
  reader: EntryReader | undefined;
  /** How many names of directories in it lie on the stack. */
  pending: number;
}

/** Reading the clock costs a fiftieth of looking at an entry. */
const entriesPerClockReading = 16;

class MeasureWalk {
  readonly #open: DirectoryOpener;
  readonly #root: Buffer;
  readonly #marks: PathMarks = {};
  readonly #rest: OpenTally;
  readonly #parts: readonly OpenTally[];
  readonly #finished = new Set<OpenTally>();
  readonly #findings = new FindingLog();
  readonly #names = new NameStack();
  readonly #levels: Level[] = [];
  #base: DirectoryHandle | undefined;
  #trail: Trail | undefined;
  #device = 0;
  #isLost = false;
  #files = 0;
  #apparentBytes = 0;
  #allocatedBytes = 0;

  constructor(open: DirectoryOpener, root: Buffer, options: MeasureOptions) {
    const links = options.links ?? createLinkLedger();
    this.#open = open;
    this.#root = root;
    this.#rest = new OpenTally(links);
    this.#parts = (options.parts ?? []).map((part, index) => {
      markPath(this.#marks, componentsBelow(root, part), index);
      return new OpenTally(links);
    });
    for (const path of options.exclude ?? []) markPath(this.#marks, componentsBelow(root, path), 'excluded');
  }

  progress(): Progress {
    return { files: this.#files, apparentBytes: this.#apparentBytes, allocatedBytes: this.#allocatedBytes };
  }

  /** Goes on until the clock shows `until`. @returns true when the walk is over. */
  advance(until: number): boolean {
    if (this.#trail === undefined && !this.#start()) return true;
    for (let steps = 1; steps % entriesPerClockReading !== 0 || performance.now() < until; steps++) {
      if (!this.#step()) return true;
    }
    return false;
  }

  finish(ending: Ending): TreeMeasurement {
    if (ending === 'aborted')
      this.#findings.add(this.#trail?.pathOf() ?? this.#root, 'aborted', 'The measurement was aborted here');
    if (ending !== 'done' || this.#isLost) {
      for (const tally of [this.#rest, ...this.#parts]) if (!this.#finished.has(tally)) tally.complete = false;
    }
    return {
      root: this.#rest.close(),
      parts: this.#parts.map((part) => part.close()),
      findings: this.#findings.list(),
    };
  }

  close(): void {
    for (const level of this.#levels) level.reader?.close();
    this.#trail?.close();
    this.#base?.close();
  }

  /** @returns true when the root is a directory to walk. */
  #start(): boolean {
    if (this.#marks.mark === 'excluded') return false;
    const tally = this.#tallyOf(this.#marks.mark, this.#rest);
    const stats = this.#look(this.#root, this.#root, tally);
    if (stats === undefined) return false;
    if (!stats.isDirectory()) {
      this.#addFile(tally, stats, this.#root);
      return false;
    }
    this.#addDirectory(tally, stats);
    try {
      this.#base = this.#open(this.#root);
    } catch (error) {
      this.#reportUnopened(this.#root, error, tally, this.#marks);
      return false;
    }
    this.#device = this.#base.stats.dev;
    this.#markMountPoints(this.#base);
    this.#trail = new Trail(this.#base, this.#root);
    this.#enterLevel(this.#base, tally, this.#marks, tally !== this.#rest);
    return true;
  }

  /** Mount points are taken from the system's list once: asking each directory would cost more than reading it. */
  #markMountPoints(base: DirectoryHandle): void {
    const place = base.describe();
    for (const point of mountPointsBelow(place)) markPath(this.#marks, componentsBelow(place, point), 'mount');
  }

  /** Looks at one entry, goes down one directory or comes back up. @returns false when there is nothing left. */
  #step(): boolean {
    const level = this.#levels.at(-1);
    const trail = this.#trail;
    if (level === undefined || trail === undefined) return false;
    if (level.reader) {
      const name = this.#nextName(level, level.reader);
      if (name) this.#visit(level, trail, name);
      return true;
    }
    if (level.pending > 0) {
      level.pending--;
      this.#descend(level, trail, this.#names.pop());
      return true;
    }
    return this.#climb(level, trail);
  }

  #nextName(level: Level, reader: EntryReader): Buffer | undefined {
    try {
      const name = reader.next();
      if (name) return name;
    } catch (error) {
      this.#reportUnread(level, error);
    }
    level.reader = undefined;
    reader.close();
    return undefined;
  }

  #visit(level: Level, trail: Trail, name: Buffer): void {
    const marks = marksBelow(level.marks, name);
    if (marks?.mark === 'excluded') return;
    if (marks?.mark === 'mount') {
      this.#reportMount(trail.pathOf(name));
      return;
    }
    const tally = this.#tallyOf(marks?.mark, level.tally);
    let path: Buffer;
    try {
      path = trail.current.at(name);
    } catch (error) {
      this.#reportUnopened(trail.pathOf(name), error, tally, marks);
      return;
    }
    const stats = this.#look(path, undefined, tally, name);
    if (stats === undefined) return;
    if (!stats.isDirectory()) {
      this.#addFile(tally, stats, path);
      if (tally !== level.tally) this.#finished.add(tally);
    } else if (stats.dev !== this.#device) {
      // Of directories only: on overlayfs a file shows the device of the layer that it comes from.
      this.#reportMount(trail.pathOf(name));
    } else {
      this.#addDirectory(tally, stats);
      this.#names.push(name);
      level.pending++;
    }
  }

  #descend(level: Level, trail: Trail, name: Buffer): void {
    const marks = marksBelow(level.marks, name);
    const tally = this.#tallyOf(marks?.mark, level.tally);
    let child: DirectoryHandle;
    try {
      child = trail.current.openChild(name);
    } catch (error) {
      this.#reportUnopened(trail.pathOf(name), error, tally, marks);
      return;
    }
    if (child.stats.dev !== this.#device) {
      child.close();
      this.#reportMount(trail.pathOf(name));
      return;
    }
    trail.descend(name, child);
    this.#enterLevel(child, tally, marks, tally !== level.tally);
  }

  #enterLevel(directory: DirectoryHandle, tally: OpenTally, marks: PathMarks | undefined, isPart: boolean): void {
    const level: Level = { tally, marks, isPart, reader: undefined, pending: 0 };
    this.#levels.push(level);
    try {
      level.reader = readEntries(directory);
    } catch (error) {
      this.#reportUnread(level, error);
    }
  }

  #climb(level: Level, trail: Trail): boolean {
    this.#levels.pop();
    if (level.isPart) this.#finished.add(level.tally);
    if (trail.depth === 0) return false;
    try {
      trail.climb();
      return true;
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      // Without the way back nothing above can be finished.
      if (isSystemError(error.cause))
        this.#findings.addError(trail.pathOf(), error.cause, 'There is no way back from here');
      else this.#findings.add(trail.pathOf(), 'changed', error.message);
      this.#isLost = true;
      return false;
    }
  }

  /** The outermost part counts: inside of one, further marks of parts mean nothing. */
  #tallyOf(mark: PathMarks['mark'], around: OpenTally): OpenTally {
    if (around !== this.#rest || typeof mark !== 'number') return around;
    return this.#parts[mark] ?? around;
  }

  #look(path: Buffer, shown: Buffer | undefined, tally: OpenTally, name?: Buffer): Stats | undefined {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined && path === this.#root) this.#findings.add(path, 'ENOENT', 'There is nothing here');
      return stats;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#findings.addError(shown ?? this.#trail?.pathOf(name) ?? path, error, 'Could not be looked at');
      tally.complete = false;
      return undefined;
    }
  }

  #addFile(tally: OpenTally, stats: Stats, path: Buffer): void {
    this.#files++;
    this.#apparentBytes += stats.size;
    this.#allocatedBytes += tally.addFile(stats, () => identityOf(stats, () => lookExactly(path)));
  }

  #addDirectory(tally: OpenTally, stats: Stats): void {
    this.#allocatedBytes += stats.blocks * 512;
    tally.addDirectory(stats);
  }

  #reportMount(path: Buffer): void {
    this.#findings.add(path, 'mount', 'Something is mounted here; what is behind it does not count');
  }

  /** A directory that was seen and is not to be had now. Only of one that vanished is nothing missing in the sum. */
  #reportUnopened(path: Buffer, error: unknown, tally: OpenTally, marks: PathMarks | undefined): void {
    if (!(error instanceof DirectoryError)) throw error;
    if (error.code === 'missing') {
      this.#findings.add(path, 'ENOENT', 'Vanished during the measurement');
      return;
    }
    if (isSystemError(error.cause) && error.code === 'failed')
      this.#findings.addError(path, error.cause, 'Could not be opened');
    else this.#findings.add(path, 'changed', 'Something was put in the place of this directory during the measurement');
    this.#markIncomplete(tally, marks);
  }

  #reportUnread(level: Level, error: unknown): void {
    const path = this.#trail?.pathOf() ?? this.#root;
    if (error instanceof DirectoryError) {
      this.#reportUnopened(path, error, level.tally, level.marks);
      return;
    }
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') {
      this.#findings.add(path, 'ENOENT', 'Vanished during the measurement');
      return;
    }
    this.#findings.addError(path, error, 'Could not be read');
    this.#markIncomplete(level.tally, level.marks);
  }

  #markIncomplete(tally: OpenTally, marks: PathMarks | undefined): void {
    tally.complete = false;
    if (tally !== this.#rest) return;
    for (const part of partsIn(marks)) this.#tallyOf(part, tally).complete = false;
  }
}
