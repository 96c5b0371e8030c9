import { isAbsolute, sep } from 'node:path';
import { isEntryName, pathBytes, pathComponents, withoutTrailingSlashes } from '../entry-name.js';

/** What is special about one path of a tree: it begins a part (by its number), is left out, or is a mount point. */
type Mark = number | 'excluded' | 'mount';

/** A path below the root, by its components, and what is special about it. Plain data, for other processes. */
export interface MarkedPath {
  readonly components: readonly string[];
  readonly mark: Mark;
}

/** Marked paths as a tree of their own, so that a walk looks at marks only where there are any. */
export interface PathMarks {
  mark?: Mark;
  /** By the names' bytes, as latin1: a lossless key. */
  children?: Map<string, PathMarks>;
}

/** Where two marks fall on one path the stronger one counts: exclusion before mount point before part, an earlier part before a later. */
export function pathMarks(paths: readonly MarkedPath[]): PathMarks {
  const root: PathMarks = {};
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
    if (at.mark === undefined || (typeof at.mark === 'number' && typeof mark === 'string') || mark === 'excluded')
      at.mark = mark;
  }
  return root;
}

/** The numbers of the parts at and below a mark. */
export function* partsIn(marks: PathMarks | undefined): Generator<number> {
  const open = marks === undefined ? [] : [marks];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.mark === 'number') yield next.mark;
    if (next.children) open.push(...next.children.values());
  }
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
