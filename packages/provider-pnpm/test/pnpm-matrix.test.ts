import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  applyPlan,
  createToolContext,
  type KnownProvider,
  listEntries,
  type PurgePlan,
  type PurgeRequest,
  planPurge,
  type Scan,
  scan,
  type ToolContext,
} from '@devclean/core';
import { createHome, runTool, snapshotTree, type ThrowAwayHome, writeTree } from '@devclean/testkit';
import { fillWithPnpm, type LoopbackRegistry, pnpmVariables, startNpmRegistry } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pnpm } from '../src/pnpm.js';
import { everyPnpm, ownPnpms, type RealPnpm, realPnpms } from './real-pnpms.js';

/** `npm run test:pnpms` runs all majors; `npm test` those that need not be fetched. */
const all = process.env.DEVCLEAN_PNPMS === 'all';
const wanted = all ? await realPnpms(everyPnpm) : ownPnpms();
const pnpms: RealPnpm[] = wanted.filter((one) => 'program' in one);

describe.for(wanted.filter((one) => 'because' in one))('pnpm $name', ({ name, because }) => {
  test(`is left out: ${because}`, { skip: true, meta: { missingTools: [`pnpm ${name}`] } }, () => {});
});

const known: readonly KnownProvider[] = [{ provider: pnpm, origin: 'builtin' }];
const request: PurgeRequest = {
  sections: [],
  allow: 'costly',
  leftovers: false,
  locations: [],
  contexts: [],
  exclude: [],
};

const major = ({ version }: RealPnpm) => Number.parseInt(version, 10);
const layoutOf = (one: RealPnpm) => (major(one) >= 11 ? 'v11' : major(one) === 10 ? 'v10' : 'v3');

/** A machine on which this pnpm is the only one. */
class Machine {
  readonly home: ThrowAwayHome = createHome();
  readonly registry: LoopbackRegistry;
  readonly one: RealPnpm;
  readonly env: Record<string, string>;
  readonly project = join(this.home.root, 'pnpm-project');

  constructor(one: RealPnpm, registry: LoopbackRegistry) {
    this.one = one;
    this.registry = registry;
    this.env = pnpmVariables(this.home, registry.url);
  }

  get store(): string {
    return join(this.home.path, '.local/share/pnpm/store', layoutOf(this.one));
  }

  async context(): Promise<ToolContext> {
    const bin = join(this.home.root, 'bin');
    writeTree(this.home.root, { 'bin/.keep': '' });
    if (!existsSync(join(bin, 'pnpm'))) symlinkSync(this.one.program, join(bin, 'pnpm'));
    const env = { ...this.home.env, ...this.env, PATH: `${bin}:${join(process.execPath, '..')}:/usr/bin:/bin` };
    return createToolContext({ env, cwd: this.home.root, homes: { env: this.home.path, account: this.home.path } });
  }

  run(args: readonly string[], cwd?: string): Promise<string> {
    return runTool(this.home, [this.one.program, ...args], { env: this.env, ...(cwd && { cwd }) });
  }

  async install(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
    const project = join(this.home.root, name);
    writeTree(project, { 'package.json': JSON.stringify({ name, version: '1.0.0', dependencies }) });
    await this.run(['install'], project);
    return project;
  }

  async scan(): Promise<Scan> {
    return scan(known, { context: await this.context() });
  }

  async purge(
    asked: Partial<PurgeRequest> = {},
  ): Promise<{ plan: PurgePlan; failed: readonly unknown[]; freed: number }> {
    const plan = planPurge(await this.scan(), known, { ...request, ...asked });
    const { outcomes, removed } = await applyPlan(plan, known, { context: await this.context() });
    return { plan, failed: outcomes.filter(({ status }) => status !== 'done'), freed: removed.reclaimableBytes };
  }
}

/** What `du` says of a store's files of which no project has another link: counted by hand. */
function unlinkedFiles(store: string): { paths: string[]; bytes: number } {
  const folders = readdirSync(join(store, 'files')).map((name) => join(store, 'files', name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const alone = files.filter((file) => lstatSync(file).nlink === 1);
  return { paths: alone.sort(), bytes: alone.reduce((sum, file) => sum + lstatSync(file).blocks * 512, 0) };
}

/** Folders of the file system itself: those that pnpm makes beforehand, and those above a store's files. */
function folderBytes(root: string): number {
  return [...snapshotTree(root)]
    .filter(([, node]) => node.type === 'folder')
    .reduce((sum, [name]) => sum + lstatSync(join(root, name)).blocks * 512, 0);
}

const answerOf = (project: string, name: string) =>
  execFileSync(process.execPath, ['-p', `require('${name}')`], { cwd: project, encoding: 'utf8' }).trim();

describe.for(pnpms)('pnpm $name ($version)', (one) => {
  let registry: LoopbackRegistry;
  let machine: Machine;
  beforeAll(async () => {
    registry = await startNpmRegistry();
    machine = new Machine(one, registry);
    await fillWithPnpm(machine.home, one.program, registry);
  });
  afterAll(async () => {
    await registry.close();
    machine.home.remove();
  });

  const locationsOf = ({ report }: Scan) => report.providers[0]?.locations ?? [];
  const section = async (id: string) =>
    locationsOf(await machine.scan())
      .flatMap(({ sections }) => sections)
      .find((each) => each.id === id);

  test('its folders are recognised, and all in them but notes of its own is in a section', async () => {
    const caches = locationsOf(await machine.scan());
    const [cache, store] = [join(machine.home.path, '.cache/pnpm'), machine.store].map((path) =>
      caches.find((one) => one.path === path),
    );
    expect(caches.length).toBe(2);
    expect([cache, store]).toMatchObject(Array(2).fill({ state: 'recognised', active: true, inUse: 'no' }));
    // Links to the projects that use the store.
    const notes = existsSync(join(machine.store, 'projects')) ? readdirSync(join(machine.store, 'projects')).length : 0;
    expect([cache?.unaccounted.files, store?.unaccounted.files]).toEqual([0, notes]);
    // Until pnpm 9 dlx ran in the store's own `tmp`.
    const dlx = major(one) >= 9 ? ['dlx'] : [];
    const ids = cache?.sections.map(({ id }) => id).filter((id) => id !== 'verified');
    expect(ids?.sort()).toEqual([...dlx, 'metadata']);
    expect(store?.sections.map(({ id }) => id)).toContain('store');
  });

  test('it is found as it is, without being run', async () => {
    const { contexts } = await pnpm.detect(await machine.context());
    expect(contexts).toMatchObject([{ label: `pnpm ${one.version}`, version: one.version, location: machine.store }]);
    expect((await machine.run(['store', 'path'])).trim()).toBe(machine.store);
  });

  test('the list names every package that was installed, and adds up to its sections', async () => {
    const context = await machine.context();
    const found = await machine.scan();
    const { entries, unnamed } = await listEntries(found, known[0] as KnownProvider, context);
    const named = (id: string) =>
      entries
        .filter(({ report }) => report.section === id)
        .map(({ report: { name, version } }) => [name, version].filter(Boolean).join(' '))
        .sort();
    expect(named('store')).toEqual([
      '@devclean-sample/leaf 0.3.1',
      'devclean-sample 1.2.0',
      'devclean-sample-cli 2.0.0',
    ]);
    expect([...new Set(named('metadata'))]).toEqual([
      '@devclean-sample/leaf',
      'devclean-sample',
      'devclean-sample-cli',
    ]);
    expect(named('dlx')).toEqual(major(one) >= 9 ? ['devclean-sample-cli 2.0.0'] : []);
    for (const { location, section: id, usage } of unnamed) {
      const parts = entries.filter(({ report }) => report.location === location && report.section === id);
      const whole = locationsOf(found)
        .find(({ path }) => path === location)
        ?.sections.find((each) => each.id === id)?.usage;
      for (const field of ['files', 'allocatedBytes'] as const) {
        const sum = parts.reduce((total, { report }) => total + report.usage[field], usage[field]);
        expect(sum, `${field} of ${id}`).toBe(whole?.[field]);
      }
    }
    // Files of a kB and of 20 kB, in blocks.
    const sizes = entries
      .filter(({ report }) => report.section === 'store')
      .map(({ report }) => report.usage.apparentBytes);
    for (const size of sizes) expect(size).toBeGreaterThan(20_000);
  });

  test('what has another link gives nothing back', async () => {
    const before = unlinkedFiles(machine.store);
    const index = major(one) >= 10 ? ['index', 'index.db', 'index.db-wal', 'index.db-shm'] : [];
    const beside = index.flatMap((name) => {
      const at = join(machine.store, name);
      return existsSync(at)
        ? [Number(execFileSync('du', ['-s', '--block-size=1', at], { encoding: 'utf8' }).split('\t')[0])]
        : [];
    });
    const expected =
      before.bytes + folderBytes(join(machine.store, 'files')) + beside.reduce((sum, bytes) => sum + bytes, 0);
    const root = lstatSync(join(machine.store, 'files')).blocks * 512;
    const { usage } = (await section('store')) ?? {};
    expect([expected, expected + root]).toContain(usage?.reclaimableBytes);
  });

  test('single packages are not taken from it', async () => {
    const plan = planPurge(await machine.scan(), known, { ...request, via: 'direct', sections: ['pnpm/store'] });
    expect(plan.steps).toEqual([]);
    expect(plan.skipped.map(({ detail }) => detail)).toContain('only pnpm itself can clear it; leave out --via direct');
  });

  test('a purge has pnpm free what no project links to, and leaves the projects working', async () => {
    const gone = await machine.install('gone', { 'devclean-sample-cli': '*' });
    rmSync(gone, { recursive: true });
    rmSync(join(machine.home.path, '.cache/pnpm/dlx'), { recursive: true, force: true });
    const kept = snapshotTree(machine.project);
    const metadata = snapshotTree(join(machine.home.path, '.cache/pnpm'));
    const lone = unlinkedFiles(machine.store).paths;

    const { plan, failed, freed } = await machine.purge({ sections: ['pnpm/store'] });
    if (major(one) === 12 && Number(one.version.split('.')[1]) < 6) {
      expect(plan.skipped.map(({ detail }) => detail)).toContainEqual(expect.stringContaining('clears nothing'));
      expect(plan.steps).toEqual([]);
      return;
    }

    expect(failed).toEqual([]);
    expect(plan.steps.map(({ kind }) => kind)).toEqual(plan.steps.map(() => 'command'));
    expect(plan.steps.length).toBeGreaterThan(0);
    const left = lone.filter((file) => existsSync(file));
    // pnpm 11 and later run what dlx fetched, and global tools, from links into the store, which have a count of their own.
    expect(left.filter((file) => !file.endsWith('-index.json'))).toEqual([]);
    expect(freed).toBeGreaterThan(20_000);
    expect(freed).toBeLessThanOrEqual(plan.expected.reclaimableBytes);
    expect(snapshotTree(machine.project)).toEqual(kept);
    expect(snapshotTree(join(machine.home.path, '.cache/pnpm'))).toEqual(metadata);
    expect(answerOf(machine.project, 'devclean-sample')).toBe('devclean-sample');
    rmSync(join(machine.project, 'node_modules'), { recursive: true });
    await machine.run(['install', '--offline', '--frozen-lockfile'], machine.project);
    expect(answerOf(machine.project, 'devclean-sample')).toBe('devclean-sample');
  });

  test('a purge of metadata and of what dlx ran leaves projects as they are, and both come back', async () => {
    const kept = snapshotTree(machine.project);
    await machine.run(['dlx', 'devclean-sample-cli']);
    const { failed } = await machine.purge({ sections: ['pnpm/metadata', 'pnpm/dlx', 'pnpm/verified'] });
    expect(failed).toEqual([]);
    expect(await section('metadata')).toBeUndefined();
    expect(await section('dlx')).toBeUndefined();
    expect(snapshotTree(machine.project)).toEqual(kept);
    const asked = registry.requests.length;
    await machine.run(['dlx', 'devclean-sample-cli']);
    expect(registry.requests.length).toBeGreaterThan(asked);
    await machine.install('later', { 'devclean-sample': '*' });
    expect(answerOf(join(machine.home.root, 'later'), 'devclean-sample')).toBe('devclean-sample');
    expect(await section('metadata')).toBeDefined();
  });

  test.runIf(process.platform === 'linux')('an install under way holds the store, and ends well', async () => {
    const project = join(machine.home.root, 'under-way');
    writeTree(project, {
      'package.json': JSON.stringify({
        name: 'under-way',
        version: '1.0.0',
        dependencies: { '@devclean-sample/leaf': '*' },
      }),
    });
    rmSync(machine.store, { recursive: true });
    await machine.install('first', { 'devclean-sample-cli': '*' });
    const held = registry.hold(/leaf.*\.tgz$/);
    // Its parent ends at once: what runs below this test would be its own, and hold nothing.
    const env = { ...machine.home.env, ...machine.env };
    const child = spawn('sh', ['-c', '"$0" "$@" >log 2>&1 <&3 & ', one.program, 'install'], {
      cwd: project,
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    await once(child, 'exit');
    await held.asked;
    const location = locationsOf(await machine.scan()).find(({ path }) => path === machine.store);
    const plan = planPurge(await machine.scan(), known, request);
    held.release();
    const ended = child.stdio[3];
    if (ended && !ended.destroyed) {
      ended.on('error', () => {});
      (ended as NodeJS.ReadableStream).resume();
      await once(ended, 'close');
    }
    expect(location?.inUse, readFileSync(join(project, 'log'), 'utf8')).toBe('yes');
    expect(plan.steps).toEqual([]);
    expect(answerOf(project, '@devclean-sample/leaf')).toBe('@devclean-sample/leaf');
  });

  test.runIf(major(one) >= 10)('projects that run from a global virtual store are named, and keep it', async () => {
    const project = join(machine.home.root, 'linked');
    writeTree(project, {
      'package.json': JSON.stringify({ name: 'linked', version: '1.0.0', dependencies: { 'devclean-sample': '*' } }),
      'pnpm-workspace.yaml': 'enableGlobalVirtualStore: true\n',
    });
    await machine.run(['install', '--config.ci=false'], project);
    expect(realpathSync(join(project, 'node_modules/devclean-sample'))).toContain(`${machine.store}/links/`);
    expect(await section('links')).toMatchObject({ safety: 'risky', because: expect.stringContaining(project) });
    const { entries } = await listEntries(await machine.scan(), known[0] as KnownProvider, await machine.context());
    const linked = entries.filter(({ report }) => report.section === 'links');
    expect(linked.map(({ report: { name, version } }) => `${name} ${version}`)).toContain('devclean-sample 1.2.0');
    const { plan } = await machine.purge({ allow: 'costly' });
    expect(plan.steps.filter(({ section: id }) => id === 'links')).toEqual([]);
    expect(answerOf(project, 'devclean-sample')).toBe('devclean-sample');
  });

  test('a damaged store is listed as far as it goes', async () => {
    const files = [...snapshotTree(machine.store)]
      .filter(([, { type }]) => type === 'file')
      .map(([name]) => join(machine.store, name));
    const indexes = files.filter((file) => /\.json$|index\.db/.test(file));
    expect(indexes.length).toBeGreaterThan(0);
    for (const index of indexes) {
      const size = lstatSync(index).size;
      truncateSync(index, Math.floor(size / 2));
      writeFileSync(index, Buffer.alloc(Math.min(size, 64), 0xff), { flag: 'r+' });
    }
    const context = await machine.context();
    const { entries, unnamed } = await listEntries(await machine.scan(), known[0] as KnownProvider, context);
    const { usage } = (await section('store')) ?? {};
    const parts = entries.filter(({ report }) => report.section === 'store');
    const rest = unnamed.find(({ section: id }) => id === 'store')?.usage.files ?? 0;
    expect(parts.reduce((sum, { report }) => sum + report.usage.files, rest)).toBe(usage?.files);
  });
});
