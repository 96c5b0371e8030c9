import { lchownSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  applyPlan,
  type CacheProvider,
  type FolderCache,
  type KnownProvider,
  type LocationReport,
  type Platform,
  type PurgePlan,
  type PurgeRequest,
  planPurge,
  type Scan,
  type ToolContext,
} from '@devclean/core';
import { createHome, type ThrowAwayHome } from '../create-home.js';
import { diffSnapshots, snapshotTree, type TreeSnapshot } from '../snapshot-tree.js';
import { type TestMachine, testContext } from '../test-context.js';
import type { Tree } from '../write-tree.js';
import type { CacheCases } from './provider-cases.js';

/** The provider that is held against the contract, with what its cases say of each cache. */
export interface Subject {
  readonly provider: CacheProvider;
  readonly known: readonly KnownProvider[];
  readonly caches: readonly { readonly cache: FolderCache; readonly cases: CacheCases }[];
}

export const platformNames = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;

/** Purges act on the machine that the tests run on. */
export const here: Platform =
  process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';

/** An ordinary user's number, whoever runs the tests: some tools keep root's cache elsewhere. */
export const ordinaryUser = process.getuid?.() || 1000;

/** What nobody knows, put beside the parts of every cache. */
export const strangers: Tree = { 'devclean-stranger.txt': 'mine', 'devclean-stranger': { 'notes.txt': 'mine' } };

export async function withHome(use: (home: ThrowAwayHome) => Promise<void>): Promise<void> {
  const home = createHome();
  try {
    await use(home);
  } finally {
    home.remove();
  }
}

/** All caches full, at their default places, each with strangers in it. */
export async function withFullHome(
  { caches }: Subject,
  use: (full: { readonly home: ThrowAwayHome; readonly context: ToolContext }) => Promise<void>,
): Promise<void> {
  await withHome(async (home) => {
    for (const { cases } of caches) home.write({ [placeHere(cases)]: { ...cases.fill, ...strangers } });
    home.write({ 'Documents/thesis.txt': 'mine', '.ssh/id_ed25519': 'mine' });
    await use({
      home,
      context: await contextHere(
        home,
        caches.map(({ cases }) => cases),
      ),
    });
  });
}

/** Where root runs the tests and an ordinary user is played, that one owns the files, or a plan would leave them out. */
export function giveToOrdinaryUser(home: ThrowAwayHome): void {
  if (process.getuid?.() !== 0) return;
  for (const name of snapshotTree(home.root).keys()) {
    lchownSync(Buffer.from(join(home.root, name), 'latin1'), ordinaryUser, ordinaryUser);
  }
}

/** The machine as it is, as the person who runs the tests. */
export function contextHere(
  home: ThrowAwayHome,
  cases: readonly CacheCases[],
  machine: TestMachine = {},
): Promise<ToolContext> {
  const rootEnv =
    process.getuid?.() === 0 ? Object.assign({}, ...cases.map((its) => filledEnv(its.rootEnv ?? {}, home))) : {};
  return testContext(home, { platform: playedHere(cases), ...machine, env: { ...rootEnv, ...machine.env } });
}

/** This system, or where the tool is not to be had on it, one that has the tool. */
export function playedHere(cases: readonly CacheCases[]): Platform {
  const platforms = Object.keys(cases[0]?.defaultAt ?? {}) as Platform[];
  return platforms.includes(here) ? here : (platforms[0] ?? here);
}

export function placeHere(cases: CacheCases): string {
  const at = cases.defaultAt[playedHere([cases])];
  if (at === undefined) throw new Error('The cases name no default place.');
  return at;
}

/** Every section by name, also the risky ones. */
export function requestFor({ provider }: Subject): PurgeRequest {
  const sections = provider.caches.flatMap((cache) => cache.sections.map(({ id }) => `${provider.id}/${id}`));
  return { sections, allow: 'costly', leftovers: false, locations: [], contexts: [], exclude: [] };
}

export function locationAt({ report }: Scan, path: string): LocationReport {
  const [provider] = report.providers;
  expectNone(provider?.error === undefined ? [] : [provider.error.message], 'the provider failed');
  const found = provider?.locations.find((location) => location.path === path);
  const all = provider?.locations.map((location) => location.path).join(', ');
  if (found === undefined) throw new Error(`${path} is not found. What is found: ${all || 'nothing'}.`);
  return found;
}

export function stepPlaces({ steps }: PurgePlan, home: ThrowAwayHome): string[] {
  return steps.map(({ path }) => relative(home.path, path ?? ''));
}

/** The suite's most frequent question, with an answer that says everything. */
export function expectNone(found: readonly string[], what: string): void {
  if (found.length > 0) throw new Error(`${what}:\n${found.map((line) => `  ${line}`).join('\n')}`);
}

export function expectUnchanged(before: TreeSnapshot, root: string, what: string): void {
  expectNone(diffSnapshots(before, snapshotTree(root)), `${what} changed`);
}

export async function expectNothingTaken(
  subject: Subject,
  scanned: Scan,
  context: ToolContext,
  home: ThrowAwayHome,
  before: TreeSnapshot,
): Promise<void> {
  const plan = planPurge(scanned, subject.known, { ...requestFor(subject), leftovers: true });
  expectNone(stepPlaces(plan, home), "a plan takes what is nobody's cache");
  await applyPlan(plan, subject.known, { context });
  expectUnchanged(before, home.root, 'a purge');
}

export function filledEnv(env: Readonly<Record<string, string>>, home: ThrowAwayHome): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replaceAll('{home}', home.path)]));
}

export function filledTree(tree: Tree, home: ThrowAwayHome): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      typeof node === 'string' ? node.replaceAll('{home}', home.path) : node,
    ]),
  );
}

/** Whether one path is the other, or lies in it. */
export const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** The sections that only the tool itself clears. There is no tool here to do it, so every purge leaves them. */
export function onlyTheirs({ caches }: Subject): ReadonlySet<string> {
  const native = caches.flatMap(({ cache }) => cache.native ?? []);
  return new Set(native.flatMap(({ use, sections }) => (use === 'only' ? sections : [])));
}

/** Whether there is nothing that devclean removes itself. */
export function onlyByTheTool(subject: Subject): boolean {
  const theirs = onlyTheirs(subject);
  return subject.caches.every(({ cache }) => cache.sections.every(({ id }) => theirs.has(id)));
}
