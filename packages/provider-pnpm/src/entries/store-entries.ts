import path from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';
import { filesOfIndex, type IndexedFile, type PackageIndex, readJsonIndex } from './package-index.js';
import { splitSpec } from './package-name.js';
import { databaseIndexes } from './sqlite-index.js';

/**
 * The packages of a store, each with the files that it is made of. A file of several packages goes only with the last of them. All files
 * are those that really lie there: an index may name what was never kept.
 */
export async function* storeEntries(store: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  const there = await filesIn(path.join(store, 'files'), context);
  const located = (files: readonly IndexedFile[]) =>
    files.flatMap(({ hex, executable }) => {
      const name = `${hex.slice(2)}${executable ? '-exec' : ''}`;
      const folder = hex.slice(0, 2);
      return there.get(folder)?.has(name) ? [path.join(store, 'files', folder, name)] : [];
    });
  // A name that several rows or files have is one package all the same, unless its content differs.
  const entry = (name: string, version: string | undefined, own: readonly string[], files: readonly string[]) => ({
    name,
    ...(version !== undefined && { version }),
    kind: 'package',
    paths: own,
    shared: [...new Set(files)],
  });
  for (const { at, spec } of await indexFiles(store, there, context)) {
    context.signal.throwIfAborted();
    const index = await readJsonIndex(at, context);
    const known = nameOf(index, spec);
    if (known !== undefined) yield entry(known.name, known.version, [at], located(index ? filesOfIndex(index) : []));
  }
  for await (const { key, index } of databaseIndexes(path.join(store, 'index.db'), context)) {
    const known = nameOf(index, key.split('\t')[1]);
    const files = located(index ? filesOfIndex(index) : []);
    if (known !== undefined && files.length > 0) yield entry(known.name, known.version, [], files);
  }
}

function nameOf(
  index: PackageIndex | undefined,
  spec: string | undefined,
): { readonly name: string; readonly version?: string } | undefined {
  if (index?.name !== undefined)
    return { name: index.name, ...(index.version !== undefined && { version: index.version }) };
  return spec === undefined ? undefined : splitSpec(spec);
}

type FilesThere = ReadonlyMap<string, ReadonlySet<string>>;

async function filesIn(folder: string, context: ToolContext): Promise<FilesThere> {
  const there = new Map<string, ReadonlySet<string>>();
  for (const name of await context.list(folder)) {
    if (/^[0-9a-f]{2}$/.test(name)) there.set(name, new Set(await context.list(path.join(folder, name))));
  }
  return there;
}

/** pnpm 5 to 9 keep an index beside the files, without a name; pnpm 10 in folders of its own, `/` in a name as `+`. */
async function indexFiles(
  store: string,
  there: FilesThere,
  context: ToolContext,
): Promise<{ readonly at: string; readonly spec?: string }[]> {
  const beside = [...there].flatMap(([folder, names]) =>
    [...names]
      .filter((name) => name.endsWith('-index.json'))
      .map((name) => ({ at: path.join(store, 'files', folder, name) })),
  );
  const apart: { at: string; spec: string }[] = [];
  for (const folder of await context.list(path.join(store, 'index'))) {
    for (const name of await context.list(path.join(store, 'index', folder))) {
      const spec = /^[0-9a-f]{40,128}-(.+)\.json$/.exec(name)?.[1];
      if (spec === undefined) continue;
      const plain = spec.startsWith('@') ? spec.replace('+', '/') : spec;
      apart.push({ at: path.join(store, 'index', folder, name), spec: plain });
    }
  }
  return [...beside, ...apart];
}
