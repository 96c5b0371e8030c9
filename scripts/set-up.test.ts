import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

// A checkout in miniature: the real launcher, and programs in the place of pnpm, turbo and the CLI that write down their calls.
describe.skipIf(process.platform === 'win32')('npm run devclean', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  const write = (name: string, text: string, mode = 0o644) => {
    mkdirSync(path.dirname(file(name)), { recursive: true });
    writeFileSync(file(name), text);
    chmodSync(file(name), mode);
  };
  const calls = () => readFileSync(file('calls'), 'utf8').split('\n').filter(Boolean);

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'devclean-set-up-')));
    cpSync(path.join(root, 'scripts'), file('scripts'), { recursive: true });
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    write('package.json', JSON.stringify({ type: 'module', packageManager: 'pnpm@1.2.3', scripts }));
    write('node_modules/pnpm/package.json', '{ "version": "1.2.3" }');
    write('node_modules/.bin/pnpm', `#!/bin/sh\necho "pnpm $1" >> '${file('calls')}'\necho noise\n`, 0o755);
    write(
      'node_modules/.bin/turbo',
      `#!/bin/sh\necho "turbo $2" >> '${file('calls')}'\necho noise\nexec sh build.sh\n`,
      0o755,
    );
    write('build.sh', 'mkdir -p apps/cli/dist; echo built > apps/cli/dist/index.js\n');
    write(
      'apps/cli/bin/run.js',
      'console.log(JSON.stringify([process.argv.slice(2), process.cwd(), process.env.INIT_CWD]));',
    );
    write('calls', '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const env = { ...process.env, npm_config_update_notifier: 'false' };
  const devclean = (...args: string[]) =>
    spawnSync('npm', ['run', '-s', 'devclean', '--', ...args], { cwd: folder, encoding: 'utf8', env });

  test('sets up, and leaves stdout to the CLI, which runs in the folder of the user', () => {
    const there = file('apps/cli');
    const { stdout, stderr, status } = spawnSync('npm', ['run', '-s', 'devclean', '--', 'a', '--b=c d'], {
      cwd: there,
      encoding: 'utf8',
      env,
    });
    expect(JSON.parse(stdout)).toEqual([['a', '--b=c d'], there, there]);
    expect(stderr).toContain('noise');
    expect(status).toBe(0);
    expect(calls()).toEqual(['pnpm install', 'turbo build']);
  });

  test('starts nothing when nothing changed', () => {
    devclean();
    expect(devclean().status).toBe(0);
    expect(calls()).toHaveLength(2);
  });

  test.each([
    ['a source', 'packages/core/src/index.ts'],
    ['the lockfile', 'pnpm-lock.yaml'],
    ['a damaged output', 'apps/cli/dist/index.js'],
    ['a damaged stamp', '.set-up/stamp.json'],
  ])('notices %s', (_, name) => {
    devclean();
    write(name, 'else');
    expect(devclean().status).toBe(0);
    expect(calls()).toHaveLength(4);
  });

  test('does not run the CLI when the build fails, and tries again the next time', () => {
    write('build.sh', 'exit 3\n');
    const { stdout, stderr, status } = devclean();
    expect([stdout, status]).toEqual(['', 1]);
    expect(stderr).toContain('the build failed');
    devclean();
    expect(calls()).toHaveLength(4);
  });

  test('gives the exit code of the CLI', () => {
    write('apps/cli/bin/run.js', 'process.exitCode = 70;');
    expect(devclean().status).toBe(70);
  });

  test('two runs at once build once', async () => {
    write('build.sh', 'sleep 1; mkdir -p apps/cli/dist; echo built > apps/cli/dist/index.js\n');
    const runs = [1, 2].map(() => spawn('npm', ['run', '-s', 'devclean'], { cwd: folder, stdio: 'ignore', env }));
    const codes = await Promise.all(runs.map((run) => new Promise((resolve) => run.once('close', resolve))));
    expect(codes).toEqual([0, 0]);
    expect(calls()).toEqual(['pnpm install', 'turbo build']);
  });

  test('a set-up that was killed does not stop the next one', async () => {
    write('build.sh', 'touch started; sleep 30\n');
    const killed = spawn('npm', ['run', '-s', 'devclean'], { cwd: folder, stdio: 'ignore', detached: true, env });
    await untilExists('started');
    process.kill(-(killed.pid as number), 'SIGKILL');
    write('build.sh', 'mkdir -p apps/cli/dist; echo built > apps/cli/dist/index.js\n');
    expect(devclean().status).toBe(0);
  });

  test('an interrupt during set-up ends it, with what it started', async () => {
    write('build.sh', 'touch started; exec sleep 30\n');
    const run = spawn(process.execPath, ['scripts/devclean.mjs'], { cwd: folder, stdio: 'ignore', env });
    await untilExists('started');
    run.kill('SIGINT');
    const [, signal] = await new Promise<unknown[]>((resolve) => run.once('close', (...args) => resolve(args)));
    expect(signal).toBe('SIGINT');
    write('build.sh', 'mkdir -p apps/cli/dist; echo built > apps/cli/dist/index.js\n');
    expect(devclean().status).toBe(0);
  });

  // A terminal signals npm, its shell and the CLI, and npm hands SIGINT on besides: two may come for one Ctrl-C. Others
  // (`timeout`, a build server) signal npm alone. A shell in between would end at once and leave the CLI running behind it.
  test.each([
    ['the whole group', 'SIGINT', 130],
    ['npm alone', 'SIGINT', 130],
    ['npm alone', 'SIGTERM', 143],
  ] as const)('%s gets %s: so does the CLI, and its own exit code comes back', async (to, signal, code) => {
    write(
      'apps/cli/bin/run.js',
      `import { writeFileSync } from 'node:fs';
       process.on('${signal}', () => setTimeout(() => process.exit(${code}), 200));
       setTimeout(() => {}, 30000);
       writeFileSync(${JSON.stringify(file('started'))}, '');`,
    );
    const run = spawn('npm', ['run', '-s', 'devclean'], { cwd: folder, stdio: 'ignore', detached: true, env });
    await untilExists('started');
    process.kill((run.pid as number) * (to === 'npm alone' ? 1 : -1), signal);
    expect(await new Promise((resolve) => run.once('close', resolve))).toBe(code);
  });

  async function untilExists(name: string): Promise<void> {
    for (;;) {
      try {
        readFileSync(file(name));
        return;
      } catch {
        await sleep(20);
      }
    }
  }
});

test("the line of the README for pipes writes the CLI's output, and nothing else, to stdout", () => {
  const { stdout, status } = spawnSync('npm', ['run', '-s', 'devclean', '--', '--version'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^devclean\/\S+ \S+ node-\S+\n$/);
  expect(status).toBe(0);
});
