import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { PurgeResult, ScanReport } from '@devclean/core';
import { createHome, diffSnapshots, runTool, snapshotTree, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import {
  fillWithGradle,
  fillWithNpm,
  fillWithYarnBerry,
  type HeldAnswers,
  type LoopbackRegistry,
  npmCache,
  pipCache,
  sampleProject,
  startNpmRegistry,
  startPythonIndex,
  stopGradle,
  yarnBerry,
  yarnBerryFolder,
  yarnClassic,
  yarnClassicCache,
} from '@devclean/testkit/known-tools';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

/** Real tools, stopped in the middle of their work by a registry that holds its answer back until the test lets go. */

function home(tree?: Tree): ThrowAwayHome {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

async function registryOf(start: () => Promise<LoopbackRegistry>): Promise<LoopbackRegistry> {
  const registry = await start();
  onTestFinished(() => registry.close());
  return registry;
}

interface Busy {
  readonly made: ThrowAwayHome;
  /** The name on the command line. */
  readonly tool: string;
  /** Where its cache is, below the home. */
  readonly cache: string;
  /** What has to be said of whoever holds it. */
  readonly holder: RegExp;
  /** Begins the work. It ends when the answers are released. */
  readonly begin: () => Promise<unknown>;
  readonly held: HeldAnswers;
}

/**
 * While the tool works its cache stays as it is, for a purge that plans now and for a plan from before; when it has ended, the
 * purge goes through.
 */
async function staysWhileItWorks({ made, tool, cache, holder, begin, held }: Busy): Promise<void> {
  const at = path.join(made.path, cache);
  const plan = path.join(made.root, 'plan.json');
  expect(await devclean(made, [tool, 'purge', '--plan-out', plan])).toMatchObject({ code: 0 });
  const before = snapshotTree(at);
  const work = begin();
  try {
    await Promise.race([held.asked, work.then(() => Promise.reject(new Error('it did not wait')))]);
    const { report, planned, applied } = await lookAndTry(made, tool, plan);
    const location = report.providers.flatMap(({ locations }) => locations).find((one) => one.path === at);
    expect(location).toMatchObject({ inUse: 'yes', state: 'recognised' });
    expect(location?.holders.map(({ detail }) => detail).join()).toMatch(holder);

    expect(planned.plan.steps).toEqual([]);
    expectHeld(
      planned.plan.skipped.filter((one) => one.path.startsWith(at) && one.reason !== 'above-allowed-safety'),
      holder,
    );
    expect(applied.outcomes.length).toBeGreaterThan(0);
    expectHeld(
      applied.outcomes.map(({ reason = '', error }) => ({ reason, detail: error?.message ?? '' })),
      holder,
    );
    expect(applied.removed.files).toBe(0);
    // The tool itself goes on writing.
    const gone = diffSnapshots(before, snapshotTree(at)).filter((line) => line.startsWith('gone'));
    expect(gone).toEqual([]);
  } finally {
    held.release();
    await work;
  }
  const after = await devclean(made, [tool, 'purge', '--yes', '--json']);
  const result = JSON.parse(after.stdout) as PurgeResult;
  expect({ code: after.code, undone: result.outcomes.filter(({ status }) => status !== 'done') }).toEqual({
    code: 0,
    undone: [],
  });
  expect(result.removed.files).toBeGreaterThan(0);
  await begin();
}

function expectHeld(parts: readonly { reason: string; detail?: string }[], holder: RegExp): void {
  expect(new Set(parts.map(({ reason }) => reason))).toEqual(new Set(['in-use']));
  for (const { detail } of parts) expect(detail).toMatch(new RegExp(`${holder.source}.* \\(process \\d+\\)`));
}

async function lookAndTry(made: ThrowAwayHome, tool: string, plan: string) {
  const report = JSON.parse((await devclean(made, ['scan', tool, '--json'])).stdout) as ScanReport;
  const results: PurgeResult[] = [];
  for (const args of [
    [tool, 'purge'],
    ['apply', plan],
  ]) {
    const run = await devclean(made, [...args, '--yes', '--json']);
    expect(run).toMatchObject({ code: 1 });
    const result = JSON.parse(run.stdout) as PurgeResult;
    expect(schemaErrors(result)).toBe('No errors');
    results.push(result);
  }
  const [planned, applied] = results as [PurgeResult, PurgeResult];
  return { report, planned, applied };
}

describe('pip', needs('pip'), () => {
  const [python = ''] = findPythons();
  const pip = (made: ThrowAwayHome, index: LoopbackRegistry, args: string[], env: Record<string, string> = {}) => {
    const from = ['--index-url', `${index.url}/simple/`, '--trusted-host', '127.0.0.1'];
    const options = { env: { PIP_CONFIG_FILE: '/dev/null', ...env } };
    return runTool(made, [python, '-m', 'pip', ...args, ...from], options);
  };

  test.each([
    ['install', ['--target', 'site', '--upgrade']],
    ['download', ['--dest', 'wheelhouse']],
  ])('%s under way, waiting for a download', async (command, options) => {
    const index = await registryOf(startPythonIndex);
    const made = home({ '.cache/pip': pipCache() });
    await staysWhileItWorks({
      made,
      tool: 'pip',
      cache: '.cache/pip',
      holder: new RegExp(`pip ${command} is running`),
      held: index.hold(/^\/files\/.*\.whl$/),
      begin: () => pip(made, index, [command, ...options, 'devclean-sample']),
    });
  });

  test('wheel under way, building', async () => {
    const index = await registryOf(startPythonIndex);
    const made = home({ '.cache/pip': pipCache() });
    await staysWhileItWorks({
      made,
      tool: 'pip',
      cache: '.cache/pip',
      holder: /pip wheel is running/,
      held: index.hold(/^\/gate$/),
      begin: () =>
        pip(made, index, ['wheel', '--wheel-dir', 'wheelhouse', 'devclean-sample-source'], {
          DEVCLEAN_SAMPLE_GATE: `${index.url}/gate`,
        }),
    });
    // What it built came through whole, into the cache that the purge had left idle.
    expect(readdirSync(path.join(made.path, '.cache/pip'))).toContain('wheels');
  });
});

const quietly = ['--no-audit', '--no-fund', '--no-update-notifier'];
const project = (made: ThrowAwayHome) => path.join(made.root, 'project');

test('npm ci under way, waiting for a download', needs('npm'), async () => {
  const registry = await registryOf(startNpmRegistry);
  const filled = home();
  const { project: installed } = await fillWithNpm(filled, registry);
  const made = home({ '.npm': npmCache() });
  cpSync(installed, project(made), { recursive: true });
  await staysWhileItWorks({
    made,
    tool: 'npm',
    cache: '.npm',
    holder: /npm ci is running/,
    held: registry.hold(/\.tgz$/),
    begin: () => runTool(made, ['npm', 'ci', '--registry', registry.url, ...quietly], { cwd: project(made) }),
  });
  expect(existsSync(path.join(project(made), 'node_modules/devclean-sample/package.json'))).toBe(true);
});

test('npx under way, waiting for a download', needs('npm'), async () => {
  const registry = await registryOf(startNpmRegistry);
  const made = home({ '.npm': npmCache() });
  const npx = ['npm', 'exec', '--yes', '--registry', registry.url, ...quietly, '--', 'devclean-sample-cli'] as const;
  await staysWhileItWorks({
    made,
    tool: 'npm',
    cache: '.npm',
    holder: /npm exec is running/,
    held: registry.hold(/\.tgz$/),
    begin: () => runTool(made, [...npx]),
  });
});

test('Yarn 1 under way, waiting for a download', async () => {
  const registry = await registryOf(startNpmRegistry);
  const made = home({ '.cache/yarn': yarnClassicCache() });
  made.write({ '../project/package.json': sampleProject });
  const argv = [
    process.execPath,
    yarnClassic,
    'install',
    '--force',
    '--non-interactive',
    '--registry',
    registry.url,
  ] as const;
  await staysWhileItWorks({
    made,
    tool: 'yarn',
    cache: '.cache/yarn',
    holder: /yarn (install|\$) is running/,
    held: registry.hold(/\.tgz$/),
    begin: () => runTool(made, [...argv], { cwd: project(made) }),
  });
});

test('Yarn 4 under way, waiting for a download', async () => {
  const registry = await registryOf(startNpmRegistry);
  const made = home({ '.yarn/berry': yarnBerryFolder() });
  made.write({ '../project': { 'package.json': sampleProject, 'yarn.lock': '' } });
  await staysWhileItWorks({
    made,
    tool: 'yarn',
    cache: '.yarn/berry',
    holder: /yarn install is running/,
    held: registry.hold(/\.tgz$/),
    begin: () =>
      runTool(made, [process.execPath, yarnBerry, 'install', '--no-immutable'], {
        cwd: project(made),
        env: {
          YARN_NPM_REGISTRY_SERVER: registry.url,
          YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
          YARN_ENABLE_TELEMETRY: '0',
        },
      }),
  });
});

test.each([
  ['1.22.22', yarnClassic, '.cache/yarn', { '.cache/yarn': yarnClassicCache() }],
  ['4.18.1', yarnBerry, '.yarn/berry', { '.yarn/berry': yarnBerryFolder() }],
])(
  'Yarn %s under way through Corepack, waiting for a download',
  needs('corepack'),
  async (version, program, cache, tree) => {
    const registry = await registryOf(startNpmRegistry);
    const made = home(tree);
    const manifest = { ...JSON.parse(sampleProject), license: 'MIT', packageManager: `yarn@${version}` };
    made.write({
      '../project': { 'package.json': JSON.stringify(manifest), 'yarn.lock': '' },
      // What Corepack has downloaded before.
      [`.cache/node/corepack/v1/yarn/${version}`]: {
        '.corepack': JSON.stringify({
          locator: { name: 'yarn', reference: version },
          bin: { yarn: 'yarn.cjs' },
          hash: '',
        }),
        'yarn.cjs': `require(${JSON.stringify(program)});\n`,
      },
    });
    await staysWhileItWorks({
      made,
      tool: 'yarn',
      cache,
      holder: /yarn install is running/,
      held: registry.hold(/\.tgz$/),
      begin: async () => {
        rmSync(path.join(project(made), 'node_modules'), { recursive: true, force: true });
        await runTool(made, ['corepack', 'yarn', 'install'], {
          cwd: project(made),
          env: {
            YARN_REGISTRY: registry.url,
            YARN_NPM_REGISTRY_SERVER: registry.url,
            YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
            YARN_ENABLE_TELEMETRY: '0',
            COREPACK_ENABLE_NETWORK: '0',
            COREPACK_ENABLE_PROJECT_SPEC: '1',
          },
        });
      },
    });
  },
);

test("a program that runs from Yarn's zips, and has none of them open", async () => {
  const made = home();
  const { cache, project: running } = await fillWithYarnBerry(made);
  const script = 'require("devclean-sample"); console.log("up"); process.stdin.resume()';
  const program = spawn(process.execPath, [yarnBerry, 'node', '-e', script], {
    ...{ cwd: running, env: made.env, stdio: ['pipe', 'pipe', 'inherit'] },
  });
  onTestFinished(() => void program.kill());
  await once(program.stdout as Readable, 'data');
  const purge = ['yarn', 'purge', '--section', 'yarn/cache', '--yes', '--json'];
  const held = await devclean(made, purge);
  expect(held).toMatchObject({ code: 1 });
  expectHeld((JSON.parse(held.stdout) as PurgeResult).plan.skipped, /yarn-berry-pnp-project is running from it/);
  expect(existsSync(`${cache}/cache`)).toBe(true);
  const ended = once(program, 'exit');
  program.stdin?.end();
  await ended;
  expect(await devclean(made, purge)).toMatchObject({ code: 0 });
  expect(existsSync(`${cache}/cache`)).toBe(false);
});

test('a live Gradle daemon, idle', needs('gradle'), async () => {
  const made = home();
  onTestFinished(() => stopGradle(made));
  const { cache } = await fillWithGradle(made, { daemon: true });
  const before = readdirSync(path.join(cache, 'caches')).sort();
  const held = await devclean(made, ['gradle', 'purge', '--yes', '--json']);
  expect(held).toMatchObject({ code: 1 });
  const { plan } = JSON.parse(held.stdout) as PurgeResult;
  expect(plan.steps).toEqual([]);
  expectHeld(
    plan.skipped.filter(({ reason }) => reason !== 'above-allowed-safety'),
    /Gradle|\.lock/,
  );
  expect(readdirSync(path.join(cache, 'caches')).sort()).toEqual(before);
  for (const pid of pidsIn(plan)) {
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('GradleDaemon');
  }

  const plans = path.join(made.root, 'plan.json');
  const pids = pidsIn(plan);
  await stopGradle(made);
  for (const pid of pids) await ended(pid);
  await devclean(made, ['gradle', 'purge', '--plan-out', plans]);
  const again = await fillWithGradle(made, { daemon: true });
  expect(again.cache).toBe(cache);
  const refused = await devclean(made, ['apply', plans, '--yes', '--json']);
  expect(refused).toMatchObject({ code: 1 });
  const { outcomes, plan: applied } = JSON.parse(refused.stdout) as PurgeResult;
  // The log of the daemon that ended is nobody's any more.
  const gone = outcomes.filter(({ status }) => status === 'done').map(({ step }) => applied.steps[step]?.path ?? '');
  expect(gone.filter((at) => !pids.some((pid) => at.endsWith(`/daemon-${pid}.out.log`)))).toEqual([]);
  expectHeld(
    outcomes
      .filter(({ status }) => status !== 'done')
      .map(({ reason = '', error }) => ({ reason, detail: error?.message ?? '' })),
    /Gradle|\.lock/,
  );
  const [pid = ''] = pidsIn({ skipped: outcomes.map(({ error }) => ({ detail: error?.message })) });
  await stopGradle(made);
  await ended(pid);
  const idle = await devclean(made, ['gradle', 'purge', '--yes']);
  expect(idle).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Freed /) });
  expect(existsSync(path.join(cache, 'caches/modules-2'))).toBe(false);
});

const pidsIn = ({ skipped }: { skipped: readonly { detail?: string | undefined }[] }): string[] => [
  ...new Set(skipped.flatMap(({ detail }) => /\(process (\d+)\)/.exec(detail ?? '')?.[1] ?? [])),
];

/** Waits for a process that is not ours. */
async function ended(pid: string): Promise<void> {
  await once(spawn('tail', [`--pid=${pid}`, '-f', '/dev/null'], { stdio: 'ignore' }), 'exit');
}
