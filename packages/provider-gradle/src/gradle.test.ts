import { createHome, type TestMachine, type Tree, testContext } from '@devclean/testkit';
import { describeProvider } from '@devclean/testkit/contract';
import { gradleHome } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gradle } from './gradle.js';

/** What the sample home has none of: older layouts, and what people and companies add. */
const fill: Tree = {
  ...gradleHome(),
  'init.gradle.kts': '// the same in Kotlin\n',
  'enterprise/keys.properties': 'scans.example.org=do-not-lose-me\n',
  'daemon/CACHEDIR.TAG': '',
  'wrapper/dists/CACHEDIR.TAG': '',
  'jdks/CACHEDIR.TAG': '',
  'jdks/jdk-11.0.9.1+1/release': 'JAVA_VERSION="11.0.9.1"\n',
  'jdks/jdk8u275-b01/release': 'JAVA_VERSION="1.8.0_275"\n',
  'wrapper/dists/corporate-8.5-bin/1a2b3c/gradle-8.5': {
    'init.d/repositories.gradle': '// every build of the company\n',
    'lib/gradle-base-services-8.5.jar': '',
  },
  'wrapper/dists/groovy-corporate-8.5-bin/1a2b3c/gradle-8.5/init.d/repositories.gradle.kts': '',
  'wrapper/dists/nightly/1a2b3c/gradle/bin/gradle': '',
  'caches/fabric-loom/minecraft.jar': '',
};

describeProvider(gradle, {
  caches: {
    gradle: {
      fill,
      keep: [
        ...['gradle.properties', 'init.gradle', 'init.gradle.kts', 'init.d', 'develocity', 'enterprise'],
        ...['build-scan-data', 'caches/journal-1', 'caches/keyrings', 'native', 'notifications', 'workers'],
        ...['daemon/7.6.4/registry.bin', 'daemon/7.6.4/registry.bin.lock'],
        ...['daemon/8.10.2/registry.bin', 'daemon/8.10.2/registry.bin.lock'],
        ...['caches/CACHEDIR.TAG', 'daemon/CACHEDIR.TAG', 'wrapper/dists/CACHEDIR.TAG', 'jdks/CACHEDIR.TAG'],
        'wrapper/dists/corporate-8.5-bin/1a2b3c/gradle-8.5/lib/gradle-base-services-8.5.jar',
        'wrapper/dists/corporate-8.5-bin/1a2b3c/gradle-8.5/init.d/repositories.gradle',
        'wrapper/dists/groovy-corporate-8.5-bin/1a2b3c/gradle-8.5/init.d/repositories.gradle.kts',
        'wrapper/dists/nightly/1a2b3c/gradle/bin/gradle',
        'jdks/eclipse_adoptium-17-amd64-linux.2.reserved.lock',
        'caches/fabric-loom/minecraft.jar',
      ],
      defaultAt: { linux: '.gradle', darwin: '.gradle', win32: '.gradle' },
      variables: ['GRADLE_USER_HOME'],
      precedence: [
        {
          when: 'GRADLE_USER_HOME is set',
          env: { GRADLE_USER_HOME: '{home}/named' },
          active: ['named'],
          leftovers: ['.gradle'],
        },
        {
          when: 'GRADLE_OPTS names one too',
          env: { GRADLE_USER_HOME: '{home}/named', GRADLE_OPTS: '-Xmx1g "-Dgradle.user.home={home}/by option"' },
          active: ['by option'],
          leftovers: ['named', '.gradle'],
        },
        {
          when: 'JAVA_OPTS and GRADLE_OPTS each name one',
          env: { JAVA_OPTS: '-Dgradle.user.home={home}/java', GRADLE_OPTS: '-Dgradle.user.home={home}/gradle' },
          active: ['gradle'],
          leftovers: ['.gradle'],
          ignored: ['java'],
        },
        {
          when: 'Java is told of another home',
          env: { JAVA_TOOL_OPTIONS: '-Duser.home={home}/container' },
          active: ['container/.gradle'],
          leftovers: ['.gradle'],
        },
        {
          when: 'Java is told of another home, and GRADLE_USER_HOME is set',
          env: { JAVA_TOOL_OPTIONS: '-Duser.home={home}/container', GRADLE_USER_HOME: '{home}/named' },
          active: ['named'],
          leftovers: ['container/.gradle', '.gradle'],
        },
        {
          when: 'GRADLE_USER_HOME is empty',
          env: { GRADLE_USER_HOME: '' },
          active: ['.gradle'],
        },
        {
          when: 'a Gradle that follows XDG has left one',
          active: ['.gradle'],
          leftovers: ['.local/share/Gradle'],
        },
        {
          when: 'a Gradle that follows macOS has left one',
          platform: 'darwin',
          active: ['.gradle'],
          leftovers: ['Library/Application Support/Gradle'],
        },
        {
          when: 'a Gradle that follows Windows has left one',
          platform: 'win32',
          active: ['.gradle'],
          leftovers: ['AppData/Local/Gradle'],
        },
        {
          when: 'a read-only cache is shared',
          env: { GRADLE_RO_DEP_CACHE: '{home}/shared' },
          active: ['.gradle'],
          ignored: ['shared'],
        },
      ],
      decoys: {
        "a project's own folder": {
          '8.10.2/fileHashes/fileHashes.lock': '',
          'buildOutputCleanup/cache.properties': '',
        },
        'settings alone': { 'gradle.properties': 'org.gradle.daemon=false\n', 'init.d/mirror.gradle': '' },
        'a project that calls itself so': { 'build.gradle.kts': '', 'caches/modules-2/modules-2.lock': '' },
        'the home of another tool': { 'caches/8.10.2/data.bin': '', 'wrapper/dists/readme.txt': '' },
      },
    },
  },
});

async function machineWith(tree: Tree, machine: (home: string) => TestMachine = () => ({})) {
  const home = createHome(tree);
  onTestFinished(home.remove);
  return { home, context: await testContext(home, machine(home.path)) };
}

test("Java's home is the account's, and what lies in $HOME is a leftover", async () => {
  const { home, context } = await machineWith({ 'account/.gradle': gradleHome(), '.gradle': gradleHome() }, (path) => ({
    homes: { account: `${path}/account` },
  }));
  const { locations } = await gradle.detect(context);
  expect(locations).toMatchObject([
    { path: `${home.path}/account/.gradle`, active: true },
    { path: `${home.path}/.gradle`, active: false },
  ]);
});

describe('the Gradles that use it', () => {
  test('those on the PATH by their libraries, and those of wrappers', async () => {
    const { home, context } = await machineWith(
      {
        'opt/gradle-8.5/bin/gradle': '#!/bin/sh\n',
        'opt/gradle-8.5/lib/gradle-base-services-8.5.jar': '',
        'bin/gradle': '#!/bin/sh\n',
        '.gradle': gradleHome(),
      },
      (path) => ({ env: { PATH: `bin:${path}/opt/gradle-8.5/bin:${path}/bin` } }),
    );
    const { contexts } = await gradle.detect(context);
    const location = `${home.path}/.gradle`;
    expect(contexts).toEqual([
      {
        ...{
          id: `${home.path}/opt/gradle-8.5/bin/gradle`,
          label: 'Gradle 8.5',
          version: '8.5',
          location,
          caching: 'on',
        },
        executable: `${home.path}/opt/gradle-8.5/bin/gradle`,
      },
      {
        ...{ id: `${home.path}/bin/gradle`, label: 'Gradle on the PATH', location, caching: 'on' },
        executable: `${home.path}/bin/gradle`,
      },
      expect.objectContaining({ label: 'Gradle 7.6.4 (wrapper)', version: '7.6.4', location }),
      expect.objectContaining({ label: 'Gradle 8.10.2 (wrapper)', version: '8.10.2', location }),
    ]);
  });

  test('none on a machine without Gradle', async () => {
    const { context } = await machineWith({});
    expect(await gradle.detect(context)).toEqual({ contexts: [], locations: [] });
  });
});

test('libraries that builds read through GRADLE_RO_DEP_CACHE are risky: nobody locks them', async () => {
  const { context } = await machineWith({ '.gradle': gradleHome() }, (path) => ({
    env: { GRADLE_RO_DEP_CACHE: `${path}/.gradle/caches` },
  }));
  const { locations } = await gradle.detect(context);
  const { sections } = await gradle.info(locations[0] ?? expect.fail('no location'), context);
  expect(Object.fromEntries(sections.map(({ id, safety }) => [id, safety]))).toMatchObject({
    modules: 'risky',
    transforms: 'costly',
  });
});

test('what programs run from is idle only where it is seen to be', () => {
  // What that means is the core's: a folder on the PATH of a process holds it, and a system that does not tell is a doubt.
  expect(gradle.caches[0].inUse).toMatchObject({ runsFrom: ['wrapper', 'jdks'] });
});
