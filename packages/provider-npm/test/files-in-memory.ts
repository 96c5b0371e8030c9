import type { ToolContext } from '@devclean/core';

/** A machine that has some files by absolute path and nothing else: harming each byte of each would wear out a disk. */
export function filesInMemory(files: ReadonlyMap<string, Uint8Array>): ToolContext {
  const below = (folder: string) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  return {
    platform: 'linux',
    homes: { env: '/home/ada', account: '/home/ada' },
    env: {},
    cwd: '/',
    projectRoots: [],
    signal: new AbortController().signal,
    readBytes: async (path, offset, length) => files.get(path)?.subarray(offset, offset + length),
    readText: async (path) => files.get(path) && Buffer.from(files.get(path) as Uint8Array).toString(),
    async *files(folder) {
      for (const path of below(folder)) yield { path, size: files.get(path)?.length ?? 0, mtimeMs: 0, atimeMs: 0 };
    },
    list: async (folder) => [
      ...new Set(below(folder).map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')),
    ],
    exists: async (path) => files.has(path) || below(path).length > 0,
    lastWrite: async (folder) => (below(folder).length > 0 ? 0 : undefined),
    realPath: async (path) => path,
    query: async () => undefined,
  };
}
