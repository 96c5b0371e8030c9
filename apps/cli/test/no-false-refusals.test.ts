import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { PurgeResult } from '@devclean/core';
import { createHome, runTool, type ThrowAwayHome } from '@devclean/testkit';
import { developerHome } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { devclean, executable, programs, type RunOptions, sheltered } from './devclean.js';

/** A cleaner that refuses an idle safe cache on an ordinary machine has failed as surely as one that deletes too much. */

const root = path.resolve(import.meta.dirname, '../../..');
const idleAndSafe = [
  'gradle/daemon-logs',
  'npm/cacache',
  'npm/logs',
  'npm/tmp',
  'npm/tuf',
  'pip/http',
  'pip/selfcheck',
  'pnpm/metadata',
  'pnpm/verified',
  'yarn/dead',
  'yarn/metadata',
  'yarn/v6',
];

function home(): ThrowAwayHome {
  const made = createHome(developerHome());
  onTestFinished(() => made.remove());
  return made;
}

/** Everything that was safe and idle went, and nothing was refused. */
function expectCleared(result: PurgeResult): void {
  const refused = result.outcomes.filter(({ status }) => status !== 'done');
  expect(refused).toEqual([]);
  expect([...new Set(result.plan.steps.map(({ provider, section }) => `${provider}/${section}`))].sort()).toEqual(
    idleAndSafe,
  );
  const reasons = result.plan.skipped.map(({ reason }) => reason);
  expect(
    reasons.filter((reason) => !['above-allowed-safety', 'outside-home', 'not-active', 'empty'].includes(reason)),
  ).toEqual([]);
  expect(result.removed).toEqual(result.plan.expected);
  expect(result.remaining.files).toBe(0);
}

async function sweep(made: ThrowAwayHome, options?: RunOptions): Promise<void> {
  const run = await devclean(made, ['sweep', '--yes', '--json'], options);
  expectCleared(JSON.parse(run.stdout));
  expect(run.code).toBe(0);
}

/** The home belongs to somebody else, as if that user had filled it. */
function giveTo(uid: number, folder: string): void {
  for (const name of [folder, ...entriesBelow(folder)]) chownSync(name, uid, uid);
}

test('as the user who runs the tests', () => sweep(home()));

test(
  'as an ordinary user, among hundreds of processes of root that may not be looked at',
  needs('a second user'),
  async () => {
    const made = home();
    giveTo(65_534, made.root);
    // One of them runs `npm ci` as root, in this very home and standing in its cache.
    const crowd = 'i=0; while [ $i -lt 300 ]; do cat <&3 & i=$((i+1)); done; exec "$@"';
    const npm = `process.title = 'npm ci'; console.log('ready'); process.stdin.resume(); /* ${' '.repeat(64)} */`;
    const others = spawn('sh', ['-c', crowd, 'sh', process.execPath, '-e', npm], {
      cwd: path.join(made.path, '.npm'),
      env: made.env,
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    });
    onTestFinished(async () => {
      for (const end of [others.stdin, others.stdio[3]]) (end as Writable).end();
      await once(others, 'close');
    });
    await once(others.stdout as Readable, 'data');
    await sweep(made, { through: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] });
  },
);

test(
  'as root in a container whose image brought the caches: in the lower layer of an overlay',
  needs('a mount namespace'),
  async () => {
    const made = home();
    const image = `
    mkdir "$TMPDIR/layer"; mount -t tmpfs tmpfs "$TMPDIR/layer"; mkdir "$TMPDIR/layer/upper" "$TMPDIR/layer/work"
    mount -t overlay -o "lowerdir=$HOME,upperdir=$TMPDIR/layer/upper,workdir=$TMPDIR/layer/work" overlay "$HOME"; cd "$HOME"`;
    const run = await devclean(made, ['sweep', '--yes', '--json'], { through: sheltered(image) });
    expectCleared(JSON.parse(run.stdout));
    expect(run.code).toBe(0);
    // What is in a lower layer cannot be renamed.
    expect(run.stderr).toMatch(/is cleared in place[\s\S]*EXDEV/);
  },
);

const memory = '/dev/shm';
const isTmpfs = existsSync(memory) && statfsSync(memory).type === 0x01021994;
test.runIf(isTmpfs)('on tmpfs', () => {
  vi.stubEnv('TMPDIR', memory);
  onTestFinished(() => void vi.unstubAllEnvs());
  return sweep(home());
});

describe('on a full disk that everything lies on, the state folder too', needs('a mount namespace'), () => {
  const full = (limit: string, fill: string) => `
    cp -a "$HOME" "$TMPDIR/copy"; mount -t tmpfs -o ${limit} tmpfs "$HOME"; cp -a "$TMPDIR/copy/." "$HOME"; cd "$HOME"
    ${fill} 2>/dev/null || true
    if echo more > more; then echo "there is room left" >&2; exit 9; fi`;

  test.each([
    ['no byte is free', full('size=16m', 'cat /dev/zero > filler')],
    ['no inode is free', full('nr_inodes=1700', 'i=0; while touch "filler-$i"; do i=$((i+1)); done')],
  ])('%s: a scan works, and a sweep frees what it planned', async (_, prepare) => {
    const made = home();
    const through = sheltered(prepare);
    const scan = await devclean(made, ['scan', '--json'], { through });
    expect(scan.code).toBe(0);
    const run = await devclean(made, ['sweep', '--yes', '--json'], { through });
    const { plan, removed, freeSpaceDelta } = JSON.parse(run.stdout) as PurgeResult;
    expect(plan.steps.length).toBeGreaterThan(idleAndSafe.length);
    expect(removed.reclaimableBytes).toBeGreaterThanOrEqual(0.95 * plan.expected.reclaimableBytes);
    expect(freeSpaceDelta).toBeGreaterThanOrEqual(0.95 * plan.expected.reclaimableBytes);
    expect(run.code).toBe(0);
  });
});

test('with a home that is a link', async () => {
  const made = home();
  const real = path.join(made.root, 'volume');
  renameSync(made.path, real);
  symlinkSync(real, made.path);
  await sweep(made);
});

test('with a home behind a link, as where /home is one', async () => {
  const made = home();
  const linked = path.join(made.root, 'link/home');
  symlinkSync(made.root, path.dirname(linked));
  const env = Object.entries({ ...made.env, PATH: programs });
  const moved = env.map(([name, value]) => [name, value.replaceAll(made.path, linked)]);
  await sweep(made, { env: Object.fromEntries(moved), cwd: linked });
});

test('with the folder of all caches on another disk, behind a link', async () => {
  const made = home();
  const caches = path.join(made.path, '.cache');
  renameSync(caches, path.join(made.root, 'other-disk'));
  symlinkSync(path.join(made.root, 'other-disk'), caches);
  await sweep(made);
});

test('when the user stands in one of the caches', async () => {
  const made = home();
  await sweep(made, { cwd: path.join(made.path, '.npm') });
});

describe('launched by npm', needs('npm'), () => {
  test('npm run', async () => {
    const made = home();
    made.write({
      'projects/own': {
        'package.json': JSON.stringify({ scripts: { clean: `node ${executable} sweep --yes --json` } }),
      },
    });
    const text = await runTool(made, ['npm', 'run', '--silent', 'clean'], {
      cwd: path.join(made.path, 'projects/own'),
    });
    expectCleared(JSON.parse(text));
  });

  let tarball: string;
  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'devclean-npx-'));
    const packer = createHome();
    await runTool(packer, [process.execPath, path.join(root, 'scripts/pack.mjs'), folder], { env: { INIT_CWD: '' } });
    packer.remove();
    tarball = path.join(
      folder,
      entriesBelow(folder)
        .map((name) => path.basename(name))
        .find((name) => name.endsWith('.tgz')) ?? '',
    );
    return () => rmSync(folder, { recursive: true });
  });

  test('npx, which keeps devclean itself in the cache that is cleared', async () => {
    const made = home();
    const npx = ['npm', 'exec', '--yes', '--offline', `--package=${tarball}`, '--', 'devclean'] as const;
    expectCleared(JSON.parse(await runTool(made, [...npx, 'sweep', '--yes', '--json'])));
    // The installs behind npx are costly, and the one that devclean is running from stays.
    const run = runTool(made, [...npx, 'sweep', '--yes', '--json', '--section', 'npm/npx']);
    const refused = await run.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refused).toContain('devclean is running from it');
    expect(existsSync(path.join(made.path, '.npm/_npx'))).toBe(true);
  });
});

test("the README's line for pipes prints one document and nothing else", needs('npm'), async () => {
  const made = home();
  const text = await runTool(made, ['npm', 'run', '-s', 'devclean', '--', 'scan', '--json'], { cwd: root });
  expect(JSON.parse(text)).toMatchObject({ schema: 'devclean.scan/1' });
});

function entriesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}
