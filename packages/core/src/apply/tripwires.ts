import { closeSync, constants, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { DirectoryError, type DirectoryHandle, listNames } from '@devclean/disk';
import { entryAt } from '../system/identity.js';
import { type KernelLock, locksOn, readKernelLocks } from '../system/locks.js';
import { type NamedBytes, namedBytes } from '../system/named-bytes.js';

/** What a look inside an item came to. */
export type TripwireAnswer =
  /** All of it was looked at. */
  | { readonly is: 'clean'; readonly entries: number }
  /** Something that no cache holds: where it lies, and what it is. */
  | { readonly is: 'hit'; readonly at: NamedBytes; readonly what: string }
  | { readonly is: 'unknown'; readonly detail: string };

export interface TripwireOptions {
  readonly signal: AbortSignal;
  /** Names after which the look ends without an answer: an item that grows while it is looked through would have no end. */
  readonly maxEntries?: number;
  /** Called at most ten times a second, with how many names were read. */
  readonly onProgress?: ((entries: number) => void) | undefined;
}

/** Milliseconds after which others get their turn. */
const turnMs = 50;

const reportEveryMs = 100;

/** Paths are opened through the item's handle up to this length, then a folder further down is. The system allows 4096. */
const longestPath = 3000;

/**
 * Looks for what no cache of a tool's holds: a repository, keys, credentials, `.env`, office documents, a database that is
 * open. It reads names, and of the few files with such a name the first bytes. Links are not followed. It goes from the top down,
 * because what a person put somewhere lies near the top, and to the end: what it has not seen it calls unknown.
 */
export async function findTripwire(
  parent: DirectoryHandle,
  name: string,
  options: TripwireOptions,
): Promise<TripwireAnswer> {
  const look = new Look(options);
  const { signal } = options;
  try {
    const entry = entryAt(parent.at(name));
    if (entry === undefined) return look.clean();
    if (!entry.isDirectory()) return (await look.at(parent, '', Buffer.from(name), true)) ?? look.clean();
    const item = parent.openChild(name);
    try {
      return (await look.below(item, Buffer.from(name).toString('latin1'))) ?? look.clean();
    } finally {
      item.close();
    }
  } catch (error) {
    if (signal.aborted || !isOfTheSystem(error)) throw error;
    if (isGone(error)) return look.clean(); // The guard asks next whether it is still there
    return { is: 'unknown', detail: `${name} could not be looked into (${reasonOf(error)})` };
  }
}

class Look {
  readonly #signal: AbortSignal;
  readonly #maxEntries: number;
  readonly #onProgress: TripwireOptions['onProgress'];
  #turnEndsAt = 0;
  #reportsAt = performance.now() + reportEveryMs;
  #entries = 0;
  #locks: Promise<readonly KernelLock[] | undefined> | undefined;

  constructor({ signal, maxEntries = Infinity, onProgress }: TripwireOptions) {
    this.#signal = signal;
    this.#maxEntries = maxEntries;
    this.#onProgress = onProgress;
  }

  clean(): TripwireAnswer {
    return { is: 'clean', entries: this.#entries };
  }

  /** Folder after folder, the nearest to the top first. Names are bytes, written as latin1. */
  async below(item: DirectoryHandle, itemPath: string): Promise<TripwireAnswer | undefined> {
    const folders = [''];
    const deep: string[] = [];
    for (let i = 0; i < folders.length; i++) {
      const folder = folders[i] as string;
      folders[i] = ''; // A million paths would stay in memory
      await this.#giveWay();
      const where = () => (folder === '' ? itemPath : `${itemPath}/${folder}`);
      try {
        for (const entry of listNames(pathIn(item, folder))) {
          if (++this.#entries > this.#maxEntries)
            return {
              is: 'unknown',
              detail: `${textOf(itemPath)} holds far more than was measured, so something writes to it`,
            };
          if (suspicious.test(entry.name)) {
            const file = Buffer.from(entry.name, 'latin1');
            const answer = await this.at(item, folder, file, !entry.isDirectory(), where());
            if (answer !== undefined) return answer;
          }
          if (!entry.isDirectory()) continue;
          const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
          (inner.length > longestPath ? deep : folders).push(inner);
        }
      } catch (error) {
        if (this.#signal.aborted || !isOfTheSystem(error)) throw error;
        if (!isGone(error))
          return { is: 'unknown', detail: `${textOf(where())} could not be looked into (${reasonOf(error)})` };
      }
    }
    for (const folder of deep) {
      const handle = openBelow(item, folder);
      if (handle === undefined) continue;
      try {
        const answer = await this.below(handle, `${itemPath}/${folder}`);
        if (answer !== undefined) return answer;
      } finally {
        handle.close();
      }
    }
    return undefined;
  }

  /** What an entry with a suspicious name is. */
  async at(
    base: DirectoryHandle,
    folder: string,
    name: Buffer,
    isFile: boolean,
    folderPath = '',
  ): Promise<TripwireAnswer | undefined> {
    const lower = name.toString().toLowerCase();
    const above = Buffer.from(folderPath === '' ? '' : `${folderPath}/`, 'latin1');
    const hit = (what: string): TripwireAnswer => ({
      is: 'hit',
      at: namedBytes(Buffer.concat([above, name])),
      what,
    });
    if (lower === '.git') return hit('a git repository');
    if (!isFile) return undefined;
    const at = Buffer.concat([pathIn(base, folder), Buffer.from('/'), name]);
    if (!entryAt(at)?.isFile()) return undefined;
    if (databaseCompanion.test(lower)) {
      return (await this.#isLocked(at)) ? hit('of a database that a process has open') : undefined;
    }
    for (const { names, what, holds } of kinds) {
      if (names.test(lower) && (holds === undefined || holds(headOf(at)))) return hit(what);
    }
    return undefined;
  }

  /** SQLite locks the database itself, and in WAL mode the `-shm` beside it for as long as it is open. */
  async #isLocked(companion: Buffer): Promise<boolean> {
    this.#locks ??= readKernelLocks();
    const locks = await this.#locks;
    if (locks === undefined) return false; // Where the kernel lists no locks, open files are what tells: see the holders
    const database = companion.subarray(0, companion.lastIndexOf('-'));
    const shared = Buffer.concat([database, Buffer.from('-shm')]);
    return [database, shared, companion].some((file) => locksOn(file, locks).length > 0);
  }

  /** Others get their turn: progress, an interrupt. */
  async #giveWay(): Promise<void> {
    if (Date.now() < this.#turnEndsAt) return;
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#turnEndsAt = Date.now() + turnMs;
    if (performance.now() < this.#reportsAt) return;
    this.#reportsAt = performance.now() + reportEveryMs;
    this.#onProgress?.(this.#entries);
  }
}

interface Kind {
  readonly names: RegExp;
  readonly what: string;
  /** What its first bytes must be; the name alone says enough without. */
  readonly holds?: (head: Buffer) => boolean;
}

const text =
  (pattern: RegExp) =>
  (head: Buffer): boolean =>
    pattern.test(head.toString('latin1'));
const magic =
  (...starts: readonly string[]) =>
  (head: Buffer): boolean =>
    starts.some((start) => head.toString('hex', 0, start.length / 2) === start);
const zip = '504b0304';
const ole = 'd0cf11e0a1b11ae1';

const kinds: readonly Kind[] = [
  {
    names: /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$|\.(pem|key|ppk|asc|gpg)$/,
    what: 'a private key',
    holds: text(/PRIVATE KEY|PuTTY-User-Key-File/),
  },
  { names: /\.(p12|pfx|kdbx?)$|^wallet\.dat$/, what: 'a store of keys', holds: (head) => head.length > 0 },
  { names: /^\.env$|^\.env\.(local|production|development|staging|test)(\.local)?$/, what: 'settings of a project' },
  {
    names: /^\.(npmrc|yarnrc\.yml)$/,
    what: 'a file with a token',
    holds: text(/_authToken|_auth\s*=|_password|npmAuth(Token|Ident)/),
  },
  { names: /^[._]netrc$|^\.pypirc$/, what: 'a file with a password', holds: text(/password/i) },
  { names: /^\.git-credentials$/, what: 'a file with a password', holds: text(/:\/\/[^/\s]+@/) },
  {
    names: /^credentials(\.json)?$/,
    what: 'credentials',
    holds: text(/aws_secret_access_key|private_key|refresh_token/),
  },
  { names: /\.(doc|xls|ppt)$/, what: 'an office document', holds: magic(ole) },
  { names: /\.(doc|xls|ppt)[xm]$|\.od[tsp]$/, what: 'an office document', holds: magic(zip, ole) },
];

const databaseCompanion = /-(wal|shm|journal)$/;

/** All names above in one, which is asked for every entry. */
const suspicious = new RegExp(
  [/^\.git$/, databaseCompanion, ...kinds.map(({ names }) => names)].map((one) => one.source).join('|'),
  'i',
);

const headBytes = 8192;

/** The first bytes of a file; none when it cannot be read, and then its name is not enough. */
function headOf(file: Buffer): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const head = Buffer.alloc(headBytes);
    return head.subarray(0, readSync(descriptor, head, 0, headBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

function pathIn(base: DirectoryHandle, folder: string): Buffer {
  return folder === '' ? base.self : Buffer.concat([base.self, Buffer.from(`/${folder}`, 'latin1')]);
}

function openBelow(base: DirectoryHandle, folder: string): DirectoryHandle | undefined {
  let handle = base;
  for (const name of folder.split('/')) {
    let next: DirectoryHandle | undefined;
    try {
      next = handle.openChild(Buffer.from(name, 'latin1'));
    } catch (error) {
      if (!isGone(error)) throw error;
    } finally {
      if (handle !== base) handle.close();
    }
    if (next === undefined) return undefined;
    handle = next;
  }
  return handle;
}

function textOf(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}

function isGone(error: unknown): boolean {
  const { code, name } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || (name === DirectoryError.name && code !== 'failed');
}

/** By name: two copies of the disk package may be loaded. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && (error.name === DirectoryError.name || 'syscall' in error);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
