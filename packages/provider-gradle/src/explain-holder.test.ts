import type { FoundSection, HolderProcess } from '@devclean/core';
import { createHome, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { pidsIn } from './daemon-registry.js';
import { explainHolder } from './explain-holder.js';

const home = '/home/ada/.gradle';
const section = (id: string, ...paths: string[]) =>
  ({ id, paths: paths.map((path) => `${home}/${path}`) }) as unknown as FoundSection;
const sections = [
  section('modules', 'caches/modules-2'),
  section('versions', 'caches/8.5', 'caches/9.0.0'),
  section('wrapper', 'wrapper/dists/gradle-8.5-bin', 'wrapper/dists/gradle-9.0.0-bin'),
  section('daemon-logs', 'daemon/9.0.0/daemon-7.out.log', 'daemon/9.0.0/daemon-8.out.log'),
  section('jdks', 'jdks/temurin-21', 'jdks/temurin-17'),
];

async function explained(running: HolderProcess | undefined) {
  const made = createHome();
  onTestFinished(made.remove);
  const holder = { kind: 'process', pid: 7, detail: 'java: open file' } as const;
  const said = await explainHolder(holder, running, { path: home, sections }, await testContext(made));
  return said && { ...said, ...(said.paths && { paths: said.paths.map((path) => path.slice(home.length + 1)) }) };
}

const lib = `${home}/wrapper/dists/gradle-9.0.0-bin/1a/gradle-9.0.0/lib`;
const daemon = [
  'java',
  '-cp',
  `${lib}/gradle-daemon-main-9.0.0.jar`,
  'org.gradle.launcher.daemon.bootstrap.GradleDaemon',
  '9.0.0',
];

test('a daemon needs what versions share, and of what they do not, its own', async () => {
  const uses = [
    `${home}/caches/9.0.0/fileHashes/fileHashes.lock`,
    `${home}/native/x.so`,
    `${home}/jdks/temurin-21/bin/java`,
  ];
  expect(await explained({ argv: daemon, uses })).toEqual({
    detail: 'a daemon of Gradle 9.0.0; only a "gradle --stop" of version 9.0.0 ends it',
    paths: [
      'caches/modules-2',
      'caches/9.0.0',
      'wrapper/dists/gradle-9.0.0-bin',
      'daemon/9.0.0/daemon-7.out.log',
      'jdks/temurin-21',
    ],
  });
});

test('one that shows several versions, or none, holds what it held', async () => {
  expect(await explained({ argv: daemon, uses: [`${home}/caches/8.5/x`] })).toEqual({ detail: 'a daemon of Gradle' });
  expect(await explained({ argv: ['java', 'org.gradle.wrapper.GradleWrapperMain'], uses: [] })).toEqual({
    detail: 'a wrapper of Gradle',
  });
});

test('another program that runs from a distribution holds that one', async () => {
  expect(await explained({ argv: ['idea'], uses: [`${lib}/gradle-tooling-api-9.0.0.jar`] })).toEqual({
    detail: 'java: open file',
    paths: ['wrapper/dists/gradle-9.0.0-bin'],
  });
  expect(await explained({ argv: ['java', `-Dx=${home}/jdks/temurin-17/lib`], uses: [] })).toMatchObject({
    paths: ['jdks/temurin-17'],
  });
});

test('another program that has more than that open is left as it is', async () => {
  expect(await explained({ argv: ['idea'], uses: [`${lib}/a.jar`, `${home}/caches/modules-2/a.jar`] })).toBeUndefined();
  expect(await explained({ argv: ['idea'], uses: ['/elsewhere'] })).toBeUndefined();
  expect(await explained(undefined)).toBeUndefined();
});

test('a registry names its daemons by number, and a damaged one none', () => {
  const of = (pid: number) =>
    Buffer.from([
      ...Buffer.from('/home/ada/.gradle/daemon'),
      1,
      0,
      0,
      0,
      0,
      ...[pid >> 24, pid >> 16, pid >> 8, pid].map((byte) => byte & 0xff),
    ]);
  expect(pidsIn(Buffer.concat([Buffer.alloc(30), of(7307), Buffer.alloc(40), of(12)]))).toEqual([7307, 12]);
  expect(pidsIn(of(7307).subarray(0, -1))).toEqual([]);
  expect(pidsIn(Buffer.from('daemon\x01\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1'))).toEqual([]);
  expect(pidsIn(Buffer.alloc(51))).toEqual([]);
});
