import path from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';
import { isPackageName } from './package-name.js';

/** One folder for what was asked for, in it an install for each time that it was made anew. https://pnpm.io/cli/dlx */
export async function* dlxEntries(folder: string, cache: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const install of (await context.list(folder)).filter((name) => name !== 'pkg').sort()) {
    const at = path.join(folder, install);
    const names = await dependenciesOf(at, context);
    const [first] = names;
    if (first === undefined) continue;
    const version =
      names.length === 1 ? await versionIn(path.join(at, 'node_modules', first), cache, context) : undefined;
    yield { name: names.join(' '), ...(version !== undefined && { version }), kind: 'environment', paths: [folder] };
    return;
  }
}

async function dependenciesOf(install: string, context: ToolContext): Promise<readonly string[]> {
  const manifest = await readJson(path.join(install, 'package.json'), context);
  const { dependencies } = manifest;
  if (typeof dependencies !== 'object' || dependencies === null) return [];
  return Object.keys(dependencies).filter(isPackageName).slice(0, 20);
}

/** A link may lead into a store; anywhere else it is not followed. */
async function versionIn(folder: string, cache: string, context: ToolContext): Promise<string | undefined> {
  const real = await context.realPath(folder);
  const isInside = real?.startsWith(`${cache}${path.sep}`) || /[/\\]v\d+[/\\]links[/\\]/.test(real ?? '');
  if (real === undefined || !isInside) return undefined;
  const { version } = await readJson(path.join(real, 'package.json'), context);
  return typeof version === 'string' ? version : undefined;
}

async function readJson(file: string, context: ToolContext): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse((await context.readText(file)) ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
