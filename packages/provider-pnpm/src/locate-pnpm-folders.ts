import path from 'node:path';
import {
  type FoundContext,
  type FoundPath,
  mountPoints,
  type NamedPath,
  oncePerContext,
  type ToolContext,
} from '@devclean/core';
import { findPnpmInstallations, type PnpmInstallation } from './pnpm-installations.js';
import { below, cacheFolder, defaultHome, storeBase } from './pnpm-settings.js';

/** The newest major that was looked at: what a later one does is unknown. */
const newestKnown = 12;

/** The folder that each major appends to the store's: a new one is begun with a new layout, and the old one stays for ever. */
function storeVersion(major: number): string | undefined {
  if (major > newestKnown) return undefined;
  if (major >= 11) return 'v11';
  if (major === 10) return 'v10';
  return major >= 5 ? 'v3' : 'v2';
}

function majorOf({ version, shim }: PnpmInstallation): number | undefined {
  const major = shim ? Number.NaN : Number.parseInt(version ?? '', 10);
  return Number.isNaN(major) ? undefined : major;
}

/** Every pnpm with the store that it uses. pnpm cannot be told not to have one. */
export async function findPnpmContexts(context: ToolContext): Promise<readonly FoundContext[]> {
  const installations = await findPnpmInstallations(context);
  return Promise.all(
    installations.map(async (installation): Promise<FoundContext> => {
      const { id, label, executable, version } = installation;
      const known = { id, label, executable, caching: 'on' as const, ...(version !== undefined && { version }) };
      const store = await storeOf(installation, context);
      return store === undefined ? known : { ...known, location: store.path, decidedBy: [store.foundBy] };
    }),
  );
}

/** Nothing where its version, and with it the folder in the store, cannot be told. */
async function storeOf(installation: PnpmInstallation, context: ToolContext): Promise<NamedPath | undefined> {
  const major = majorOf(installation);
  const version = major === undefined ? undefined : storeVersion(major);
  if (major === undefined || version === undefined) return undefined;
  return versionIn(await storeBase(major, context), version);
}

/** pnpm takes a folder that is already called so as it is. Source: pnpm/pnpm, store/store-path. */
function versionIn({ path: base, foundBy }: NamedPath, version: string): NamedPath {
  const at = base.replace(/[/\\]+$/, '');
  return { path: /[/\\](v\d+)$/.exec(at)?.[1] === version ? at : below(at, version), foundBy };
}

interface Stores {
  /** Those that an installed pnpm uses, or may use. */
  readonly used: readonly FoundPath[];
  /** Those that are left of other versions and other settings. */
  readonly old: readonly FoundPath[];
}

const findStores = oncePerContext(async (context): Promise<Stores> => {
  const installations = await findPnpmInstallations(context);
  const used: FoundPath[] = [];
  const bases: NamedPath[] = [];
  const unknown: string[] = [];
  for (const installation of installations) {
    const store = await storeOf(installation, context);
    if (store === undefined) unknown.push(installation.id);
    else used.push({ ...store, active: true, contexts: [installation.id] });
    bases.push(await storeBase(majorOf(installation) ?? newestKnown, context));
  }
  if (installations.length === 0) bases.push(await storeBase(newestKnown, context));
  const all = await storesIn(bases, context);
  // A pnpm whose version cannot be told may use any of them. Where there seems to be no pnpm at all, one may yet be: the newest counts.
  const [newest] = all;
  if (unknown.length > 0) used.push(...all.map((store) => ({ ...store, active: true, contexts: unknown })));
  else if (installations.length === 0) {
    const [base] = bases as [NamedPath];
    used.push({ ...(newest ?? versionIn(base, 'v11')), active: true, contexts: [] });
  }
  const isUsed = (at: string) => used.some((one) => path.normalize(one.path) === path.normalize(at));

  // Where pnpm 6 and earlier had it, where an old or a new pnpm would have it, and where it is without any setting.
  const home: NamedPath = {
    path: path.join(context.homes.env, '.pnpm-store'),
    foundBy: { rule: 'default', detail: 'the default of pnpm 6 and earlier' },
  };
  const standard = defaultHome(context);
  const usual = { path: below(standard.path, 'store'), foundBy: standard.foundBy };
  const others = [...bases, await storeBase(10, context), await storeBase(newestKnown, context), usual, home];
  const leftovers = [...all, ...(await storesIn(others, context))].filter(({ path: at }) => !isUsed(at));
  const old: FoundPath[] = leftovers.map((store) => ({ ...store, active: false, contexts: [] }));

  // On another file system than pnpm's home the store is at its root. https://pnpm.io/faq
  for (const mount of await mountPoints()) {
    const place = {
      path: path.join(mount.path, '.pnpm-store'),
      foundBy: { rule: 'mounts' as const, detail: mount.path },
    };
    for (const store of await storesIn([place], context)) {
      if (isUsed(store.path) || old.some((one) => one.path === store.path)) continue;
      const version = path.basename(store.path);
      const users = installations.filter((one) => {
        const major = majorOf(one);
        return major === undefined || (storeVersion(major) ?? version) === version;
      });
      const contexts = users.map(({ id }) => id);
      (contexts.length > 0 ? used : old).push({ ...store, active: false, contexts });
    }
  }
  return { used, old };
});

/** The folders of all layouts in these, the newest first. */
async function storesIn(bases: readonly NamedPath[], context: ToolContext): Promise<NamedPath[]> {
  const found = new Map<string, NamedPath>();
  for (const base of bases) {
    for (const name of await context.list(base.path)) {
      if (!/^v\d{1,3}$/.test(name)) continue;
      const at = below(base.path, name);
      if (!found.has(at)) found.set(at, { path: at, foundBy: base.foundBy });
    }
  }
  const number = ({ path: at }: NamedPath) => Number(path.basename(at).slice(1));
  return [...found.values()].sort((a, b) => number(b) - number(a));
}

export async function locateStores(context: ToolContext): Promise<readonly FoundPath[]> {
  return (await findStores(context)).used;
}

/** Never active: no pnpm that was found uses them. */
export async function locateOldStores(context: ToolContext): Promise<readonly FoundPath[]> {
  return (await findStores(context)).old;
}

/** Where the pnpms here keep metadata, and what was run with `pnpm dlx`. All majors share one folder unless they are told otherwise. */
export async function locateCaches(context: ToolContext): Promise<readonly FoundPath[]> {
  const installations = await findPnpmInstallations(context);
  const found: FoundPath[] = [];
  for (const installation of installations) {
    const major = majorOf(installation) ?? newestKnown;
    found.push({ ...(await cacheFolder(major, context)), active: true, contexts: [installation.id] });
  }
  if (installations.length === 0) {
    found.push({ ...(await cacheFolder(newestKnown, context)), active: true, contexts: [] });
  }
  return found;
}
