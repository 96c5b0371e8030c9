import type { NonEmpty, Platform } from '../words.js';

/** The homes on this machine that tools may mean. They differ under sudo, in containers and in tests. */
export interface Homes {
  /** `$HOME` (on Windows `%USERPROFILE%`) when it is set and absolute; what most tools use. Otherwise the account's. */
  readonly env: string;
  /** The home in the account database, which JVM tools use whatever `$HOME` says. */
  readonly account: string;
}

/** A file as it lies in a folder. */
export interface FoundFile {
  readonly path: string;
  /** What else it is; nothing of an ordinary file. */
  readonly kind?: 'link' | 'link to a folder' | 'other';
  /** Bytes. */
  readonly size: number;
  /** When it was last written and read, in milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly atimeMs: number;
}

/** Everything a provider may know of the machine. It offers no way to write: a provider cannot delete. */
export interface ToolContext {
  readonly platform: Platform;
  readonly homes: Homes;
  /** The user's own variables: what npm exported to its children is taken out. Empty means unset. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The effective user's number; left out on Windows. */
  readonly uid?: number;
  /** Where the user stands: `INIT_CWD` when npm runs us. */
  readonly cwd: string;
  /** Where `--project` says that projects lie, at or below: nothing of a project is looked for elsewhere. Absolute. */
  readonly projectRoots: readonly string[];
  readonly signal: AbortSignal;
  /** A file's text, or nothing when it is not there, not a file, not readable, or larger than 1 MiB. */
  readText(path: string): Promise<string | undefined>;
  /**
   * At most `length` bytes from `offset` on, fewer where the file ends; nothing when it is no file or not readable. A file
   * of the user's own keeps its time of last access where the system allows that: who looks at a cache does not use it.
   */
  readBytes(path: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** Names in a folder, sorted; none when it is not there or not readable. */
  list(path: string): Promise<readonly string[]>;
  /**
   * The files at any depth below a folder, on its own file system, in no particular order. No link is followed, the
   * folder itself included; what cannot be read, is no file, or has a name that is not valid UTF-8, is left out.
   * With `all`, everything that is no folder is given, for counting: a name may then be one that cannot be opened.
   */
  files(folder: string, what?: 'all'): AsyncIterable<FoundFile>;
  /**
   * When anything in a folder, itself included, was last written, in milliseconds since 1970; nothing when it is no folder
   * of this user's, or a part of it cannot be looked at.
   */
  lastWrite(folder: string): Promise<number | undefined>;
  exists(path: string): Promise<boolean>;
  /** The path with every link resolved, or nothing when it does not exist. */
  realPath(path: string): Promise<string | undefined>;
  /**
   * Asks a tool a read-only question: an absolute executable, no shell, an empty neutral folder, a scrubbed
   * environment (and `variables` beside), a timeout. Standard output, or nothing when it failed, hung or is not there: "unknown", never "empty".
   */
  query(argv: NonEmpty<string>, variables?: Readonly<Record<string, string>>): Promise<string | undefined>;
}
