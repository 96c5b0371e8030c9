import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { takeTurns } from './take-turns.js';
import type { FoundFile } from './tool-context.js';

/** See `ToolContext.files`. Throws the signal's reason once it is aborted. */
export async function* filesBelow(root: string, signal: AbortSignal): AsyncGenerator<FoundFile> {
  const start = look(root);
  if (!start?.isDirectory()) return;
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted();
    await takeTurns();
    for (const entry of entriesOf(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        waiting.push(path);
        continue;
      }
      const stats = look(path);
      if (!stats?.isFile() || stats.dev !== start.dev) continue;
      const { size, mtimeMs, atimeMs } = stats;
      yield { path, size, mtimeMs, atimeMs };
    }
  }
}

/** A name that is not valid UTF-8 has got U+FFFD in it, and so names something else, or nothing. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.includes('\uFFFD'));
  } catch {
    return [];
  }
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
