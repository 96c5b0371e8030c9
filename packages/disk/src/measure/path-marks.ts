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
 * The paths of parts, which may be hundreds of thousands: the names' bytes with a NUL between them, each path once, in order. So what
 * lies at and below a folder stands together, the folder itself first. Plain data, for other processes.
 */
export interface PartPaths {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** @returns the paths, and for each of the parts which of them is its own: parts may be named twice. */
export function partPaths(parts: Iterable<readonly string[]>): { paths: PartPaths; places: Uint32Array } {
  const given = new PackedPaths();
  for (const components of parts) given.push(components.join('\0'));
  const places = new Uint32Array(given.length);
  const ordered = new PackedPaths();
  let last: number | undefined;
  for (const part of Uint32Array.from(places.keys()).sort((one, other) => given.compare(one, other))) {
    if (last === undefined || given.compare(last, part) !== 0) ordered.push(given.at(part));
    places[part] = ordered.length - 1;
    last = part;
  }
  return { paths: ordered.paths(), places };
}

/** Paths as bytes, one behind the other: as strings they would take twice as much, on the heap. */
class PackedPaths {
  #bytes = Buffer.alloc(0);
  readonly #ends: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  push(path: string): void {
    const start = this.#startOf(this.length);
    const end = start + path.length;
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(end * 2);
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    this.#bytes.write(path, start, 'latin1');
    this.#ends.push(end);
  }

  at(index: number): string {
    return this.#bytes.toString('latin1', this.#startOf(index), this.#ends[index]);
  }

  /** Below 0 where one comes before the other, above where it comes after. */
  compare(one: number, other: number): number {
    const [oneStart, otherStart] = [this.#startOf(one), this.#startOf(other)];
    const [oneLength, otherLength] = [this.#startOf(one + 1) - oneStart, this.#startOf(other + 1) - otherStart];
    for (let at = 0; at < oneLength && at < otherLength; at++) {
      const order = (this.#bytes[oneStart + at] as number) - (this.#bytes[otherStart + at] as number);
      if (order !== 0) return order;
    }
    return oneLength - otherLength;
  }

  paths(): PartPaths {
    return { bytes: this.#bytes.subarray(0, this.#startOf(this.length)), ends: Uint32Array.from(this.#ends) };
  }

  #startOf(index: number): number {
    return this.#ends[index - 1] ?? 0;
  }
}

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
    return isHere ? this.#from : undefined;
  }

  /** The numbers of the parts here and below. */
  *parts(): Generator<number> {
    for (let part = this.#from; part < this.#to; part++) yield part;
  }

  /** What the folder has by this name, if there is something marked in it. */
  child(name: string): MarkedPlace | undefined {
    const tree = this.#tree?.children?.get(name);
    const from = this.#firstWhere(this.#from, (order) => order >= 0, name);
    const to = this.#firstWhere(from, (order) => order > 0, name);
    if (tree === undefined && from === to) return undefined;
    return new MarkedPlace(tree, this.#parts, from, to, this.#namesAt + name.length);
  }

  /** Where in a path the name of something in this folder begins: after a separator, except in the root. */
  get #namesAt(): number {
    return this.#length === 0 ? 0 : this.#length + 1;
  }

  #startOf(part: number): number {
    return this.#parts.ends[part - 1] ?? 0;
  }

  #endOf(part: number): number {
    return this.#parts.ends[part] as number;
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
