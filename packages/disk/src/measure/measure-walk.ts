import { lstatSync, type Stats } from 'node:fs';
import { enterFolder } from '../crew/enter-folder.js';
import { maxPartBytes } from '../crew/messages.js';
import { FindingLog, isSystemError } from '../finding-log.js';
import { identityOf, lookExactly } from '../identity.js';
import type { Finding, Identity } from '../usage.js';
import { type BytePath, isAscii, systemPathOf } from '../walk/byte-path.js';
import { FolderStream, type ListedEntry, listFolder } from '../walk/list-folder.js';
import { type ReachedFolder, reachDeep } from '../walk/reach.js';
import type { Walk, WalkPart } from '../walk/walk.js';
import type { LinkLedger } from './link-ledger.js';
import { type MarkedPath, MarkedPlace, noParts, type PartPaths } from './path-marks.js';
import { OpenTallies, type TallyImage } from './tally.js';

/** What is to be measured. Plain data. */
export interface MeasurePlan {
  readonly root: BytePath;
  /** The root for a process whose working folder is another. */
  readonly entrance: BytePath;
  /** Of the root: what lies on another one is not part of the tree. */
  readonly device: number;
  /** Of the root, in full. */
  readonly identity: Identity;
  readonly marks: readonly MarkedPath[];
  /** Paths of the parts. A helper is told those in the folders that it takes. */
  readonly parts?: PartPaths | undefined;
  /** Ids that follow one another: that of what lies in no part, then those of the parts. */
  readonly tallies: { readonly first: number; readonly count: number };
  /** Whether folders can be reached from descriptors, which paths longer than the system takes need. */
  readonly hasDescriptorPaths: boolean;
}

/** What a helper has to know to take part. */
export interface MeasureJob extends MeasurePlan {
  readonly kind: 'measure';
}

/** What one process found. Plain data. */
export interface MeasureResult {
  /** Of what lies in no part, then of the parts. */
  readonly tallies: TallyImage;
  readonly findings: readonly Finding[];
  /** Folders of which others took a part, to be looked at again when all is done. */
  readonly unsettled: readonly SeenFolder[];
}

/** How a folder looked before it was read. If it looks the same after, no entry of it was replaced meanwhile (nor renamed, nor added). */
interface SeenFolder {
  /** Below the root, with a slash before it. */
  readonly path: BytePath;
  readonly dev: number;
  readonly ino: number;
  readonly ctimeMs: number;
  readonly mtimeMs: number;
}

/**
 * A folder that is walked when those above it are done with. Their proof holds for what was seen in their time, so what its path leads
 * to later has to be the same folder.
 */
interface DeepFolder {
  /** From the base. */
  readonly path: BytePath;
  /** On the root's device. */
  readonly ino: number;
}

/** A folder whose folders are still to be walked. */
interface Level {
  /** Where the system calls find it; no slash at its end. */
  readonly at: BytePath;
  readonly isPlain: boolean;
  readonly tally: number;
  readonly marks: MarkedPlace | undefined;
  /** Undefined for a part of a folder that another process read. */
  readonly seen: Stats | undefined;
  stream: FolderStream | undefined;
  /** Names of folders in it. */
  names: string[];
  /** Another process walks some of them, so this one cannot say when the folder is done with. */
  isShared: boolean;
  /** It took so long to walk that it has to be looked at again. */
  isLong: boolean;
}

/** A folder with more entries than this is looked at again after it was walked, at no cost to speak of. */
const manyEntries = 16;
/** Beyond this, paths are cut: see `reachDeep`. */
const deepBytes = 2000;
const entriesPerStep = 256;

const rest = 0;
const quietly = { throwIfNoEntry: false } as const;

/**
 * One process's share of a measurement. By plain paths, because on Linux they cost half of what paths through a descriptor cost; that
 * they led to the right folders is proven afterwards: a folder whose entries were walked must not have changed meanwhile (`ctime`), and
 * neither must any above it. So a folder that is replaced by a link to elsewhere while it is walked is a finding and not a wrong sum.
 */
export class MeasureWalk implements Walk {
  readonly #root: BytePath;
  /** What the system calls take for the root. */
  readonly #base: BytePath;
  readonly #device: number;
  readonly #hasDescriptorPaths: boolean;
  readonly #plan: MeasurePlan;
  #marks: MarkedPlace;
  /** What this process walks counts to it, or lies in the rest. */
  #around = rest;
  /** Of the rest, then of the parts in their order. */
  readonly tallies: OpenTallies;
  readonly #findings = new FindingLog();
  readonly #levels: Level[] = [];
  /** Folders too deep for a path, each to be walked from a descriptor of its own. */
  readonly #deep: DeepFolder[] = [];
  #reached: (ReachedFolder & DeepFolder) | undefined;
  readonly #unsettled: SeenFolder[] = [];
  /** For the tests: the moment that an attacker waits for. */
  readonly #beforeFolder: ((path: BytePath) => void) | undefined;
  files = 0;
  apparentBytes = 0;
  allocatedBytes = 0;

  constructor(
    plan: MeasurePlan,
    links: LinkLedger,
    { base = plan.root, beforeFolder }: { base?: BytePath; beforeFolder?: ((path: BytePath) => void) | undefined } = {},
  ) {
    this.#root = plan.root;
    this.#base = base;
    this.#device = plan.device;
    this.#hasDescriptorPaths = plan.hasDescriptorPaths;
    this.#plan = plan;
    this.#marks = MarkedPlace.root(plan.marks, plan.parts ?? noParts);
    this.tallies = new OpenTallies(links, plan.tallies.first, plan.tallies.count);
    this.#beforeFolder = beforeFolder;
  }

  /**
   * A helper's share. The root becomes its working folder, so that every path is as short as it can be.
   * @returns nothing when something else is in the root's place.
   * @throws the system's error when it cannot be entered.
   */
  static join(plan: MeasurePlan, links: LinkLedger): MeasureWalk | undefined {
    const base = enterFolder(plan.entrance, plan.identity);
    return base === undefined ? undefined : new MeasureWalk(plan, links, { base });
  }

  /** Begins at the root, which only one process does. */
  start(): void {
    const { mark } = this.#marks;
    if (mark === 'excluded') return;
    const path = this.#base === '' ? '/' : this.#base;
    const isPlain = isAscii(path);
    const tally = this.#tallyOf(this.#marks, rest);
    const stats = this.#look(systemFolder(path, isPlain), path, tally, this.#marks);
    if (stats === 'unknown') return;
    if (stats === undefined) this.note(path, 'ENOENT', 'There is nothing here');
    else if (stats.isDirectory()) this.#enter(this.#base, isPlain, tally, this.#marks);
    else this.#addFile(tally, stats, path);
  }

  step(): boolean {
    const level = this.#levels.at(-1);
    if (level === undefined) return this.#nextDeep();
    if (level.stream) this.#readOn(level, level.stream);
    else {
      const name = level.names.pop();
      if (name === undefined) this.#leave(level);
      else {
        const marks = level.marks?.child(name);
        const isPlain = level.isPlain && isAscii(name);
        this.#enter(`${level.at}/${name}`, isPlain, this.#tallyOf(marks, level.tally), marks);
      }
    }
    return true;
  }

  /** The folders that were found first, so the highest ones: as the path of the one they are in, and half of their names. */
  split(): WalkPart | undefined {
    if (this.#reached) return undefined;
    const at = this.#levels.findIndex(({ names }) => names.length > 0);
    const level = this.#levels[at];
    if (level === undefined || (level.names.length === 1 && at === this.#levels.length - 1)) return undefined;
    const half = Math.ceil(level.names.length / 2);
    let length = level.at.length;
    let count = 0;
    while (count < half && length + 1 + (level.names[count] as string).length < maxPartBytes)
      length += 1 + (level.names[count++] as string).length;
    for (const above of this.#levels.slice(0, at + 1)) above.isShared = true;
    const names = level.names.splice(0, count);
    const folders = [this.#below(level.at), ...names].join('\0');
    return { folders, tally: level.tally, parts: level.marks?.partsIn(names) ?? noParts };
  }

  take({ folders, tally: around = rest, parts = noParts }: WalkPart): void {
    const [below = '', ...names] = folders.split('\0');
    if (this.#plan.parts === undefined) {
      this.#marks = MarkedPlace.root(this.#plan.marks, parts);
      this.#around = around;
    }
    const at = this.#base + below;
    const { tally, marks } = this.#placeOf(below);
    this.#levels.push({
      at,
      isPlain: isAscii(at),
      tally,
      marks,
      seen: undefined,
      stream: undefined,
      names,
      isShared: true,
      isLong: true,
    });
  }

  finish(): MeasureResult {
    return { tallies: this.tallies.image(), findings: this.close(), unsettled: this.#unsettled };
  }

  /** Ends it, finished or not. */
  close(): readonly Finding[] {
    for (const level of this.#levels) level.stream?.close();
    this.#reached?.close();
    return this.#findings.list();
  }

  /** Looks once more at the folders of which several walked parts, when all of them are done. */
  settle(folders: readonly SeenFolder[]): void {
    for (const folder of [...this.#unsettled, ...folders]) {
      const { tally, marks } = this.#placeOf(folder.path);
      const at = this.#base + folder.path;
      this.#checkUnchanged(at, isAscii(at), folder, tally, marks);
    }
  }

  /** A walk that ended early says so of all that it measured. */
  endEarly(): void {
    for (let tally = 0; tally < this.tallies.length; tally++) this.tallies.setComplete(tally, false);
  }

  note(path: BytePath, code: string, message: string): void {
    this.#findings.add(bytes(path), code, message);
  }

  #enter(at: BytePath, isPlain: boolean, tally: number, marks: MarkedPlace | undefined): void {
    this.#beforeFolder?.(at);
    const target = systemFolder(at, isPlain);
    const stats = this.#look(target, at, tally, marks);
    if (stats === 'unknown') return;
    if (stats === undefined) {
      this.note(this.#pathOf(at), 'ENOENT', 'Vanished during the measurement');
      return;
    }
    if (!stats.isDirectory()) {
      this.#reportChanged(at, tally, marks);
      return;
    }
    if (at === this.#reached?.at && (stats.ino !== this.#reached.ino || stats.dev !== this.#device)) {
      this.#reportChanged(at, tally, marks);
      return;
    }
    if (stats.dev !== this.#device) {
      this.#reportMount(at);
      return;
    }
    if (at.length > deepBytes && this.#hasDescriptorPaths && !this.#isBase(at)) {
      this.#deep.push({ path: this.#pathFromBase(at), ino: stats.ino });
      return;
    }
    this.#addDirectory(tally, stats);
    let listed: ListedEntry[] | FolderStream;
    try {
      listed = listFolder(target, stats);
    } catch (error) {
      this.#reportUnread(at, error, tally, marks);
      return;
    }
    const level: Level = {
      at,
      isPlain,
      tally,
      marks,
      seen: stats,
      stream: undefined,
      names: [],
      isShared: false,
      isLong: true,
    };
    const around = this.#levels.at(-1);
    if (listed instanceof FolderStream) {
      if (around) around.isLong = true;
      level.stream = listed;
      this.#levels.push(level);
      return;
    }
    for (const entry of listed) this.#visit(level, entry);
    // The topmost has none above it that would show that it was replaced.
    level.isLong = around === undefined || listed.length > manyEntries;
    if (around && (level.isLong || level.names.length > 0)) around.isLong = true;
    if (level.names.length > 0) this.#levels.push(level);
    else if (level.isLong) this.#checkUnchanged(at, isPlain, stats, tally, marks);
  }

  #readOn(level: Level, stream: FolderStream): void {
    try {
      for (let count = 0; count < entriesPerStep; count++) {
        const entry = stream.next();
        if (entry) {
          this.#visit(level, entry);
          continue;
        }
        level.stream = undefined;
        stream.close();
        return;
      }
    } catch (error) {
      level.stream = undefined;
      stream.close();
      this.#reportUnread(level.at, error, level.tally, level.marks);
    }
  }

  #visit(level: Level, entry: ListedEntry): void {
    const { name } = entry;
    let { tally } = level;
    let marks: MarkedPlace | undefined;
    if (level.marks) {
      marks = level.marks.child(name);
      if (marks?.mark === 'excluded') return;
      if (marks?.mark === 'mount') {
        this.#reportMount(`${level.at}/${name}`);
        return;
      }
      tally = this.#tallyOf(marks, tally);
    }
    if (entry.isDirectory()) {
      level.names.push(name);
      return;
    }
    const path = `${level.at}/${name}`;
    const stats = this.#look(systemPathOf(path, name, level.isPlain), path, tally, marks);
    // What is gone since it was listed takes up nothing.
    if (stats === undefined || stats === 'unknown') return;
    // A folder by now, or on a file system that does not list kinds.
    if (stats.isDirectory()) level.names.push(name);
    else this.#addFile(tally, stats, path);
  }

  #leave(level: Level): void {
    this.#levels.pop();
    if (level.seen === undefined) return;
    if (!level.isShared) {
      if (level.isLong) this.#checkUnchanged(level.at, level.isPlain, level.seen, level.tally, level.marks);
    } else {
      const { dev, ino, ctimeMs, mtimeMs } = level.seen;
      this.#unsettled.push({ path: this.#below(level.at), dev, ino, ctimeMs, mtimeMs });
    }
  }

  #checkUnchanged(
    at: BytePath,
    isPlain: boolean,
    seen: Omit<SeenFolder, 'path'>,
    tally: number,
    marks: MarkedPlace | undefined,
  ): void {
    const now = this.#look(systemFolder(at, isPlain), at, tally, marks);
    if (now === 'unknown') return;
    if (now?.ctimeMs !== seen.ctimeMs || now.mtimeMs !== seen.mtimeMs || now.ino !== seen.ino || now.dev !== seen.dev)
      this.#reportChanged(at, tally, marks);
  }

  #nextDeep(): boolean {
    this.#reached?.close();
    this.#reached = undefined;
    const deep = this.#deep.pop();
    if (deep === undefined) return false;
    const { path } = deep;
    const { tally, marks } = this.#placeOf(path.slice(this.#base.length));
    try {
      this.#reached = { ...reachDeep(path), ...deep };
    } catch (error) {
      this.#reportUnread(path, error, tally, marks);
      return true;
    }
    this.#enter(this.#reached.at, isAscii(this.#reached.at), tally, marks);
    return true;
  }

  /** What a path below the root counts to, and what is marked below it. */
  #placeOf(below: BytePath): { tally: number; marks: MarkedPlace | undefined } {
    let marks: MarkedPlace | undefined = this.#marks;
    let tally = this.#tallyOf(marks, this.#around);
    for (const name of below.split('/').slice(1)) {
      marks = marks?.child(name);
      if (marks === undefined) break;
      tally = this.#tallyOf(marks, tally);
    }
    return { tally, marks };
  }

  #isBase(at: BytePath): boolean {
    return at === this.#base || at === this.#reached?.at;
  }

  /** The path as anyone else would name it. */
  #pathOf(at: BytePath): BytePath {
    return this.#root + this.#below(at) || '/';
  }

  /** Below the root, with a slash before it. */
  #below(at: BytePath): BytePath {
    return this.#pathFromBase(at).slice(this.#base.length);
  }

  /** The path from the base, however it was reached. */
  #pathFromBase(at: BytePath): BytePath {
    return this.#reached ? this.#reached.path + at.slice(this.#reached.at.length) : at;
  }

  /** The outermost part counts: inside of one, further marks of parts mean nothing. */
  #tallyOf(marks: MarkedPlace | undefined, around: number): number {
    const part = around === rest ? marks?.part : undefined;
    return part === undefined ? around : part + 1;
  }

  /** Undefined where nothing is; `unknown` where that cannot be seen, which is a finding already. */
  #look(
    target: string | Buffer,
    shown: BytePath,
    tally: number,
    marks: MarkedPlace | undefined,
  ): Stats | undefined | 'unknown' {
    try {
      return lstatSync(target, quietly);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === 'ENOTDIR') return undefined; // A folder above it is none any more
      this.#findings.addError(bytes(this.#pathOf(shown)), error, 'Could not be looked at');
      this.#markIncomplete(tally, marks);
      return 'unknown';
    }
  }

  #addFile(tally: number, stats: Stats, path: BytePath): void {
    this.files++;
    this.apparentBytes += stats.size;
    this.allocatedBytes += this.tallies.addFile(tally, stats, () =>
      identityOf(stats, () => lookExactly(Buffer.from(path, 'latin1'))),
    );
  }

  #addDirectory(tally: number, stats: Stats): void {
    this.allocatedBytes += stats.blocks * 512;
    this.tallies.addDirectory(tally, stats);
  }

  #reportMount(at: BytePath): void {
    this.note(this.#pathOf(at), 'mount', 'Something is mounted here; what is behind it does not count');
  }

  #reportChanged(at: BytePath, tally: number, marks: MarkedPlace | undefined): void {
    this.note(this.#pathOf(at), 'changed', 'This directory changed while it was measured');
    this.#markIncomplete(tally, marks);
  }

  /** Only of a directory that vanished nothing is missing in the sum. */
  #reportUnread(at: BytePath, error: unknown, tally: number, marks: MarkedPlace | undefined): void {
    if (!isSystemError(error)) throw error;
    // Node asks for the kind of a file that listing tells nothing of, and gives up the rest of the list when the file is gone.
    if (error.code === 'ENOENT' && error.syscall === 'lstat') this.#reportChanged(at, tally, marks);
    else if (error.code === 'ENOENT') this.note(this.#pathOf(at), 'ENOENT', 'Vanished during the measurement');
    else if (error.code === 'ENOTDIR' || error.code === 'ELOOP') this.#reportChanged(at, tally, marks);
    else {
      this.#findings.addError(bytes(this.#pathOf(at)), error, 'Could not be read');
      this.#markIncomplete(tally, marks);
    }
  }

  #markIncomplete(tally: number, marks: MarkedPlace | undefined): void {
    this.tallies.setComplete(tally, false);
    if (tally !== rest || marks === undefined) return;
    for (const part of marks.parts()) this.tallies.setComplete(part + 1, false);
  }
}

/** A folder as the system calls take it; the root of all has no name. */
function systemFolder(at: BytePath, isPlain: boolean): string | Buffer {
  return at === '' ? '/' : systemPathOf(at, '', isPlain);
}

function bytes(path: BytePath): Buffer {
  return Buffer.from(path, 'latin1');
}
