import type { CacheEntry } from '@devclean/core';
import { createHome, runTool, type ThrowAwayHome, type Tree, testContext } from '@devclean/testkit';
import { gradleHome } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { journalFile } from '../../test/journal-file.js';
import { gradle } from '../gradle.js';

function homeWith(tree: Tree): ThrowAwayHome {
  const home = createHome({ '.gradle': tree });
  onTestFinished(home.remove);
  return home;
}

async function entriesOf(home: ThrowAwayHome, id: string): Promise<CacheEntry[]> {
  const context = await testContext(home);
  const { locations } = await gradle.detect(context);
  const { sections } = await gradle.info(locations[0] ?? expect.fail('no location'), context);
  const found: CacheEntry[] = [];
  const section = sections.find((one) => one.id === id) ?? expect.fail(`no section ${id}`);
  for await (const entry of (await gradle.entries(section, context)) ?? []) found.push(entry);
  return found.sort((a, b) =>
    `${a.name} ${a.version}`.localeCompare(`${b.name} ${b.version}`, 'en', { numeric: true }),
  );
}

test('a module was used when the journal says so, of all its files the last; one that it does not know carries no time', async () => {
  const home = homeWith({
    'caches/modules-2/modules-2.lock': '',
    'caches/modules-2/files-2.1/org.x/known/1.0': { 'ab/known-1.0.jar': 'jar', 'cd/known-1.0.pom': 'pom' },
    'caches/modules-2/files-2.1/org.x/unknown/1.0/ef/unknown-1.0.jar': 'jar',
  });
  const at = (hash: string) => `${home.path}/.gradle/caches/modules-2/files-2.1/org.x/known/1.0/${hash}`;
  const journal = journalFile({ [at('ab')]: Date.UTC(2025, 0, 2), [at('cd')]: Date.UTC(2025, 0, 3) });
  home.write({ '.gradle/caches/journal-1/file-access.bin': journal });
  expect((await entriesOf(home, 'modules')).map(({ name, lastUsed }) => [name, lastUsed])).toEqual([
    ['org.x:known', { at: '2025-01-03T00:00:00.000Z', from: 'tool' }],
    ['org.x:unknown', undefined],
  ]);
});

test('distributions, versions, JDKs and logs by name and version', async () => {
  const home = homeWith({
    ...gradleHome(),
    'jdks/jdk-11.0.9.1+1/jdk-11.0.9.1+1/Contents/Home/release':
      'IMPLEMENTOR="Azul Systems, Inc."\nJAVA_VERSION="11.0.9.1"\n',
    'jdks/jdk-17-archive.tar.gz': 'half',
    'wrapper/dists/corporate-gradle-9.0-rc-1-all/x/gradle-9.0-rc-1/bin/gradle': '',
  });
  const shown = async (id: string) =>
    (await entriesOf(home, id)).map(({ name, version, kind, fileName }) =>
      [kind, name, version, fileName].filter(Boolean).join(' '),
    );
  expect(await shown('wrapper')).toEqual([
    'distribution corporate-gradle-all 9.0-rc-1 corporate-gradle-9.0-rc-1-all.zip',
    'distribution gradle-bin 7.6.4 gradle-7.6.4-bin.zip',
    'distribution gradle-bin 8.10.2 gradle-8.10.2-bin.zip',
  ]);
  expect(await shown('versions')).toEqual(['version gradle-caches 7.6.4', 'version gradle-caches 8.10.2']);
  expect(await shown('daemon-logs')).toEqual(['log daemon-logs 7.6.4', 'log daemon-logs 8.10.2']);
  expect(await shown('jdks')).toEqual([
    'archive jdk-17-archive.tar.gz',
    'jdk jdk-azul-systems-inc 11.0.9.1 jdk-11.0.9.1+1',
    'jdk jdk-eclipse-adoptium 17.0.13 eclipse_adoptium-17-amd64-linux.2',
  ]);
});

test('what was made of libraries has their names, before Gradle 6.8 and after', async () => {
  const digest = (digit: string) => digit.repeat(32);
  const home = homeWith({
    'caches/modules-2/modules-2.lock': '',
    [`caches/transforms-3/${digest('a')}`]: { 'transformed/jetified-guava-33.3.1-jre.jar': '', 'metadata.bin': '' },
    [`caches/transforms-3/${digest('b')}`]: { 'metadata.bin': '' },
    [`caches/transforms-1/files-1.1/core-1.2.aar/${digest('c')}/classes.jar`]: '',
    'caches/transforms-3/transforms-3.lock': '',
  });
  expect((await entriesOf(home, 'transforms')).map(({ name, version }) => [name, version])).toEqual([
    [digest('b'), undefined],
    ['core', '1.2'],
    ['guava', '33.3.1-jre'],
  ]);
});

test('what a real Gradle has packed is named by its task', needs('gradle', 'javac'), async () => {
  const home = createHome({
    'project/settings.gradle': '',
    'project/build.gradle': "apply plugin: 'java'\n",
    'project/src/main/java/A.java': 'class A {}\n',
  });
  onTestFinished(home.remove);
  const argv = ['gradle', '--no-daemon', '--console=plain', '--build-cache', 'compileJava'] as const;
  await runTool(home, [...argv], { cwd: `${home.path}/project` });
  expect(await entriesOf(home, 'build-cache')).toMatchObject([
    { name: ':compileJava', kind: 'build-cache', fileName: expect.stringMatching(/^[0-9a-f]{32}$/) },
  ]);
});
