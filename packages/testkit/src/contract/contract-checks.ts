import { lchownSync, lstatSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
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
  readPlan,
  type Scan,
  scan,
  type ToolContext,
} from '@devclean/core';
import { expect } from 'vitest';
import { createHome, type ThrowAwayHome } from '../create-home.js';
import { diffSnapshots, snapshotTree, type TreeSnapshot } from '../snapshot-tree.js';
import { type TestMachine, testContext } from '../test-context.js';
import { file, folder, type Tree, type TreeNode, writeTree } from '../write-tree.js';
import { hostilePlaces } from './hostile-places.js';
import type { CacheCases, PrecedenceCase, ProviderCases } from './provider-cases.js';
import { patternsWithoutExample, wordProblems } from './spec-problems.js';

/** One promise of the contract, held against one provider. It rejects when the promise is broken. */
export interface ContractCheck {
  readonly name: string;
  run(): Promise<void>;
}

interface Subject {
  readonly provider: CacheProvider;
  readonly known: readonly KnownProvider[];
  readonly caches: readonly { readonly cache: FolderCache; readonly cases: CacheCases }[];
}

const platforms: readonly Platform[] = ['linux', 'darwin', 'win32'];
const platformNames = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;

/** Purges act on the machine that the tests run on. */
const here: Platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';

/** An ordinary user's number, whoever runs the tests: some tools keep root's cache elsewhere. */
const ordinaryUser = process.getuid?.() || 1000;

/** For root, and on Windows, no folder is closed. */
const mayReadAll = process.getuid?.() === 0 || here === 'win32';

/** What nobody knows, put beside the parts of every cache. */
const strangers: Tree = { 'devclean-stranger.txt': 'mine', 'devclean-stranger': { 'notes.txt': 'mine' } };

/** Every check for a provider: what `describeProvider` turns into tests. */
export function contractChecks(provider: CacheProvider, cases: ProviderCases): ContractCheck[] {
  const caches = provider.caches.flatMap((cache) => {
    const its = cases.caches[cache.id];
    return its === undefined ? [] : [{ cache, cases: its }];
  });
  const subject: Subject = { provider, known: [{ provider, origin: 'builtin' }], caches };
  return [
    { name: 'every cache has cases', run: async () => everyCacheHasCases(provider, cases) },
    {
      name: 'its words are fit to be shown',
      run: async () => expectNone(wordProblems(provider), 'what is wrong with its words'),
    },
    { name: 'its fills show every pattern at work', run: () => fillsShowEveryPattern(subject) },
    ...platforms.map((platform) => ({
      name: `on an empty home on ${platformNames[platform]} nothing is found and nothing made`,
      run: () => emptyHome(subject, platform),
    })),
    ...caches.flatMap(({ cache, cases: its }) => cacheChecks(subject, cache, its)),
    { name: 'planning changes no byte, and a plan survives JSON', run: () => planningIsPure(subject) },
    { name: 'a purge takes what is safe and costly, and no more', run: () => purgeTakesWhatItMay(subject) },
    { name: 'a purge removes exactly what its plan says', run: () => purgeRemovesItsPlan(subject) },
  ];
}

function cacheChecks(subject: Subject, cache: FolderCache, cases: CacheCases): ContractCheck[] {
  const about = (name: string) => `${cache.id}: ${name}`;
  const variables = [
    ...new Set([
      ...cache.locations.flatMap((rule) => (rule.from === 'env' ? [rule.variable] : [])),
      ...(cases.variables ?? []),
    ]),
  ];
  return [
    ...platforms.flatMap((platform) => {
      const at = cases.defaultAt[platform];
      const name = about(`is found at its default place on ${platformNames[platform]}`);
      return at === undefined ? [] : [{ name, run: () => defaultPlace(subject, cache, cases, platform, at) }];
    }),
    {
      name: about('sections and the unaccounted make up the whole'),
      run: () => partsMakeTheWhole(subject, cache, cases),
    },
    ...(cases.precedence ?? []).map((one) => ({
      name: about(`when ${one.when}`),
      run: () => precedence(subject, cache, cases, one),
    })),
    ...Object.entries({ ...builtInDecoys, ...cases.decoys }).map(([name, decoy]) => ({
      name: about(`not recognised: ${name}`),
      run: () => decoyIsLeftAlone(subject, cases, decoy),
    })),
    ...variables.map((variable) => ({
      name: about(`no hostile value of ${variable} leads to a removal`),
      run: () => hostileValues(subject, cases, variable),
    })),
    { name: about('a root that is a link is not followed'), run: () => linkedRoot(subject, cases) },
    ...(mayReadAll
      ? []
      : [{ name: about('a root that may not be read is said to be so'), run: () => unreadableRoot(subject, cases) }]),
    { name: about('a part that is a link is not followed'), run: () => linkedPart(subject, cache, cases) },
  ];
}

const builtInDecoys: Readonly<Record<string, TreeNode>> = {
  'a project with sources': { 'package.json': '{}', 'src/main.ts': 'export {};\n', 'build.gradle': '', 'setup.py': '' },
  'a file': file('not a folder'),
};

// ---- The checks

function everyCacheHasCases(provider: CacheProvider, cases: ProviderCases): void {
  expect(Object.keys(cases.caches).sort(), 'the caches of the cases are those of the provider').toEqual(
    provider.caches.map(({ id }) => id).sort(),
  );
}

async function fillsShowEveryPattern({ caches }: Subject): Promise<void> {
  for (const { cache, cases } of caches) {
    await withHome(async (home) => {
      const root = join(home.path, 'cache');
      writeTree(root, cases.fill);
      expectNone(patternsWithoutExample(cache, cases, root), `what the fill of ${cache.id} leaves unshown`);
    });
  }
}

async function emptyHome({ known }: Subject, platform: Platform): Promise<void> {
  await withHome(async (home) => {
    const before = snapshotTree(home.root);
    const { report } = await scan(known, { context: await testContext(home, { platform, uid: ordinaryUser }) });
    const [found] = report.providers;
    expectNone(found?.error === undefined ? [] : [found.error.message], 'a scan of an empty home fails');
    expectNone(found?.locations.map(({ path }) => String(path)) ?? [], 'locations that do not exist are reported');
    expect(found?.state).toBe('absent');
    expectUnchanged(before, home.root, 'a scan');
  });
}

async function defaultPlace(
  subject: Subject,
  cache: FolderCache,
  cases: CacheCases,
  platform: Platform,
  at: string,
): Promise<void> {
  await withHome(async (home) => {
    home.write({ [at]: { ...cases.fill, ...strangers } });
    const context = await testContext(home, { platform, uid: ordinaryUser });
    const location = locationAt(await scan(subject.known, { context }), join(home.path, at));
    expect(location, `${at} is found as`).toMatchObject({ active: true, state: 'recognised' });
    expect(
      location.foundBy.map(({ rule }) => rule),
      `the rules that lead to ${at}`,
    ).toContain('default');
    expect(location.sections.map(({ id }) => id)).toEqual(cache.sections.map(({ id }) => id));
  });
}

async function partsMakeTheWhole(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const root = join(home.path, placeHere(cases));
    const location = locationAt(await scan(subject.known, { context }), root);
    for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
      const parts = [...location.sections.map(({ usage }) => usage), location.unaccounted];
      const sum = parts.reduce((total, usage) => total + usage[field], 0);
      expect(sum, `${field} of the sections and the unaccounted together`).toBe(location.usage[field]);
    }
    const stats = [...snapshotTree(root).keys()].map((name) => lstatSync(join(root, name)));
    const files = stats.filter((stat) => !stat.isDirectory());
    const inodes = new Map(stats.map((stat) => [stat.ino, stat.blocks * 512]));
    expect(location.usage, 'what a walk of our own counts').toMatchObject({
      files: files.length,
      directories: stats.length - files.length,
      apparentBytes: files.reduce((total, { size }) => total + size, 0),
      allocatedBytes: [...inodes.values()].reduce((total, bytes) => total + bytes, 0),
      complete: true,
    });

    const items = location.sections.flatMap(({ id, paths }) => paths.map((path) => ({ id, path })));
    for (const { id, path } of items) {
      const twins = items.filter((other) => (other.path !== path || other.id !== id) && overlap(path, other.path));
      expectNone(
        twins.map((twin) => `${twin.path} (${twin.id})`),
        `${path} of ${id} lies in another part too`,
      );
      expect(path.startsWith(`${root}/`), `${path} of ${id} lies in its location`).toBe(true);
    }
    for (const kept of [...(cases.keep ?? []), ...Object.keys(strangers)]) {
      const takers = items.filter(({ path }) => overlap(path, join(root, kept)));
      expectNone(
        takers.map((taker) => `${taker.id} (${taker.path})`),
        `${kept} is not cache, but a section takes it`,
      );
    }
  });
}

async function precedence(subject: Subject, cache: FolderCache, cases: CacheCases, one: PrecedenceCase): Promise<void> {
  await withHome(async (home) => {
    const { active, leftovers = [], ignored = [] } = one;
    for (const at of [...active, ...leftovers, ...ignored]) home.write({ [at]: cases.fill });
    home.write(filledTree(one.files ?? {}, home));
    giveToOrdinaryUser(home);
    const context = await testContext(home, {
      platform: one.platform ?? 'linux',
      uid: one.uid ?? ordinaryUser,
      env: filledEnv(one.env ?? {}, home),
      cwd: join(home.path, one.cwd ?? ''),
    });
    const { locations } = await subject.provider.detect(context);
    const found = locations.filter((location) => location.cache === cache.id);
    const places = (isActive: boolean) =>
      found
        .filter((location) => location.active === isActive)
        .map(({ path }) => relative(home.path, path))
        .sort();
    expect(places(true), 'what the tool uses').toEqual([...active].sort());
    expect(places(false), 'leftovers').toEqual([...leftovers].sort());

    // Plans are for this machine, and root's other places are not to be looked at.
    if ((one.platform ?? here) !== here || one.uid !== undefined) return;
    const scanned = await scan(subject.known, { context });
    const taken = (request: Partial<PurgeRequest>) =>
      stepPlaces(planPurge(scanned, subject.known, { ...requestFor(subject), ...request }), home);
    const at = (place: string) => (path: string) => path.startsWith(`${place}/`);
    expectNone(
      taken({}).filter((path) => leftovers.some((leftover) => at(leftover)(path))),
      'leftovers are taken unasked',
    );
    expectNone(
      [...active, ...leftovers].filter((place) => !taken({ leftovers: true }).some(at(place))),
      'not taken, though asked for with --leftovers',
    );
  });
}

async function decoyIsLeftAlone(subject: Subject, cases: CacheCases, decoy: TreeNode): Promise<void> {
  await withHome(async (home) => {
    const at = placeHere(cases);
    home.write({ [at]: decoy });
    const before = snapshotTree(home.root);
    const context = await contextHere(home, [cases]);
    const scanned = await scan(subject.known, { context });
    expect(locationAt(scanned, join(home.path, at)).state, `${at} is`).toBe('unrecognised');
    await expectNothingTaken(subject, scanned, context, home, before);
  });
}

async function hostileValues(subject: Subject, cases: CacheCases, variable: string): Promise<void> {
  await withHome(async (home) => {
    // A cache lies wherever a value leads, lest it be left alone only because nothing is there.
    home.write({ [placeHere(cases)]: cases.fill });
    for (const { place, beside } of hostilePlaces) {
      if (place !== undefined) writeTree(place(home), { ...cases.fill, ...beside });
    }
    giveToOrdinaryUser(home);
    const before = snapshotTree(home.root);
    const proper = subject.caches.map(({ cases: its }) => `${join(home.path, placeHere(its))}/`);
    for (const hostile of hostilePlaces) {
      const env = { [variable]: hostile.value(home) };
      const context = await testContext(home, { platform: here, uid: ordinaryUser, env });
      const scanned = await scan(subject.known, { context });
      const plan = planPurge(scanned, subject.known, { ...requestFor(subject), leftovers: true });
      const led = plan.steps.flatMap(({ path = '' }) => (proper.some((root) => path.startsWith(root)) ? [] : [path]));
      expectNone(led, `${variable} set to ${hostile.name} leads to the removal of`);
    }
    expectUnchanged(before, home.root, 'a scan');
  });
}

async function linkedRoot(subject: Subject, cases: CacheCases): Promise<void> {
  await withHome(async (home) => {
    const real = join(home.root, 'big-disk', basename(placeHere(cases)));
    writeTree(real, cases.fill);
    const root = join(home.path, placeHere(cases));
    mkdirSync(dirname(root), { recursive: true });
    symlinkSync(real, root);
    const before = snapshotTree(home.root);
    const context = await contextHere(home, [cases]);
    const scanned = await scan(subject.known, { context });
    expect(locationAt(scanned, root).state, `${placeHere(cases)}, a link, is`).toBe('protected');
    await expectNothingTaken(subject, scanned, context, home, before);
  });
}

async function unreadableRoot(subject: Subject, cases: CacheCases): Promise<void> {
  await withHome(async (home) => {
    const at = placeHere(cases);
    home.write({ [at]: folder(cases.fill, { mode: 0 }) });
    const scanned = await scan(subject.known, { context: await contextHere(home, [cases]) });
    expect(locationAt(scanned, join(home.path, at)), `${at}, which may not be read, is`).toMatchObject({
      state: 'unreadable',
      usage: { complete: false },
    });
    expectNone(
      stepPlaces(planPurge(scanned, subject.known, requestFor(subject)), home),
      'a plan takes what it cannot read',
    );
  });
}

async function linkedPart(subject: Subject, cache: FolderCache, cases: CacheCases): Promise<void> {
  await withFullHome({ ...subject, caches: [{ cache, cases }] }, async ({ home, context }) => {
    const root = join(home.path, placeHere(cases));
    const parts = locationAt(await scan(subject.known, { context }), root).sections.flatMap(({ paths }) => paths);
    const elsewhere = join(home.root, 'elsewhere');
    mkdirSync(elsewhere);
    parts.forEach((part, index) => {
      renameSync(part, join(elsewhere, String(index)));
      symlinkSync(join(elsewhere, String(index)), part);
    });
    const before = snapshotTree(home.root);
    const plan = planPurge(await scan(subject.known, { context }), subject.known, requestFor(subject));
    await applyPlan(plan, subject.known, { context });
    expectNone(stepPlaces(plan, home), 'links that a plan would take');
    expectUnchanged(before, home.root, 'a purge');
  });
}

async function planningIsPure(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ home, context }) => {
    const before = snapshotTree(home.root);
    const scanned = await scan(subject.known, { context });
    const plan = planPurge(scanned, subject.known, requestFor(subject));
    expectUnchanged(before, home.root, 'planning');
    expect(plan.steps.length, 'the steps of a plan over full caches').toBeGreaterThan(0);
    expect(readPlan(JSON.stringify(plan), context), 'a plan that went through JSON').toEqual(plan);
    expect(JSON.parse(JSON.stringify(scanned.report)), 'a report that went through JSON').toEqual(scanned.report);
  });
}

async function purgeTakesWhatItMay(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ context }) => {
    const scanned = await scan(subject.known, { context });
    const sections = scanned.locations.flatMap((location) => location.sections);
    for (const allow of ['safe', 'costly'] as const) {
      const plan = planPurge(scanned, subject.known, { ...requestFor(subject), sections: [], allow });
      const allowed = allow === 'safe' ? ['safe'] : ['safe', 'costly'];
      const expected = sections.filter(({ safety }) => allowed.includes(safety)).flatMap(({ paths }) => paths);
      expect(plan.steps.map(({ path }) => path).sort(), `what is taken when ${allow} is the most`).toEqual(
        [...expected].sort(),
      );
    }
  });
}

async function purgeRemovesItsPlan(subject: Subject): Promise<void> {
  await withFullHome(subject, async ({ home, context }) => {
    const before = snapshotTree(home.root);
    const plan = planPurge(await scan(subject.known, { context }), subject.known, requestFor(subject));
    const result = await applyPlan(plan, subject.known, { context });
    const undone = result.outcomes.filter(({ status }) => status !== 'done');
    const why = undone.map(
      ({ step, reason, error }) => `${plan.steps[step]?.path}: ${reason ?? ''} ${error?.message ?? ''}`,
    );
    expectNone(why, 'steps that were not done');
    expect(result.removed, 'what was removed, against what the plan expected').toEqual(plan.expected);
    expect(result.remaining.files, 'files that are left where the plan removed').toBe(0);
    for (const { cases } of subject.caches) {
      const root = join(home.path, placeHere(cases));
      expect(
        lstatSync(root, { throwIfNoEntry: false })?.isDirectory(),
        `the root ${placeHere(cases)} still stands`,
      ).toBe(true);
    }
    const paths = plan.steps.map(({ path }) => relative(home.root, path ?? ''));
    expectNone(changesBeside(paths, before, snapshotTree(home.root)), 'what a purge changed beside its plan');

    const again = await scan(subject.known, { context });
    const left = again.report.providers.flatMap(({ locations }) => locations.flatMap(({ sections }) => sections));
    expectNone(
      left.map(({ id }) => id),
      'sections that still have something in them',
    );
  });
}

// ---- What the checks share

async function withHome(use: (home: ThrowAwayHome) => Promise<void>): Promise<void> {
  const home = createHome();
  try {
    await use(home);
  } finally {
    home.remove();
  }
}

/** Where root runs the tests and an ordinary user is played, that one owns the files, or a plan would leave them out. */
function giveToOrdinaryUser(home: ThrowAwayHome): void {
  if (process.getuid?.() !== 0) return;
  for (const name of snapshotTree(home.root).keys()) {
    lchownSync(Buffer.from(join(home.root, name), 'latin1'), ordinaryUser, ordinaryUser);
  }
}

/** All caches full, at their default places, each with strangers in it. */
async function withFullHome(
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

/** The machine as it is, as the person who runs the tests. */
function contextHere(
  home: ThrowAwayHome,
  cases: readonly CacheCases[],
  machine: TestMachine = {},
): Promise<ToolContext> {
  const rootEnv =
    process.getuid?.() === 0 ? Object.assign({}, ...cases.map((its) => filledEnv(its.rootEnv ?? {}, home))) : {};
  return testContext(home, { platform: here, ...machine, env: { ...rootEnv, ...machine.env } });
}

function placeHere({ defaultAt }: CacheCases): string {
  const at = defaultAt[here];
  if (at === undefined) throw new Error(`The cases name no default place on ${platformNames[here]}.`);
  return at;
}

/** Every section by name, also the risky ones. */
function requestFor({ provider }: Subject): PurgeRequest {
  const sections = provider.caches.flatMap((cache) => cache.sections.map(({ id }) => `${provider.id}/${id}`));
  return { sections, allow: 'costly', leftovers: false, locations: [], contexts: [], exclude: [] };
}

function locationAt({ report }: Scan, path: string): LocationReport {
  const [provider] = report.providers;
  expectNone(provider?.error === undefined ? [] : [provider.error.message], 'the provider failed');
  const found = provider?.locations.find((location) => location.path === path);
  const all = provider?.locations.map((location) => location.path).join(', ');
  if (found === undefined) throw new Error(`${path} is not found. What is found: ${all || 'nothing'}.`);
  return found;
}

async function expectNothingTaken(
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

/** The suite's most frequent question, with an answer that says everything. */
function expectNone(found: readonly string[], what: string): void {
  if (found.length > 0) throw new Error(`${what}:\n${found.map((line) => `  ${line}`).join('\n')}`);
}

function expectUnchanged(before: TreeSnapshot, root: string, what: string): void {
  expectNone(diffSnapshots(before, snapshotTree(root)), `${what} changed`);
}

/** Whatever differs but the removed items themselves and the dates of the folders that they were renamed out of and held in. */
function changesBeside(removed: readonly string[], before: TreeSnapshot, after: TreeSnapshot): string[] {
  const around = new Set(removed.flatMap((path) => foldersAbove(path)));
  const rest = (snapshot: TreeSnapshot): TreeSnapshot =>
    new Map(
      [...snapshot]
        .filter(([name]) => !removed.some((path) => name === path || name.startsWith(`${path}/`)))
        .map(([name, node]) => [name, around.has(name) ? { ...node, mtime: '' } : node]),
    );
  return diffSnapshots(rest(before), rest(after));
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

function stepPlaces({ steps }: PurgePlan, home: ThrowAwayHome): string[] {
  return steps.map(({ path }) => relative(home.path, path ?? ''));
}

const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

function filledEnv(env: Readonly<Record<string, string>>, home: ThrowAwayHome): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replaceAll('{home}', home.path)]));
}

function filledTree(tree: Tree, home: ThrowAwayHome): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      typeof node === 'string' ? node.replaceAll('{home}', home.path) : node,
    ]),
  );
}
