import type { ToolContext } from '@devclean/core';
import type { Tree } from '@devclean/testkit';

/** A machine that has nothing but some files, by absolute path. What a provider may not ask for here, it does not get. */
export function filesInMemory(files: ReadonlyMap<string, Uint8Array>): ToolContext {
  const times = { mtimeMs: Date.UTC(2026, 0, 2), atimeMs: Date.UTC(2026, 0, 1) };
  const readBytes = async (path: string, offset: number, length: number) =>
    files.get(path)?.subarray(offset, offset + length);
  return {
    platform: 'linux',
    homes: { env: '/home/ada', account: '/home/ada' },
    env: {},
    cwd: '/',
    projectRoots: [],
    signal: new AbortController().signal,
    readBytes,
    readText: async (path) => {
      const content = files.get(path);
      return content && Buffer.from(content).toString();
    },
    async *files(folder) {
      for (const [path, { length: size }] of files) {
        if (path.startsWith(`${folder}/`)) yield { path, size, ...times };
      }
    },
    list: async () => [],
    exists: async (path) => files.has(path),
    lastWrite: async () => undefined,
    realPath: async () => undefined,
    query: async () => undefined,
  };
}

/** The files of a tree, below `root`. */
export function filesOf(tree: Tree, root: string): Map<string, Uint8Array> {
  return new Map(
    Object.entries(tree).flatMap(([path, node]) => {
      const content = typeof node === 'object' && 'content' in node ? node.content : node;
      if (typeof content !== 'string' && !(content instanceof Uint8Array)) return [];
      return [[`${root}/${path}`, Buffer.from(content)] as const];
    }),
  );
}
