import { createHome, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { onTestFinished } from 'vitest';
import type { PurgePlan } from '../src/plan/purge-plan.js';
import type { FolderCache, ProviderSpec, PurgeRequest } from '../src/provider/cache-provider.js';
import { defineProvider } from '../src/provider/define-provider.js';
import type { KnownProvider } from '../src/scan/scan-result.js';
import { createToolContext, type ToolContextOptions } from '../src/system/create-tool-context.js';
import type { ToolContext } from '../src/system/tool-context.js';

/** A tool that nobody uses, with one section of each safety. */
export const toyCache: FolderCache = {
  kind: 'folder',
  id: 'toy',
  locations: [
    { from: 'env', variable: 'TOY_CACHE' },
    { from: 'config', file: '{xdg-config}/toy.ini', format: 'ini', key: 'cache' },
    { from: 'default', path: { linux: '{xdg-cache}/toy', darwin: '~/Library/Caches/toy' } },
    { from: 'default', path: { linux: '~/.toy', darwin: '~/.toy' } },
  ],
  fingerprint: { anyOf: ['store', 'built', 'logs', 'soul'], noneOf: ['package.json'] },
  sections: [
    { id: 'store', title: 'Downloads', paths: ['store', 'store-<digits>'], safety: 'safe', cost: 'Downloads again.' },
    { id: 'built', title: 'Built', paths: ['built/<version>'], safety: 'costly', cost: 'Builds again.' },
    { id: 'logs', title: 'Logs', paths: ['logs/*.log'], safety: 'safe', cost: 'Nothing happens.' },
    { id: 'soul', title: 'Soul', paths: ['soul'], safety: 'risky', cost: 'Stops working.' },
  ],
  keep: ['logs/kept.log', 'built/<version>/token'],
};

/** A spec like the toy's with something changed. */
export function toySpec(
  change: Partial<Omit<ProviderSpec, 'caches'>> & { cache?: Partial<FolderCache> } = {},
): ProviderSpec {
  const { cache, ...rest } = change;
  return {
    apiVersion: 1,
    id: 'toy',
    title: 'Toy',
    homepage: 'https://toy.example',
    summary: 'Plays.',
    caches: [{ ...toyCache, ...cache }],
    ...rest,
  };
}

export const toy: KnownProvider = { provider: defineProvider(toySpec()), origin: 'builtin' };

/** A cache of the toy as a tree: 6 files. */
export const toyTree: Tree = {
  store: { a: 'download', deep: { b: 'another download' } },
  built: { '1.2': { module: 'built by hand' } },
  logs: { 'one.log': 'log', 'two.log': 'log' },
  notes: 'the user’s own',
};

/** A throw-away home that is removed when the test ends. */
export function home(tree: Tree = {}): ThrowAwayHome {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

/** A user in a home, with no setting but what the test says. */
export function userOf(
  { path, root }: ThrowAwayHome,
  { env, ...options }: ToolContextOptions = {},
): Promise<ToolContext> {
  return createToolContext({
    platform: 'linux',
    env: { HOME: path, PATH: `${path}/bin`, TMPDIR: `${root}/tmp`, XDG_STATE_HOME: `${root}/state`, ...env },
    homes: { env: path, account: path },
    cwd: path,
    ...options,
  });
}

/** What `devclean toy purge` asks for, with something changed. */
export function request(change: Partial<PurgeRequest> = {}): PurgeRequest {
  return {
    sections: [],
    allow: 'costly',
    leftovers: false,
    locations: [],
    contexts: [],
    exclude: [],
    ...change,
  };
}

/** The paths of a plan's steps, below a folder. */
export function stepsBelow({ steps }: PurgePlan, folder: string): string[] {
  return steps.map(({ path = '' }) => path.slice(folder.length + 1));
}
