import { basename, join } from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { isRecord } from './bucket-lines.js';
import { packageOf } from './package-in-tarball.js';
import { isPackageName } from './package-name.js';
import { shownAddress } from './shown-address.js';

/** Packages that one npx may have asked for together; more is a file that says anything. */
const mostPackages = 20;

/**
 * The private installs of npx, each by the packages that were asked for: `npx cowsay` is `cowsay`, `npx -p a -p b` is `a+b`. npm 11
 * and newer note what was typed in `_npx.packages`; before, it is among the dependencies. npm 6 kept one for each process.
 * See https://github.com/npm/cli, `workspaces/libnpmexec/lib/index.js`.
 */
export async function* npxEntries({ paths }: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const path of paths) {
    context.signal.throwIfAborted();
    const { names, specs } = await askedFor(path, context);
    const [name] = names;
    const modules = join(
      path,
      (await context.exists(join(path, 'lib/node_modules'))) ? 'lib/node_modules' : 'node_modules',
    );
    const only = names.length === 1 && name !== undefined ? join(modules, name, 'package.json') : undefined;
    const installed = only === undefined ? undefined : packageOf((await context.readText(only)) ?? '');
    const origin = specs.map(shownSpec).join(' ');
    yield {
      name: names.length === 0 ? basename(path) : names.join('+'),
      ...(installed?.version !== undefined && { version: installed.version }),
      kind: names.length === 0 ? 'unknown' : 'npx',
      ...(origin !== '' && { origin: `npx ${origin}` }),
      paths: [path],
    };
  }
}

/** The names of the packages, and how they were asked for. */
async function askedFor(
  folder: string,
  context: ToolContext,
): Promise<{ readonly names: readonly string[]; readonly specs: readonly string[] }> {
  const manifest = recordIn(await context.readText(join(folder, 'package.json')));
  const dependencies = isRecord(manifest?.dependencies) ? manifest.dependencies : {};
  const needed = Object.keys(dependencies).filter(isPackageName).slice(0, mostPackages);
  const noted = isRecord(manifest?._npx) && Array.isArray(manifest._npx.packages) ? manifest._npx.packages : [];
  const specs = noted.filter((spec): spec is string => typeof spec === 'string').slice(0, mostPackages);
  if (specs.length > 0) {
    const names = specs.flatMap((spec) => nameOf(spec) ?? nameFor(spec, dependencies) ?? []);
    return { names: names.length === specs.length ? [...new Set(names)] : needed, specs };
  }
  if (needed.length > 0) return { names: needed, specs: [] };
  const modules = join(folder, 'lib/node_modules');
  const installed: string[] = [];
  for (const one of (await context.list(modules)).slice(0, mostPackages)) {
    const names = one.startsWith('@')
      ? (await context.list(join(modules, one))).map((name) => `${one}/${name}`)
      : [one];
    installed.push(...names.filter(isPackageName));
  }
  return { names: installed.slice(0, mostPackages), specs: [] };
}

/** `cowsay`, `cowsay@1.5.0`, `@scope/name@next`. */
function nameOf(spec: string): string | undefined {
  const [, name = '', range = ''] = /^(@[^/@]+\/[^/@]+|[^/@:]+)(?:@(.*))?$/s.exec(spec) ?? [];
  const [, alias] = /^npm:(@?[^@]+)/.exec(range) ?? [];
  return isPackageName(name) && (!/[:/]/.test(range) || alias !== undefined) ? name : undefined;
}

/** Of a package from elsewhere, the dependency that it became says the name. */
function nameFor(spec: string, dependencies: Readonly<Record<string, unknown>>): string | undefined {
  const all = Object.keys(dependencies);
  const same = all.find((name) => dependencies[name] === spec || spec === `${name}@${dependencies[name]}`);
  const only = same ?? (all.length === 1 ? all[0] : undefined);
  return only !== undefined && isPackageName(only) ? only : undefined;
}

function shownSpec(spec: string): string {
  if (/:\/\//.test(spec)) return shownAddress(spec.replace(/^[^:]*@(?=[a-z+]+:\/\/)/i, ''), 2) ?? '…';
  return /^[\x21-\x7e]{1,300}$/.test(spec) ? spec : '…';
}

function recordIn(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
