const slash = 0x2f;
const dot = 0x2e;
const backslash = 0x5c;
const colon = 0x3a;
const separator = Buffer.from('/');
const isWindows = process.platform === 'win32';

/**
 * A path or a name as the bytes that the file system holds. Text that UTF-8 cannot carry (half of a surrogate pair) is refused:
 * encoding would turn it into U+FFFD, which may be the name of another file.
 *
 * @throws RangeError for such text.
 */
export function pathBytes(path: string | Buffer): Buffer {
  if (typeof path !== 'string') return path;
  const bytes = Buffer.from(path);
  if (bytes.toString() !== path) throw new RangeError(`Not a path that can be encoded: ${JSON.stringify(path)}`);
  return bytes;
}

/** True for one component of a path: not empty, not `.` or `..`, without separator or NUL. */
export function isEntryName(name: Buffer): boolean {
  if (name.length === 0) return false;
  if (name[0] === dot && (name.length === 1 || (name.length === 2 && name[1] === dot))) return false;
  if (name.includes(slash) || name.includes(0)) return false;
  return !isWindows || !(name.includes(backslash) || name.includes(colon));
}

/** The bytes of a name that is a single component. @throws RangeError for anything else. */
export function entryName(name: string | Buffer): Buffer {
  const bytes = pathBytes(name);
  if (!isEntryName(bytes))
    throw new RangeError(`Not the name of a directory's entry: ${JSON.stringify(bytes.toString())}`);
  return bytes;
}

/** The components between the slashes, which may repeat and trail. Nothing is resolved: `.` and `..` stay what they are. */
export function pathComponents(path: Buffer): Buffer[] {
  const components: Buffer[] = [];
  let start = 0;
  for (let end = 0; end <= path.length; end++) {
    if (end < path.length && path[end] !== slash && !(isWindows && path[end] === backslash)) continue;
    if (end > start) components.push(path.subarray(start, end));
    start = end + 1;
  }
  return components;
}

/** Without the slashes at its end, which would make the system follow a link; `/` stays `/`. */
export function withoutTrailingSlashes(path: Buffer): Buffer {
  let end = path.length;
  while (end > 1 && path[end - 1] === slash) end--;
  return path.subarray(0, end);
}

/** The path of an entry of a directory. */
export function entryPath(directory: Buffer, name: Buffer): Buffer {
  return Buffer.concat(directory.at(-1) === slash ? [directory, name] : [directory, separator, name]);
}
