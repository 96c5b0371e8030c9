import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EntryList, InfoDocument, PurgeResult } from '@devclean/core';
import { createHome, diffSnapshots, runTool, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import {
  type LoopbackRegistry,
  startLoopback,
  startMavenRepository,
  stopGradle,
  zip,
} from '@devclean/testkit/known-tools';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

const store = '.gradle/caches/modules-2/files-2.1/org.devclean';

/** A build that resolves what is asked for, and says the names of the files. */
async function build(
  home: ThrowAwayHome,
  { url }: LoopbackRegistry,
  modules: readonly string[],
  ...flags: string[]
): Promise<string> {
  home.write({
    'project/settings.gradle': "rootProject.name = 'project'\n",
    'project/build.gradle': `
repositories { maven { url '${url}' } }
configurations { sample }
dependencies { ${modules.map((name) => `sample 'org.devclean:${name}:1.0'`).join('; ')} }
task fetch { doLast { println 'got ' + configurations.sample.files*.name.sort() } }
`,
  });
  const argv = ['gradle', '--console=plain', ...flags, 'fetch'] as const;
  return runTool(home, argv as unknown as [string, ...string[]], { cwd: join(home.path, 'project') });
}

async function filled(flag = '--no-daemon') {
  const home = createHome();
  onTestFinished(home.remove);
  const repository = await startMavenRepository();
  onTestFinished(repository.close);
  if (flag === '--daemon') onTestFinished(() => stopGradle(home));
  await build(home, repository, ['sample', 'sample-apart'], flag);
  return { home, repository };
}

async function json<Document>(home: ThrowAwayHome, ...words: string[]): Promise<Document> {
  const { stdout } = await devclean(home, ['gradle', ...words, '--json']);
  const document = JSON.parse(stdout);
  expect(schemaErrors(document)).toBe('No errors');
  return document as Document;
}

describe('after a real Gradle has built', needs('gradle'), () => {
  test('the list names all modules, and adds up to the sections', async () => {
    const { home } = await filled();
    const list = await json<EntryList>(home, 'list');
    const modules = list.entries.filter(({ kind }) => kind === 'module');
    expect(modules.map(({ name, version }) => `${name}:${version}`).sort()).toEqual([
      'org.devclean:sample-apart:1.0',
      'org.devclean:sample-leaf:1.0',
      'org.devclean:sample:1.0',
    ]);
    for (const { name, usage } of modules) {
      const own = join(home.path, store, name.slice('org.devclean:'.length), '1.0');
      const sizes = [...snapshotTree(own).values()].map((node) => Number(node.size));
      expect(usage.apparentBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    }
    const info = await json<InfoDocument>(home, 'info');
    for (const { id, usage } of info.provider.locations[0]?.sections ?? []) {
      const parts = [...list.entries, ...list.unnamed].filter(({ section }) => section === id);
      for (const field of ['files', 'directories', 'apparentBytes', 'allocatedBytes'] as const) {
        const sum = parts.reduce((bytes, part) => bytes + part.usage[field], 0);
        expect(sum, `${id}: ${field}`).toBe(usage[field]);
      }
    }
  });

  test('a module goes with its folder and nothing else; the rest builds offline, and online it comes back', async () => {
    const { home, repository } = await filled();
    home.write({ '.gradle/gradle.properties': 'secret=mine\n', '.gradle/init.d/mine.gradle': '// mine\n' });
    const before = snapshotTree(home.path);
    const run = await devclean(home, ['gradle', 'remove', 'org.devclean:sample-leaf:1.0', '--yes']);
    expect(run).toMatchObject({ code: 0 });
    const after = snapshotTree(home.path);
    const gone = `${store}/sample-leaf/1.0`;
    const isGone = (path: string) => path === gone || path.startsWith(`${gone}/`);
    expect([...before.keys()].filter((path) => !after.has(path))).toEqual([...before.keys()].filter(isGone));
    // What is left is as it was, but for the time of the folder above.
    const rest = (tree: typeof before) =>
      new Map([...tree].filter(([path]) => path.startsWith('.gradle/') && !isGone(path) && path !== parent));
    const parent = `${store}/sample-leaf`;
    expect(diffSnapshots(rest(before), rest(after))).toEqual([]);

    expect(await build(home, repository, ['sample-apart'], '--no-daemon', '--offline')).toContain(
      'got [sample-apart-1.0.jar]',
    );
    await expect(build(home, repository, ['sample'], '--no-daemon', '--offline')).rejects.toThrow('offline');
    const jar = '/org/devclean/sample-leaf/1.0/sample-leaf-1.0.jar';
    const asked = repository.requests.filter((path) => path === jar).length;
    expect(await build(home, repository, ['sample'], '--no-daemon')).toContain(
      'got [sample-1.0.jar, sample-leaf-1.0.jar]',
    );
    expect(repository.requests.filter((path) => path === jar)).toHaveLength(asked + 1);
  });

  test('a purge leaves settings, and a Gradle that works', async () => {
    const { home, repository } = await filled();
    home.write({ '.gradle/gradle.properties': 'secret=mine\n', '.gradle/init.d/mine.gradle': '// mine\n' });
    expect(await devclean(home, ['gradle', 'purge', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(join(home.path, '.gradle/caches/modules-2'))).toBe(false);
    expect(readdirSync(join(home.path, '.gradle'))).toEqual(expect.arrayContaining(['gradle.properties', 'init.d']));
    expect(await build(home, repository, ['sample'], '--no-daemon')).toContain('sample-leaf-1.0.jar');
  });

  test('a daemon that waits keeps its own, and lets a distribution of another version go', async () => {
    const { home } = await filled('--daemon');
    const dist = '.gradle/wrapper/dists/gradle-8.5-bin';
    home.write({
      [`${dist}/1a2b3c/gradle-8.5/lib/gradle-base-services-8.5.jar`]: 'jar',
      [`${dist}/1a2b3c/gradle-8.5-bin.zip.ok`]: '',
    });
    const held = await devclean(home, ['gradle', 'remove', 'org.devclean:*', '--yes']);
    expect(held).toMatchObject({ code: 1 });
    expect(held.stdout + held.stderr).toMatch(/daemon\s+of\s+Gradle/);
    expect(existsSync(join(home.path, store, 'sample-leaf/1.0'))).toBe(true);
    expect(await devclean(home, ['gradle', 'remove', 'gradle-bin@8.5', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(join(home.path, dist))).toBe(false);
  });

  test('a build under way is a holder, and ends well', async () => {
    const { home, repository } = await filled();
    const { asked, release } = repository.hold(/sample-leaf-1\.0\.jar$/);
    onTestFinished(release);
    expect(await devclean(home, ['gradle', 'remove', 'org.devclean:sample-leaf', '--yes'])).toMatchObject({ code: 0 });
    const building = build(home, repository, ['sample', 'sample-apart'], '--no-daemon');
    await asked;
    const result = await json<PurgeResult>(home, 'purge', '--yes');
    expect(result.outcomes).toEqual([]);
    expect(result.plan.skipped.some(({ reason }) => reason === 'in-use')).toBe(true);
    release();
    expect(await building).toContain('got [sample-1.0.jar, sample-apart-1.0.jar, sample-leaf-1.0.jar]');
  });
});

/**
 * The wrapper of the Gradle on the PATH, in a project that has it install that same Gradle from a zip on loopback. The build waits at
 * `/gate` for as long as a test holds that.
 */
async function wrapped() {
  const gradleHome = dirname(dirname(realpathSync(findTool('gradle') ?? '')));
  const lib = (name: RegExp) =>
    join(gradleHome, 'lib', readdirSync(join(gradleHome, 'lib')).find((one) => name.test(one)) ?? '');
  const jar = lib(/^gradle-wrapper-[\d.]+\.jar$/);
  const version = /gradle-wrapper-([\d.]+)\.jar$/.exec(jar)?.[1] ?? expect.fail('no wrapper in this Gradle');
  const all = (folder: string) =>
    readdirSync(join(gradleHome, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`);
  const distribution = zip(
    Object.fromEntries(
      ['', 'bin', 'lib', ...all('lib'), 'bin/gradle'].map((name) => {
        const at = join(gradleHome, name);
        // The wrapper makes no folder that the zip does not name.
        return statSync(at).isFile()
          ? [`gradle-${version}/${name}`, readFileSync(at)]
          : [join(`gradle-${version}`, name, '/'), ''];
      }),
    ),
  );
  const server = await startLoopback((path) => {
    if (path === '/gate') return { type: 'text/plain', body: 'open' };
    return path === `/gradle-${version}-bin.zip` ? { type: 'application/zip', body: distribution } : undefined;
  });
  onTestFinished(server.close);
  const home = createHome({
    '.gradle/gradle.properties': 'secret=mine\n',
    // By this it is a user home before anything has been installed.
    '.gradle/caches/8.5/fileHashes/fileHashes.lock': '',
    'project/settings.gradle': '',
    'project/build.gradle': `task hi { doLast { println 'gate ' + new URL('${server.url}/gate').text } }`,
    'project/gradle/wrapper': {
      'gradle-wrapper.jar': readFileSync(jar),
      'gradle-wrapper.properties': `distributionUrl=${server.url.replaceAll(':', '\\:')}/gradle-${version}-bin.zip\n`,
    },
    // A wrapper's jar as Gradle generates it knows its version; the library that Debian has does not.
    'receipt/build-receipt.properties': `versionNumber=${version}\n`,
  });
  onTestFinished(home.remove);
  const classes = ['project/gradle/wrapper/gradle-wrapper.jar', 'receipt'].map((name) => join(home.path, name));
  const opens = ['lang', 'util'].flatMap((name) => ['--add-opens', `java.base/java.${name}=ALL-UNNAMED`]);
  const run = () =>
    runTool(
      home,
      [
        'java',
        ...opens,
        '-cp',
        [...classes, lib(/^gradle-cli-[\d.]+\.jar$/)].join(':'),
        'org.gradle.wrapper.GradleWrapperMain',
        '--no-daemon',
        '-q',
        'hi',
      ],
      { cwd: join(home.path, 'project') },
    );
  const downloads = () => server.requests.filter((path) => path.endsWith('.zip')).length;
  return {
    home,
    server,
    version,
    run,
    downloads,
    dist: join(home.path, `.gradle/wrapper/dists/gradle-${version}-bin`),
  };
}

describe('a Gradle that a real wrapper has installed', needs('gradle', 'java'), () => {
  test('is named, says who uses it, goes whole, and the wrapper brings it back', async () => {
    const { home, version, run, downloads, dist } = await wrapped();
    expect(await run()).toContain('gate open');
    const { entries } = await json<EntryList>(home, 'list', '--project', home.path);
    const [entry] = entries.filter(({ section }) => section === 'wrapper');
    expect(entry).toMatchObject({ name: 'gradle-bin', version, kind: 'distribution', lastUsedFrom: 'mtime' });
    expect(entry?.remark).toMatch(/^used by /);
    const files = [...snapshotTree(dist).values()].filter(({ type }) => type !== 'folder');
    expect(entry?.usage.files).toBe(files.length);
    expect(entry?.usage.apparentBytes).toBe(files.reduce((sum, { size }) => sum + Number(size), 0));

    const project = snapshotTree(join(home.path, 'project'));
    expect(await devclean(home, ['gradle', 'remove', `gradle-bin@${version}`, '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(dist)).toBe(false);
    expect(diffSnapshots(project, snapshotTree(join(home.path, 'project')))).toEqual([]);
    expect(readFileSync(join(home.path, '.gradle/gradle.properties'), 'utf8')).toBe('secret=mine\n');

    expect(downloads()).toBe(1);
    expect(await run()).toContain('gate open');
    expect(downloads()).toBe(2);

    // The same after a purge of everything.
    expect(await devclean(home, ['gradle', 'purge', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(dist)).toBe(false);
    expect(await run()).toContain('gate open');
  });

  test.runIf(process.platform === 'linux')('stays while a program has it on its PATH', async () => {
    const { home, version, run, dist } = await wrapped();
    await run();
    const bin = join(dist, readdirSync(dist)[0] ?? '', `gradle-${version}/bin`);
    const program = spawn('sleep', ['100'], { env: { ...home.env, PATH: `${bin}:${home.env.PATH}` }, stdio: 'ignore' });
    onTestFinished(() => void program.kill());
    await once(program, 'spawn');
    const purge = ['purge', '--yes', '--section', 'gradle/wrapper'];
    const { plan, outcomes } = await json<PurgeResult>(home, ...purge);
    expect(outcomes).toEqual([]);
    expect(plan.skipped).toMatchObject([
      { reason: 'in-use', detail: expect.stringContaining(`process ${program.pid}`) },
    ]);
    program.kill();
    await once(program, 'exit');
    expect((await json<PurgeResult>(home, ...purge)).outcomes).toMatchObject([{ status: 'done' }]);
  });

  test.each([
    ['it is being downloaded', /\.zip$/],
    ['a build runs from it', /^\/gate$/],
  ])('stays while %s', async (_, paths) => {
    const { home, server, version, run, dist } = await wrapped();
    const { asked, release } = server.hold(paths);
    onTestFinished(release);
    const running = run();
    await Promise.race([asked, running]);
    const before = snapshotTree(dist);
    const { plan, outcomes } = await json<PurgeResult>(home, 'purge', '--yes', '--section', 'gradle/wrapper');
    expect(outcomes).toEqual([]);
    expect(plan.skipped).toMatchObject([{ reason: 'in-use', detail: expect.stringMatching(/Gradle|\.lck/) }]);
    expect(await devclean(home, ['gradle', 'remove', `gradle-bin@${version}`, '--yes'])).toMatchObject({ code: 1 });
    expect(diffSnapshots(before, snapshotTree(dist))).toEqual([]);
    release();
    expect(await running).toContain('gate open');
    expect(await devclean(home, ['gradle', 'remove', `gradle-bin@${version}`, '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(dist)).toBe(false);
  });
});

test('what is not as Gradle leaves it has no name, and breaks nothing', async () => {
  const home = createHome({
    '.gradle/caches': {
      'modules-2': {
        'modules-2.lock': '',
        'files-2.1': {
          'a.file': 'x',
          'org.x/a.file': 'x',
          'org.x/lib/a.file': 'x',
          'org.x/lib/1.0/a.file': 'x',
          'org.x/lib/2.0/abc': 'a file in place of a folder',
          'org.x/lib/3.0/abc/lib-3.0.jar/deeper': 'a folder in place of a file',
          'org.x/lib/4.0/xyz/lib-4.0.jar': 'no digest',
          'org.x/lib/5.0/0': {},
          'org.x/lib/6.0/abc/lib-6.0.jar': 'good',
        },
      },
      'journal-1': { 'journal-1.lock': '', 'file-access.bin/inside': 'a folder' },
      'transforms-3': 'a file',
      'jars-9/0123456789abcdef0123456789abcdef': 'a file',
      'build-cache-1/0123456789abcdef0123456789abcdef': Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xff]),
      'build-cache-1/fedcba9876543210fedcba9876543210/folder': 'x',
      '8.5': 'a file',
    },
    '.gradle/daemon/8.5/registry.bin': Buffer.alloc(300_000, 'daemon\x01'),
    '.gradle/wrapper/dists/gradle-8.5-bin': 'a file',
    '.gradle/jdks/jdk-17': 'a file',
  });
  onTestFinished(home.remove);
  writeFileSync(Buffer.from(`${home.path}/.gradle/caches/modules-2/files-2.1/\xff`, 'latin1'), 'no UTF-8');
  const { entries } = await json<EntryList>(home, 'list');
  const modules = entries.filter(({ section }) => section === 'modules');
  expect(modules.map(({ name, version }) => `${name}:${version}`)).toEqual(['org.x:lib:6.0']);
  expect(await devclean(home, ['gradle', 'info'])).toMatchObject({ code: 0 });
});
