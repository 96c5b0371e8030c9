import { type Dirent, lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { takeTurns } from './take-turns.js';
import type { FoundFile } from './tool-context.js';

/** See `ToolContext.files`. Throws the signal's reason once it is aborted. */
export async function* filesBelow(root: string, signal: AbortSignal, what?: 'all'): AsyncGenerator<FoundFile> {
  const start = look(root);
  if (!start?.isDirectory()) return;
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted();
    await takeTurns();
    let nameless = false;
    for (const entry of entriesOf(folder)) {
      // A name that is not valid UTF-8 has got U+FFFD in it, and so names something else, or nothing.
      if (entry.name.includes('\uFFFD')) {
        nameless = true;
        continue;
      }
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        waiting.push(path);
        continue;
      }
      const stats = look(path);
      if (stats?.isFile()) {
        if (stats.dev !== start.dev) continue;
        const { size, mtimeMs, atimeMs } = stats;
        yield { path, size, mtimeMs, atimeMs };
      } else if (what === 'all') {
        yield { path, size: 0, mtimeMs: stats?.mtimeMs ?? 0, atimeMs: stats?.atimeMs ?? 0, kind: kindOf(entry, path) };
      }
    }
    if (nameless && what === 'all') yield* namelessIn(folder);
  }
}

/** The files of a folder whose names are not valid UTF-8: to be counted, never to be opened by the path that is given. */
function* namelessIn(folder: string): Generator<FoundFile> {
  for (const bytes of readdirSync(folder, { encoding: 'buffer' })) {
    const name = bytes.toString();
    if (Buffer.from(name).equals(bytes)) continue;
    const stats = look(Buffer.concat([Buffer.from(`${folder}/`), bytes]));
    if (stats === undefined || stats.isDirectory()) continue;
    const { mtimeMs, atimeMs } = stats;
    yield { path: `${folder}/${name}`, size: stats.isFile() ? stats.size : 0, mtimeMs, atimeMs, kind: 'other' };
  }
}

function kindOf(entry: Dirent, path: string): NonNullable<FoundFile['kind']> {
  if (!entry.isSymbolicLink()) return 'other';
  try {
    return statSync(path).isDirectory() ? 'link to a folder' : 'link';
  } catch {
    return 'link';
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function look(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
