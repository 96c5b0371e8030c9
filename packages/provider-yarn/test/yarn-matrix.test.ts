import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyPlan,
  createToolContext,
  type EntryReport,
  narrowToEntries,
  type PurgeRequest,
  planPurge,
  scan,
  type ToolContext,
} from '@devclean/core';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome, type TreeSnapshot } from '@devclean/testkit';
import { type LoopbackRegistry, startNpmRegistry } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, listCaches, shown } from './list-caches.js';
import { install, offline, realYarns, runInProject } from './real-yarns.js';

const request: PurgeRequest = {
  ...{ allow: 'costly', leftovers: false, locations: [], contexts: [], exclude: [] },
  sections: [],
};
/** Without the folders, whose times change with what is in them, and the journal. */
const filesOf = (tree: TreeSnapshot): TreeSnapshot =>
  new Map([...tree].filter(([path, { type }]) => type !== 'folder' && !path.includes('.local/state/devclean')));

/** By name, as what projects run from demands. */
const everything = ['v6', 'dead', 'cache', 'metadata', 'index'].map((id) => `yarn/${id}`);

const leaf = '@devclean-sample/leaf';
const whole = { 'devclean-sample': '^1.0.0', 'devclean-sample-cli': '^2.0.0' };
const alone = { 'devclean-sample-cli': '^2.0.0' };

describe.for(realYarns)('Yarn $version', (one) => {
  let home: ThrowAwayHome;
  let registry: LoopbackRegistry;
  let context: ToolContext;
  let cache: string;
  const project = (name: string) => join(home.root, name);
  const tarballs = () => registry.requests.filter((path) => path.endsWith('.tgz'));
  const packages = (entries: readonly EntryReport[]) =>
    entries
      .filter(({ kind }) => kind !== 'index')
      .map(shown)
      .sort();

  beforeAll(async () => {
    home = createHome({ 'mine.txt': 'mine', '.yarnrc.yml.bak': 'mine', '.config/yarn/global/package.json': '{}' });
    registry = await startNpmRegistry();
    ({ cache } = await install(one, home, registry, { project: 'whole', dependencies: whole }));
    await install(one, home, registry, { project: 'alone', dependencies: alone });
    context = await createToolContext({
      env: { ...home.env, FAKEROOTKEY: '1' },
      cwd: home.path,
      homes: { env: home.path, account: home.path },
    });
  });
  afterAll(async () => {
    await registry.close();
    home.remove();
  });

  /** What was installed is gone from the project, as after `git clean`. */
  const forget = (name: string) => {
    for (const output of ['node_modules', '.pnp.cjs', '.pnp.js', '.yarn'])
      rmSync(join(project(name), output), { recursive: true, force: true });
  };

  test('the list names every package that was installed, with the size that it has on disk', async () => {
    const { entries } = await listCaches(context);
    expect(packages(entries)).toEqual(
      [`${leaf} 0.3.1`, 'devclean-sample 1.2.0', 'devclean-sample-cli 2.0.0'].map(
        (id) => `${one.section}: ${one.entry} ${id}`,
      ),
    );
    for (const { paths, usage } of entries) {
      const files = paths.flatMap((path) => [...filesOf(snapshotTree(path)).values()]);
      expect(usage.files).toBe(files.length);
      expect(usage.apparentBytes).toBe(files.reduce((sum, { size }) => sum + Number(size), 0));
      expect(usage.reclaimableBytes).toBe(usage.allocatedBytes);
    }
  });

  test('what is removed is gone, and nothing else is', async () => {
    const { found, listing, entries } = await listCaches(context);
    const isLeaf = ({ name, kind }: EntryReport) => name === leaf && kind !== 'index';
    const chosen = new Set(listing.entries.filter(({ report }) => isLeaf(report)));
    const before = snapshotTree(home.root);
    const plan = planPurge(await narrowToEntries(found, listing, chosen, context), known, {
      ...request,
      sections: [`yarn/${one.section}`],
    });
    const { outcomes } = await applyPlan(plan, known, { context });
    expect(outcomes.map(({ status }) => status)).toEqual(['done']);
    const after = await listCaches(context);
    expect(packages(after.entries)).toEqual(packages(entries.filter((entry) => !isLeaf(entry))));
    const gone = entries.filter(isLeaf).flatMap(({ paths }) => paths);
    const changed = diffSnapshots(filesOf(before), filesOf(snapshotTree(home.root))).filter(
      (line) => !gone.some((path) => line.startsWith(`gone:    ${path.slice(home.root.length + 1)}`)),
    );
    expect(changed).toEqual([]);
  });

  test('Yarn installs what is left without a network', async () => {
    forget('alone');
    const asked = registry.requests.length;
    await install(one, home, registry, { project: 'alone', dependencies: alone, ...offline(one) });
    expect(registry.requests).toHaveLength(asked);
    const said = await runInProject(one, home, project('alone'), 'require("devclean-sample-cli")');
    expect(said).toBe('devclean-sample-cli');
  });

  test('Yarn fetches what went, and that alone', async () => {
    forget('whole');
    const fetched = tarballs().length;
    await install(one, home, registry, { project: 'whole', dependencies: whole });
    expect(tarballs().slice(fetched)).toEqual([expect.stringContaining('leaf-0.3.1.tgz')]);
    expect(await runInProject(one, home, project('whole'), 'require("devclean-sample")')).toBe('devclean-sample');
    const { entries } = await listCaches(context);
    expect(packages(entries)).toHaveLength(3);
    const args = ['--immutable', '--check-cache'];
    if (one.kind === 'berry') await install(one, home, registry, { project: 'whole', dependencies: whole, args });
  });

  test('without being named, what projects run from stays', async () => {
    const found = await scan(known, { context });
    const { steps } = planPurge(found, known, request);
    expect(steps.map(({ section }) => section).includes('cache')).toBe(false);
  });

  test('a purge takes all of it, and leaves Yarn working and everything beside it as it was', async () => {
    const found = await scan(known, { context });
    const plan = planPurge(found, known, { ...request, sections: everything });
    const projects = snapshotTree(project('whole'));
    const result = await applyPlan(plan, known, { context });
    expect(result.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    expect((await scan(known, { context })).locations.flatMap(({ report }) => report.sections)).toEqual([]);
    expect(diffSnapshots(projects, snapshotTree(project('whole')))).toEqual([]);
    for (const mine of ['mine.txt', '.yarnrc.yml.bak', '.config/yarn/global/package.json'])
      expect(existsSync(join(home.path, mine))).toBe(true);
    forget('whole');
    await install(one, home, registry, { project: 'whole', dependencies: whole });
    expect(await runInProject(one, home, project('whole'), 'require("devclean-sample")')).toBe('devclean-sample');
    expect(existsSync(cache)).toBe(true);
  });
});
