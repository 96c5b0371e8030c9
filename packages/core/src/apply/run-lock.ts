import { linkSync, lstatSync, mkdirSync, realpathSync, renameSync, statSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:net';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { DevcleanError } from '../errors.js';
import { stateFolder } from '../own-files/state-folder.js';
import { entryAt } from '../system/identity.js';
import type { ToolContext } from '../system/tool-context.js';
import { refuseSudo } from './refuse-sudo.js';

/** Who is removing now, as it says itself. */
interface Holder {
  readonly pid?: number;
  readonly since?: string;
  readonly host?: string;
}

/** A lock that is held, or who holds it, or nothing: there is no such lock to be had here. */
type Taken = { release(): void } | { readonly holder: Holder } | undefined;

/** Milliseconds in which a holder that is busy removing can say who it is. */
const answerMs = 1000;

/**
 * Runs something while no other devclean of this user removes anything. The lock is a listening socket, which dies with
 * its process: a name of the kernel's (it needs no disk), and a file in devclean's state folder (it is seen from other
 * containers that share the home). One of them is enough where the other cannot be had. Readers never take it.
 *
 * @param makeFolder Whether the state folder is made where it is missing: not by a run that has nothing to remove.
 * @throws DevcleanError `UNDER_SUDO`, and `ALREADY_RUNNING`, saying who holds it since when.
 */
export async function withRunLock<T>(context: ToolContext, run: () => Promise<T>, makeFolder = true): Promise<T> {
  refuseSudo(context);
  const folder = stateFolder(context);
  const kernel = await takeKernelName(folder, context);
  // Anybody may take a name of the kernel's: one that is not known to be this user's decides only where nothing else can.
  if (kernel && 'holder' in kernel && isOurs(kernel.holder, context)) throw alreadyRunning(kernel.holder);
  const file = await takeFile(folder, makeFolder);
  try {
    if (file && 'holder' in file) throw alreadyRunning(file.holder);
    if (file === undefined && kernel && 'holder' in kernel) throw alreadyRunning(kernel.holder);
    return await run();
  } finally {
    for (const taken of [file, kernel]) if (taken && 'release' in taken) taken.release();
  }
}

async function takeKernelName(folder: string, { uid }: ToolContext): Promise<Taken> {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const name = `devclean-${uid ?? 'user'}-${key}`;
  const at = process.platform === 'linux' ? `\0${name}` : process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : '';
  if (at === '') return undefined;
  for (let tries = 0; tries < 3; tries++) {
    const server = await listen(at);
    if (server !== undefined) return { release: () => server.close() };
    const holder = await ask(at);
    if (typeof holder === 'object') return { holder };
  }
  return undefined;
}

async function takeFile(folder: string, makeFolder: boolean): Promise<Taken> {
  if (process.platform === 'win32') return undefined;
  let state: DirectoryHandle;
  try {
    if (makeFolder) mkdirSync(folder, { recursive: true, mode: 0o700 });
    state = openDirectory(realpathSync.native(folder));
  } catch {
    return undefined;
  }
  const taken = await takeFileIn(state).catch(() => undefined);
  if (taken && 'release' in taken) {
    return {
      release() {
        taken.release();
        state.close();
      },
    };
  }
  state.close();
  return taken;
}

/** Through the open folder: a socket's path is limited to about 100 bytes, a home's is not. */
async function takeFileIn(state: DirectoryHandle): Promise<Taken> {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const at = (name: string) => state.at(name).toString();
  const aside = () => at(`lock.${randomBytes(8).toString('hex')}`);
  const lock = at('lock');
  // It listens before it has the name that others look at, so that whoever does not answer there is dead.
  const own = aside();
  const server = await listen(own);
  if (server === undefined) return undefined;
  try {
    for (let tries = 0; tries < 10; tries++) {
      if (linked(own, lock)) {
        const { ino } = lstatSync(lock, { bigint: true });
        return {
          release() {
            if (entryAt(lock)?.ino === ino) unlinkIfThere(lock);
            server.close();
          },
        };
      }
      const holder = await ask(lock);
      if (typeof holder === 'object') {
        server.close();
        return { holder };
      }
      if (holder === 'dead' && lstatSync(lock).isSocket()) {
        const dead = aside();
        renameSync(lock, dead);
        // Another may have cleared it away and taken its place in the meantime: that one gets the name back.
        if (typeof (await ask(dead)) === 'object') linked(dead, lock);
        unlinkIfThere(dead);
      }
    }
    server.close();
    return undefined;
  } catch (error) {
    server.close();
    throw error;
  } finally {
    unlinkIfThere(own);
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function unlinkIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It is gone, or stays: without its process it says that nobody holds it.
  }
}

/** A server at a name that says who we are; nothing when the name cannot be had. */
function listen(at: string): Promise<Server | undefined> {
  const { createServer } = process.getBuiltinModule('node:net'); // no scan needs it
  const self: Holder = {
    pid: process.pid,
    since: new Date().toISOString(),
    host: process.getBuiltinModule('node:os').hostname(),
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(self));
  });
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(at, () => resolve(server.unref()));
  });
}

/** Who listens at a name: `dead` when nobody does, `gone` when there is no such name. */
function ask(at: string): Promise<Holder | 'dead' | 'gone'> {
  const { connect } = process.getBuiltinModule('node:net');
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(at);
    const tell = () => {
      socket.destroy();
      resolve(holderOf(said));
    };
    socket.setTimeout(answerMs, tell);
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.length > 4096) tell();
    });
    socket.once('end', tell);
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'ECONNREFUSED' ? 'dead' : code === 'ENOENT' ? 'gone' : {});
    });
  });
}

function holderOf(said: string): Holder {
  try {
    const { pid, since, host } = JSON.parse(said) as Record<string, unknown>;
    return {
      ...(Number.isSafeInteger(pid) && { pid: pid as number }),
      ...(typeof since === 'string' && !Number.isNaN(Date.parse(since)) && { since: new Date(since).toISOString() }),
      ...(typeof host === 'string' && { host }),
    };
  } catch {
    return {};
  }
}

/** Whether what holds a name is a process of this user's. */
function isOurs({ pid }: Holder, { uid }: ToolContext): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return pid !== undefined && statSync(`/proc/${pid}`).uid === uid;
  } catch {
    return false;
  }
}

function alreadyRunning({ pid, since, host }: Holder): DevcleanError {
  const here = process.getBuiltinModule('node:os').hostname();
  const where = host === undefined || host === here ? '' : ` on ${host}`;
  const who = pid === undefined ? '' : `: process ${pid}${where}${since === undefined ? '' : `, since ${since}`}`;
  return new DevcleanError('ALREADY_RUNNING', `Another devclean of yours is removing something now${who}.`, {
    hint: 'Run this again when it has ended. Nothing was removed.',
  });
}
