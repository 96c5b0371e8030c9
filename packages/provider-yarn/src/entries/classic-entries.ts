import path from 'node:path';
import { type CacheEntry, type FoundSection, type ToolContext, withoutSecrets } from '@devclean/core';
import { isPackageName, type PackageId, packageId, readJson } from './package-id.js';

/**
 * The packages that Yarn 1 keeps, each unpacked in a folder of its own beside the tarball that it came in:
 *
 *     v3 … v6/npm-<slug>-<version>-<sha1>[-integrity]/node_modules/<name>/.yarn-metadata.json
 *     v1, v2/npm-<name>-<version>-<sha1>/.yarn-metadata.json, where a scope is a folder
 *     .tmp/<md5>, in each of these      clones of repositories that packages come from, and what is being unpacked
 *
 * The slug is no name: `@a/b-c` and `@a-b/c` have the same. https://github.com/yarnpkg/yarn/blob/v1.22.22/src/config.js
 */
export async function* classicEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const generation of section.paths) {
    for (const slot of await namesIn(generation, context)) {
      context.signal.throwIfAborted();
      const at = path.join(generation, slot);
      if (slot === '.tmp') yield* temporaryEntries(at, context);
      else yield* slotEntries(at, context);
    }
  }
}

/** Without those that are not what the file is called, for want of valid UTF-8. */
async function namesIn(folder: string, context: ToolContext): Promise<readonly string[]> {
  return (await context.list(folder)).filter((name) => !name.includes('\uFFFD'));
}

async function* slotEntries(at: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  const named = await nameOf(at, context);
  if (named !== undefined) {
    yield { ...named, kind: 'package', paths: [at] };
    return;
  }
  if (!/^[a-z]+-@[^/]+$/.test(path.basename(at))) return;
  for (const child of await namesIn(at, context)) {
    const inScope = path.join(at, child);
    const scoped = await nameOf(inScope, context);
    if (scoped !== undefined) yield { ...scoped, kind: 'package', paths: [inScope] };
  }
}

type Named = PackageId & Pick<CacheEntry, 'nameFrom' | 'origin'>;

async function nameOf(at: string, context: ToolContext): Promise<Named | undefined> {
  const folder = await packageFolder(path.join(at, 'node_modules'), context);
  const inside = path.join(at, 'node_modules', folder ?? '');
  const home = folder === undefined ? at : inside;
  const metadata = (await readJson(path.join(home, '.yarn-metadata.json'), context)) as Metadata | undefined;
  const id = packageId(metadata?.manifest);
  if (id !== undefined) {
    const { resolved } = metadata?.remote ?? {};
    const origin = typeof resolved === 'string' ? withoutSecrets(resolved) : undefined;
    return { ...id, nameFrom: '.yarn-metadata.json', ...(origin !== undefined && { origin }) };
  }
  const manifest = packageId(await readJson(path.join(home, 'package.json'), context));
  if (manifest !== undefined) return { ...manifest, nameFrom: 'package.json' };
  return folder === undefined ? undefined : fromFolders(folder, path.basename(at));
}

interface Metadata {
  readonly manifest?: unknown;
  readonly remote?: { readonly resolved?: unknown };
}

/** The one package below `node_modules`, by the name that its folders give it. */
async function packageFolder(modules: string, context: ToolContext): Promise<string | undefined> {
  const names = await context.list(modules);
  const [first, second] = names.filter((name) => !name.startsWith('.'));
  if (first === undefined || second !== undefined) return undefined;
  if (!first.startsWith('@')) return isPackageName(first) ? first : undefined;
  const [inScope, other] = await context.list(path.join(modules, first));
  const scoped = `${first}/${inScope}`;
  return inScope !== undefined && other === undefined && isPackageName(scoped) ? scoped : undefined;
}

/** Once the name is known, what follows it in the slot is the version. */
function fromFolders(name: string, slot: string): Named {
  const slug = name.replaceAll(/[^@a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const [, rest] = slot.split(`-${slug}-`, 2);
  const version = /^(\d+\.\d+\.\d+.*?)-[0-9a-f]{40}(?:-integrity)?$/.exec(rest ?? '')?.[1];
  return { name, ...(version !== undefined && { version }), nameFrom: 'folder name' };
}

/** https://github.com/yarnpkg/yarn/blob/v1.22.22/src/util/git.js: a clone stays, and serves the next install from that repository. */
async function* temporaryEntries(folder: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const child of await namesIn(folder, context)) {
    context.signal.throwIfAborted();
    const at = path.join(folder, child);
    const id = packageId(await readJson(path.join(at, 'package.json'), context));
    const address = (await remoteOf(path.join(at, '.git'), context)) ?? (await remoteOf(at, context));
    const repository = address
      ?.replace(/\/+$/, '')
      .split(/[/:]/)
      .at(-1)
      ?.replace(/\.git$/, '');
    const origin = address === undefined ? undefined : withoutSecrets(address);
    const from = { kind: address === undefined ? 'unfinished' : 'git', paths: [at], ...(origin && { origin }) };
    if (id !== undefined) yield { ...id, ...from, nameFrom: 'package.json' };
    else if (isPackageName(repository)) yield { name: repository, ...from, nameFrom: 'address' };
  }
}

async function remoteOf(repository: string, context: ToolContext): Promise<string | undefined> {
  const settings = await context.readText(path.join(repository, 'config'));
  return /^\s*url\s*=\s*(\S+)\s*$/m.exec(settings ?? '')?.[1];
}
