import path from 'node:path';
import { here } from './contestants.mjs';
import { run } from './run-process.mjs';

/** Builds a tree in `folder`, which must not be there. @returns `{ files, directories }`. */
export function buildTree(kind, count, folder, { env }) {
  const { stdout, failure } = run(
    [process.execPath, path.join(here, 'child/build-tree.mjs'), kind, String(count), folder],
    { env },
  );
  if (failure !== undefined) throw new Error(`The ${kind} tree could not be built: ${failure}`);
  return JSON.parse(stdout);
}
