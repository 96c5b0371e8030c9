import { lstatSync, readdirSync } from 'node:fs';

/** See `ToolContext.lastWrite`. What an archive unpacked carries old times: the folders around it tell when that was. */
export function lastWrite(folder: string, uid: number | undefined): number | undefined {
  try {
    const start = lstatSync(folder);
    if (!start.isDirectory() || (uid !== undefined && start.uid !== uid)) return undefined;
    let newest = start.mtimeMs;
    const waiting = [Buffer.from(folder)];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const name of readdirSync(at, { encoding: 'buffer' })) {
        const path = Buffer.concat([at, Buffer.from('/'), name]);
        const entry = lstatSync(path);
        newest = Math.max(newest, entry.mtimeMs);
        if (entry.isDirectory() && entry.dev === start.dev) waiting.push(path);
      }
    }
    return newest;
  } catch {
    return undefined;
  }
}
