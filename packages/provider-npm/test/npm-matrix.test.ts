import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import {
  applyPlan,
  createToolContext,
  type EntryReport,
  type KnownProvider,
  type ListedEntry,
  listEntries,
  narrowToEntries,
  type PurgeRequest,
  planPurge,
  scan,
  type ToolContext,
} from '@devclean/core';
import { createHome, diffSnapshots, runTool, snapshotTree, type ThrowAwayHome, writeTree } from '@devclean/testkit';
import { type LoopbackRegistry, sampleProject, startNpmRegistry } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheViews } from '../src/cache-views.js';
import { npm } from '../src/npm.js';
import { everyNpm, homeWith, ownNpm, type RealNpm, realNpms } from './real-npms.js';

/**
 * Real npms, each with a cache that it filled itself from a registry on loopback. `npm run test:npms` runs them all, `npm test` this
 * machine's own.
 */
const all = process.env.DEVCLEAN_NPMS === 'all';
const own = ownNpm();
const candidates = all ? await realNpms(everyNpm) : [];
const npms: RealNpm[] = [...candidates.filter((one) => 'bin' in one), ...(own === undefined ? [] : [own])];
const missing = [
  ...candidates.filter((one) => 'because' in one),
  ...(own === undefined ? [{ name: 'on the PATH', because: 'there is none' }] : []),
];

describe.for(missing)('npm $name', ({ name, because }) => {
  test(`is left out: ${because}`, { skip: true, meta: { missingTools: [`npm ${name}`] } }, () => {});
});

const known: readonly KnownProvider[] = [{ provider: npm, origin: 'builtin' }];
const request: PurgeRequest = {
  sections: [],
  allow: 'costly',
  leftovers: false,
  locations: [],
  contexts: [],
  exclude: [],
};

const shown = ({ kind, name, version }: Pick<EntryReport, 'kind' | 'name' | 'version'>) =>
  [kind, name, ...(version === undefined ? [] : [version])].join(' ');

const isTarball = (path: string) => path.endsWith('.tgz');

/** What a list must name after the registry was asked for this. */
function asked({ requests }: LoopbackRegistry): string[] {
  return [...new Set(requests)]
    .map((path) => {
      const [, name = '', version] = /^\/(.*?)(?:\/-\/.*-(\d[\d.]*)\.tgz)?$/.exec(path) ?? [];
      return version === undefined ? `index ${name}` : `tarball ${name} ${version}`;
    })
    .sort();
}

/** The file of the content that a lock file names. */
function contentOf(integrity: string): string {
  const hex = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return `_cacache/content-v2/sha512/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`;
}

describe.for(npms)('npm $name', { timeout: 120_000 }, (one) => {
  const major = Number.parseInt(one.version, 10);
  const bare = createHome();
  const home: ThrowAwayHome = homeWith(one, bare);
  const cache = join(home.path, '.npm');
  const project = join(home.root, 'project');
  const tool = join(home.root, 'tool');
  let registry: LoopbackRegistry;
  let context: ToolContext;
  const run = (cwd: string, ...words: string[]) =>
    runTool(home, ['npm', '--registry', registry.url, ...words], { cwd });
  const install = async (cwd: string, ...words: string[]) => {
    rmSync(join(cwd, 'node_modules'), { recursive: true, force: true });
    await run(cwd, 'ci', ...words);
  };
  /** npm's own check, of a copy: it changes what it looks at. */
  const verified = async () => {
    const copy = join(home.root, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(cache, copy, { recursive: true });
    const said = await run(project, 'cache', 'verify', '--cache', copy);
    return said.split('\n').filter((line) => /^(?:Content|Missing|Corrupted|Index)/.test(line));
  };
  const listing = async () => {
    const found = await scan(known, { context });
    return { found, ...(await listEntries(found, known[0] as KnownProvider, context)) };
  };
  const remove = async (which: (entry: EntryReport) => boolean) => {
    const { found, ...listed } = await listing();
    const chosen: ListedEntry[] = listed.entries.filter(({ report }) => which(report));
    const plan = planPurge(await narrowToEntries(found, listed, new Set(chosen), context), known, request);
    const { outcomes } = await applyPlan(plan, known, { context });
    expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    return chosen.flatMap(({ report }) => report.paths);
  };

  beforeAll(async () => {
    registry = await startNpmRegistry();
    writeTree(project, { 'package.json': sampleProject });
    const dependencies = { 'devclean-sample-cli': '^2.0.0' };
    writeTree(tool, { 'package.json': JSON.stringify({ name: 'tool', version: '1.0.0', dependencies }) });
    await run(project, 'install');
    await run(tool, 'install');
    if (major > 6) await run(join(home.root, 'elsewhere'), 'exec', '--yes', '--', 'devclean-sample-cli@2');
    writeTree(cache, { 'mine.txt': 'not npm’s', 'shop/1.0.0': { 'invoice.pdf': 'not npm’s' } });
    const { PATH = '' } = home.env;
    context = await createToolContext({
      env: { HOME: home.path, PATH, NPM_CONFIG_USERCONFIG: home.env.NPM_CONFIG_USERCONFIG },
      cwd: home.root,
      homes: { env: home.path, account: home.path },
    });
  });
  afterAll(async () => {
    await registry.close();
    bare.remove();
  });

  test('the list names all that it asked for, each with its bucket and its content', async () => {
    const { entries } = await listing();
    const reports = entries.map(({ report }) => report).filter(({ section }) => section === 'cacache');
    // npm 6 also keeps what it works out of a package.
    expect(
      reports
        .filter(({ kind }) => kind !== 'manifest')
        .map(shown)
        .sort(),
    ).toEqual(asked(registry));
    if (major === 6) expect(reports.map(shown)).toContain('manifest devclean-sample 1.2.0');
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
    for (const name of ['devclean-sample', '@devclean-sample/leaf']) {
      const { integrity } = major === 6 ? lock.dependencies[name] : lock.packages[`node_modules/${name}`];
      const entry = reports.find((report) => report.name === name && report.kind === 'tarball');
      expect(entry?.paths).toHaveLength(2);
      expect(entry?.paths).toContain(join(cache, contentOf(integrity)));
    }
    for (const { kind, paths, usage } of reports.filter((report) => report.kind !== 'manifest')) {
      expect(usage.files, kind).toBe(paths.length);
      expect(usage.apparentBytes).toBe(paths.reduce((sum, path) => sum + lstatSync(path).size, 0));
    }
  });

  test.runIf(major > 6)('an install of npx is called after what was asked for', async () => {
    const { entries } = await listing();
    const reports = entries.map(({ report }) => report).filter(({ section }) => section === 'npx');
    expect(reports.map(shown)).toEqual(['npx devclean-sample-cli 2.0.0']);
    if (major > 10) expect(reports[0]?.origin).toBe('npx devclean-sample-cli@2');
  });

  test('the list adds up to its sections', async () => {
    const { found, entries, unnamed } = await listing();
    const sections = found.report.providers[0]?.locations[0]?.sections ?? [];
    for (const { id, usage } of sections.filter((section) => unnamed.some((each) => each.section === section.id))) {
      const parts = [...entries.map(({ report }) => report), ...unnamed].filter(({ section }) => section === id);
      for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const)
        expect(
          parts.reduce((sum, part) => sum + part.usage[field], 0),
          `${id}: ${field}`,
        ).toBe(usage[field]);
    }
  });

  test('its own check counts what we say that it counts, waste among it', async () => {
    const view = async () => {
      const [found] = await cacheViews({ path: cache } as Parameters<typeof cacheViews>[0], context);
      return found?.figures.map(({ label, text }) => `${label}: ${text}`);
    };
    expect(await view()).toEqual(await verified());

    // The bucket of one key goes: what it led to is an orphan, named by what it holds.
    const { entries } = await listing();
    const leaf = entries.find(({ report }) => report.kind === 'tarball' && report.name === '@devclean-sample/leaf');
    const [bucket = '', content = ''] = leaf?.report.paths ?? [];
    const kept = readFileSync(bucket);
    rmSync(bucket);
    const orphans = (await listing()).entries.filter(({ report }) => report.kind === 'orphan');
    expect(orphans.map(({ report }) => [shown(report), ...report.paths])).toEqual([
      ['orphan @devclean-sample/leaf 0.3.1', content],
    ]);
    const said = await verified();
    expect(await view()).toEqual(said);
    expect(said).toContain(`Content garbage-collected: 1 (${lstatSync(content).size} bytes)`);
    writeTree(cache, { [bucket.slice(cache.length + 1)]: kept });
  });

  test('a deleted key is an orphan', async () => {
    const key = `make-fetch-happen:request-cache:${registry.url}/devclean-sample-cli/-/devclean-sample-cli-2.0.0.tgz`;
    // npm 6 deletes no single key.
    if (major === 6) return;
    await run(project, 'cache', 'clean', key);
    const { entries } = await listing();
    const orphans = entries.filter(({ report }) => report.kind === 'orphan').map(({ report }) => report);
    expect(orphans.map(shown)).toEqual(['orphan devclean-sample-cli 2.0.0']);
    await remove(({ kind }) => kind === 'orphan');
    await install(tool);
    expect(
      (await listing()).entries.map(({ report }) => shown(report)).filter((text) => text.startsWith('orphan')),
    ).toEqual([]);
  });

  test('what is removed is gone, and all else is as it was', async () => {
    const before = snapshotTree(cache);
    const removed = await remove(({ name, kind }) => name === '@devclean-sample/leaf' && kind !== 'index');
    expect(removed.length).toBeGreaterThanOrEqual(2);
    const after = snapshotTree(cache);
    const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => join(cache, name));
    // npm 6 has one content, a dot, for all that it works out.
    expect(gone.sort()).toEqual(removed.filter((path) => !path.endsWith(dot)).sort());
    const changes = diffSnapshots(new Map([...before].filter(([name]) => after.has(name))), after);
    expect(changes.filter((line) => !/: mtime /.test(line))).toEqual([]);

    // Without a network: what is left installs, what went does not.
    await install(tool, '--offline');
    await expect(install(project, '--offline')).rejects.toThrow(/ENOTCACHED/);
    const count = registry.requests.length;
    await install(project, '--prefer-offline');
    const again = registry.requests.slice(count).filter(isTarball);
    expect([...new Set(again)]).toEqual(['/@devclean-sample/leaf/-/leaf-0.3.1.tgz']);
    await install(project, '--offline');
    expect((await verified()).filter((line) => /^(?:Missing|Corrupted)/.test(line))).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('an install under way is a holder, and survives', async () => {
    await remove(({ name, kind }) => name === '@devclean-sample/leaf' && kind !== 'index');
    rmSync(join(project, 'node_modules'), { recursive: true, force: true });
    const held = registry.hold(/leaf-0\.3\.1\.tgz$/);
    // Its parent ends at once: what runs below this test would be its own, and hold nothing.
    const command = 'npm ci --registry "$0" <&3 >&3 2>&3 3<&- &';
    const child = spawn('sh', ['-c', command, registry.url], {
      cwd: project,
      env: home.env,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    const ends = child.stdio[3] as Socket;
    let said = '';
    ends.on('data', (text) => {
      said += String(text);
    });
    const closed = once(ends, 'close');
    await held.asked;

    const before = snapshotTree(join(cache, '_cacache/index-v5'));
    const found = await scan(known, { context });
    expect(found.report.providers[0]?.locations[0]).toMatchObject({
      inUse: 'yes',
      // npm 6 shows itself as `npm`, whatever it does.
      holders: [{ kind: 'process', detail: major === 6 ? 'npm is running' : 'npm ci is running' }],
    });
    const plan = planPurge(found, known, request);
    expect(plan.steps).toEqual([]);
    expect(diffSnapshots(before, snapshotTree(join(cache, '_cacache/index-v5')))).toEqual([]);

    held.release();
    ends.end();
    await closed;
    expect(said).toMatch(/added 2 packages/);
    expect(readdirSync(join(project, 'node_modules'))).toContain('devclean-sample');
  });

  test('a purge takes all of it and nothing beside it, and npm goes on', async () => {
    const outside = () => {
      const whole = snapshotTree(home.path);
      return new Map([...whole].filter(([name]) => !/^(?:\.|\.npm|\.npm\/_.*|\.local.*)$/.test(name)));
    };
    const before = outside();
    const result = await applyPlan(planPurge(await scan(known, { context }), known, request), known, { context });
    expect(result.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    expect(diffSnapshots(before, outside())).toEqual([]);
    expect(readFileSync(join(cache, 'mine.txt'), 'utf8')).toBe('not npm’s');
    const after = await scan(known, { context });
    expect(after.locations.flatMap(({ report }) => report.sections)).toEqual([]);

    await install(project);
    await install(project, '--offline');
    expect((await verified()).filter((line) => /^(?:Missing|Corrupted|Content garbage)/.test(line))).toEqual([]);
  });
});

const dot = createHash('sha512').update('.').digest('hex').slice(4);
