import path from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';

const form = /^(?<name>[^/\\]+?)\.jsonl?$/;

/**
 * One file for each package and registry: `<registry>/<name>.json`, `<registry>/@<scope>/<name>.json`. Of names that differ in
 * case only, pnpm adds a hash to one with capitals. Source: pnpm/pnpm, `getPkgMirrorPath`.
 */
export async function* metadataEntries(folder: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const registry of await context.list(folder)) {
    const at = path.join(folder, registry);
    for (const name of await context.list(at)) {
      if (!name.startsWith('@')) yield* one(name, path.join(at, name));
      else
        for (const inScope of await context.list(path.join(at, name)))
          yield* one(`${name}/${inScope}`, path.join(at, name, inScope));
    }
  }
}

function* one(file: string, at: string): Generator<CacheEntry> {
  const [scope, base] = file.includes('/') ? (file.split('/', 2) as [string, string]) : ['', file];
  const name = form.exec(base)?.groups?.name;
  if (name === undefined) return;
  const plain = name.replace(/(?<=[A-Z].*)_[0-9a-f]{32}$/, '');
  yield { name: scope === '' ? plain : `${scope}/${plain}`, kind: 'index', paths: [at] };
}
