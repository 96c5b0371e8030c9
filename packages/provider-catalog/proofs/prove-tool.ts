import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { applyPlan, type CacheProvider, planPurge, scan, type ToolContext, type Usage } from '@devclean/core';
import {
  changesBeside,
  createHome,
  runTool,
  snapshotTree,
  type ThrowAwayHome,
  type ToolRun,
  testContext,
} from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';

/** What a proof may do with the real tool: run programs, all of them inside the throw-away home. */
export interface Workbench {
  readonly home: ThrowAwayHome;
  /** A folder of the test's own for a project. */
  readonly project: string;
  /** Standard output of a program that ends well; its folder is the project's. */
  run(argv: readonly [string, ...string[]], run?: ToolRun): Promise<string>;
}

export interface Proof {
  /** Programs and abilities of this machine without which there is nothing to prove with. */
  readonly needs: readonly [string, ...string[]];
  /** Variables for the tool and for devclean alike. */
  readonly env?: (home: ThrowAwayHome) => Readonly<Record<string, string>>;
  /** The tool and its version, as it is written down: `Cargo 1.90.0`. */
  version(bench: Workbench): Promise<string>;
  /** Has the tool fill its cache. */
  fill(bench: Workbench): Promise<void>;
  /** The sections that have something in them then: all of the provider's, but for what this machine cannot bring about. */
  readonly sections: readonly string[];
  /** What the tool can do without its cache: it must work after the purge. */
  works(bench: Workbench): Promise<void>;
}

/**
 * Has the real tool fill its cache in a throw-away home, holds what the provider finds against it, purges every section, and
 * shows that nothing else changed and that the tool works afterwards.
 */
export function proveTool(provider: CacheProvider, proof: Proof): void {
  describe(provider.title, () => {
    test('fills its cache, loses it, and works on', { ...needs(...proof.needs), timeout: 900_000 }, async () => {
      const home = createHome();
      try {
        await prove(provider, proof, home);
      } finally {
        home.remove();
      }
    });
  });
}

export interface GraverProof extends Pick<Proof, 'needs' | 'env'> {
  /** Reads after "is graver when". */
  readonly when: string;
  readonly section: string;
  /** A part of the reason that is shown. */
  readonly because: string;
  /** Has the tool fill its cache, and something depend on it. */
  fill(bench: Workbench): Promise<void>;
  /** What works as long as the section is there, and no longer. */
  works(bench: Workbench): Promise<unknown>;
}

/** Shows with the real tool that a section is risky: that devclean says so and leaves it, and that something breaks without it. */
export function proveRisk(provider: CacheProvider, proof: GraverProof): void {
  test(`${provider.title}: ${proof.section} is risky when ${proof.when}`, needs(...proof.needs), async () => {
    const home = createHome();
    try {
      const { bench, context } = await benchIn(home, proof);
      await proof.fill(bench);
      await proof.works(bench);
      const known = [{ provider, origin: 'builtin' as const }];
      const found = await scan(known, { context });
      const sections = found.report.providers.flatMap(({ locations }) => locations.flatMap((one) => one.sections));
      expect(sections.find(({ id }) => id === proof.section)).toMatchObject({
        safety: 'risky',
        because: expect.stringContaining(proof.because),
      });
      const about = { leftovers: false, locations: [], contexts: [], exclude: [] };
      const unasked = planPurge(found, known, { ...about, sections: [], allow: 'costly' });
      expect(unasked.steps.filter(({ section }) => section === proof.section)).toEqual([]);
      const all = sections.map(({ id }) => `${provider.id}/${id}`);
      const result = await applyPlan(planPurge(found, known, { ...about, sections: all, allow: 'costly' }), known, {
        context,
      });
      expect(result.outcomes.map(({ status }) => status)).not.toContain('refused');
      expect(result.removed.files).toBeGreaterThan(0);
      await expect(proof.works(bench)).rejects.toThrow();
    } finally {
      home.remove();
    }
  });
}

/** A project's folder, what runs in it, and the machine as devclean sees it. */
async function benchIn(
  home: ThrowAwayHome,
  { env }: Pick<Proof, 'env'>,
): Promise<{ bench: Workbench; context: ToolContext }> {
  const project = join(home.root, 'project');
  mkdirSync(project);
  const own = env?.(home);
  const all = { ...passedOn(), ...own };
  const bench: Workbench = {
    home,
    project,
    run: (argv, run = {}) =>
      runTool(home, argv, { cwd: project, timeout: 600_000, ...run, env: { ...all, ...run.env } }),
  };
  // The variables that decide where the tool caches are those of the home: what this machine has set is not asked.
  return { bench, context: await testContext(home, { env: { ...home.env, ...own }, projectRoots: [project] }) };
}

async function prove(provider: CacheProvider, proof: Proof, home: ThrowAwayHome): Promise<void> {
  const { bench, context } = await benchIn(home, proof);
  await proof.fill(bench);

  const known = [{ provider, origin: 'builtin' as const }];
  const found = await scan(known, { context });
  const [report] = found.report.providers;
  expect(report?.error, 'the scan of it failed').toBeUndefined();
  expect(found.refusals, 'locations that are refused').toEqual([]);
  const sections = report?.locations.flatMap((location) => location.sections) ?? [];
  expect(sections.map(({ id }) => id).sort(), 'the sections that the real tool fills').toEqual(
    [...proof.sections].sort(),
  );
  for (const { id, usage } of sections) expect(usage.allocatedBytes, `bytes in ${id}`).toBeGreaterThan(0);

  const named = sections.map(({ id }) => `${provider.id}/${id}`);
  const request = {
    sections: named,
    allow: 'costly',
    leftovers: false,
    locations: [],
    contexts: [],
    exclude: [],
  } as const;
  const plan = planPurge(found, known, request);
  expect(plan.skipped, 'what the plan leaves out').toEqual([]);
  const journal = join(home.path, '.local/state/devclean'); // what devclean writes down of a purge is its own
  mkdirSync(journal, { recursive: true });
  const before = snapshotTree(home.root);
  const result = await applyPlan(plan, known, { context });
  expect(
    result.outcomes.filter(({ status }) => status !== 'done'),
    'what was not done',
  ).toEqual([]);
  if (plan.steps.every(({ kind }) => kind === 'remove'))
    expect(result.removed, 'what was removed, against the plan').toMatchObject(withoutBlocks(plan.expected));
  // A command that removes a location with all that is in it takes more than the sections.
  const whole = provider.caches.some(({ native = [] }) => native.some(({ writes }) => writes.includes('.')));
  const places = plan.steps.map(({ kind, path, location }) => (kind === 'command' && whole ? location : path) ?? '');
  const taken = [journal, ...places].map((path) => relative(home.root, path));
  expect(changesBeside(taken, before, snapshotTree(home.root)), 'what changed beside the plan').toEqual([]);
  const left = (await scan(known, { context })).report.providers.flatMap(({ locations }) => locations);
  expect(
    left.flatMap((location) => location.sections.map(({ id }) => id)),
    'sections with something left in them',
  ).toEqual([]);

  await proof.works(bench);
  record(provider, await proof.version(bench));
}

/** What two sections hold by hard links to one file is freed with the last of them, and a plan counts each for itself. */
function withoutBlocks({ files, directories, apparentBytes, complete }: Usage): Partial<Usage> {
  return { files, directories, apparentBytes, complete };
}

/** How this machine reaches the registries: certificates and proxies, and nothing that names a place to cache in. */
function passedOn(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) =>
    /(_CERTS?|_PROXY|_CA_BUNDLE|CERT_FILE|CERT_DIR|_CAFILE)$/i.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** `npm run test:catalog -- --record` writes down what was proven; the registry's test holds the catalog against it. */
function record({ id }: CacheProvider, tool: string): void {
  if (process.env.DEVCLEAN_RECORD !== '1') return;
  const file = join(import.meta.dirname, 'proven', `${id}.json`);
  mkdirSync(join(file, '..'), { recursive: true });
  const proven = { tool: tool.trim(), platform: process.platform, on: new Date().toISOString().slice(0, 10) };
  writeFileSync(file, `${JSON.stringify(proven, null, 2)}\n`);
}
