import { isAbsolute, sep } from 'node:path';
import { isEntryName, pathBytes, pathComponents, withoutTrailingSlashes } from '../entry-name.js';

/** A path below the root, by its components, that is left out, or where something is mounted. Plain data, for other processes. */
export interface MarkedPath {
  readonly components: readonly string[];
  readonly mark: 'excluded' | 'mount';
}

/** Marked paths, which are few, as a tree of their own. */
interface MarkTree {
  mark?: MarkedPath['mark'];
  /** By the names' bytes, as latin1: a lossless key. */
  children?: Map<string, MarkTree>;
}

/**
 * The paths of parts, which may be hundreds of thousands, as the bytes of the names with a NUL between them; each once, in order. So what
 * lies at and below a folder stands together, the folder itself first. Plain data, for other processes.
 */
export interface PartPaths {
  readonly bytes: Uint8Array;
  /** Where in the bytes each path begins and ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Of each path: its number among all, of which these may be some. */
  readonly numbers: Uint32Array;
}

/** @returns the paths, and for each of the parts the number of its path: parts may be named twice. */
export function partPaths(parts: Iterable<readonly string[]>): { paths: PartPaths; numbers: Uint32Array } {
  const given = packed(joined(parts));
  const numbers = new Uint32Array(given.ends.length);
  const starts: number[] = [];
  const ends: number[] = [];
  let last: number | undefined;
  for (const part of numbers.map((_, index) => index).sort((one, other) => compare(one, other, given))) {
    if (last === undefined || compare(last, part, given) !== 0) {
      starts.push(given.starts[part] as number);
      ends.push(given.ends[part] as number);
    }
    numbers[part] = starts.length - 1;
    last = part;
  }
  const inOrder = { bytes: given.bytes, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
  return { paths: { ...inOrder, numbers: Uint32Array.from(starts.keys()) }, numbers };
}

function* joined(parts: Iterable<readonly string[]>): Generator<string> {
  for (const components of parts) yield components.join('\0');
}

/** As bytes, one behind the other: as strings they would take twice as much, on the heap. */
function packed(paths: Iterable<string>): Omit<PartPaths, 'numbers'> {
  let bytes = Buffer.alloc(0);
  const starts: number[] = [];
  const ends: number[] = [];
  let end = 0;
  for (const path of paths) {
    if (end + path.length > bytes.length) {
      const larger = Buffer.allocUnsafeSlow((end + path.length) * 2);
      bytes.copy(larger, 0, 0, end);
      bytes = larger;
    }
    starts.push(end);
    end += bytes.write(path, end, 'latin1');
    ends.push(end);
  }
  return { bytes: bytes.subarray(0, end), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

/** Below 0 where one path comes before the other, above where it comes after. */
function compare(one: number, other: number, { bytes, starts, ends }: Omit<PartPaths, 'numbers'>): number {
  const [oneStart = 0, otherStart = 0] = [starts[one], starts[other]];
  const [oneLength, otherLength] = [(ends[one] as number) - oneStart, (ends[other] as number) - otherStart];
  for (let at = 0; at < oneLength && at < otherLength; at++) {
    const order = (bytes[oneStart + at] as number) - (bytes[otherStart + at] as number);
    if (order !== 0) return order;
  }
  return oneLength - otherLength;
}

/** Some of the paths, in their order: those at the indexes that are given. */
function someOf({ bytes, starts, ends, numbers }: PartPaths, indexes: Uint32Array): PartPaths {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  function* paths() {
    for (const index of indexes) yield all.toString('latin1', starts[index], ends[index]);
  }
  return { ...packed(paths()), numbers: indexes.map((index) => numbers[index] as number) };
}

export const noParts: PartPaths = partPaths([]).paths;

/** A place in a tree at or below which something is marked, or a part lies. */
export class MarkedPlace {
  readonly #tree: MarkTree | undefined;
  readonly #parts: PartPaths;
  /** The parts at and below it: from the first up to another one. */
  readonly #from: number;
  readonly #to: number;
  /** Bytes of its path. */
  readonly #length: number;

  private constructor(tree: MarkTree | undefined, parts: PartPaths, from: number, to: number, length: number) {
    this.#tree = tree;
    this.#parts = parts;
    this.#from = from;
    this.#to = to;
    this.#length = length;
  }

  /** The root. */
  static root(marks: readonly MarkedPath[], parts: PartPaths): MarkedPlace {
    return new MarkedPlace(marks.length === 0 ? undefined : markTree(marks), parts, 0, parts.ends.length, 0);
  }

  get mark(): MarkedPath['mark'] | undefined {
    return this.#tree?.mark;
  }

  /** The number of the part that begins here. */
  get part(): number | undefined {
    const isHere = this.#from < this.#to && this.#endOf(this.#from) - this.#startOf(this.#from) === this.#length;
    return isHere ? this.#parts.numbers[this.#from] : undefined;
  }

  /** The numbers of the parts here and below. */
  parts(): Uint32Array {
    return this.#parts.numbers.subarray(this.#from, this.#to);
  }

  /** The paths of the parts at and below some of what is in this folder: what another process has to know to walk those. */
  partsIn(names: readonly string[]): PartPaths {
    const indexes: number[] = [];
    for (const name of names) {
      const { from, to } = this.#named(name);
      for (let index = from; index < to; index++) indexes.push(index);
    }
    return someOf(this.#parts, Uint32Array.from(indexes).sort());
  }

  /** What the folder has by this name, if there is something marked in it. */
  child(name: string): MarkedPlace | undefined {
    const tree = this.#tree?.children?.get(name);
    const { from, to } = this.#named(name);
    if (tree === undefined && from === to) return undefined;
    return new MarkedPlace(tree, this.#parts, from, to, this.#namesAt + name.length);
  }

  /** Where in a path the name of something in this folder begins: after a separator, except in the root. */
  get #namesAt(): number {
    return this.#length === 0 ? 0 : this.#length + 1;
  }

  #startOf(part: number): number {
    return this.#parts.starts[part] as number;
  }

  #endOf(part: number): number {
    return this.#parts.ends[part] as number;
  }

  /** The parts at and below something in this folder: from the first up to another one. */
  #named(name: string): { from: number; to: number } {
    const from = this.#firstWhere(this.#from, (order) => order >= 0, name);
    return { from, to: this.#firstWhere(from, (order) => order > 0, name) };
  }

  /** The first part from one on whose name in this folder comes so after another. */
  #firstWhere(from: number, isSo: (order: number) => boolean, name: string): number {
    let low = from;
    let high = this.#to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isSo(this.#compare(middle, name))) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Below 0 where a part's name in this folder comes before another, above where it comes after. */
  #compare(part: number, name: string): number {
    const start = this.#startOf(part) + this.#namesAt;
    const end = this.#endOf(part);
    const byteAt = (at: number) => (start + at < end ? (this.#parts.bytes[start + at] as number) : 0);
    for (let at = 0; at < name.length; at++) {
      const order = byteAt(at) - name.charCodeAt(at);
      if (order !== 0) return order;
    }
    return byteAt(name.length);
  }
}

/** Where two marks fall on one path the stronger one counts: exclusion before mount point. */
function markTree(paths: readonly MarkedPath[]): MarkTree {
  const root: MarkTree = {};
  for (const { components, mark } of paths) {
    let at = root;
    for (const name of components) {
      at.children ??= new Map();
      let child = at.children.get(name);
      if (child === undefined) {
        child = {};
        at.children.set(name, child);
      }
      at = child;
    }
    if (at.mark !== 'excluded') at.mark = mark;
  }
  return root;
}

/**
 * The components of a path below a root: relative to it, or beginning with it byte for byte. As latin1, which loses no byte.
 * @throws RangeError for a path elsewhere, or with `.` or `..` in it.
 */
export function componentsBelow(root: Buffer, path: string | Buffer): string[] {
  const bytes = withoutTrailingSlashes(pathBytes(path));
  const rest = isAbsolute(bytes.toString()) ? bytes.subarray(root.length) : bytes;
  const isBelow = rest === bytes || (bytes.subarray(0, root.length).equals(root) && startsComponent(root, rest));
  const components = pathComponents(rest);
  if (!isBelow || !components.every(isEntryName))
    throw new RangeError(`Not a plain path below ${root.toString()}: ${bytes.toString()}`);
  return components.map((component) => component.toString('latin1'));
}

/** False where only the beginning of a name is alike: `/cache2` is not below `/cache`. */
function startsComponent(root: Buffer, rest: Buffer): boolean {
  return rest.length === 0 || endsInSeparator(root) || endsInSeparator(rest.subarray(0, 1));
}

function endsInSeparator(path: Buffer): boolean {
  return ['/', sep].includes(String.fromCharCode(path.at(-1) ?? 0));
}
