import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { zip } from '../archives/zip.js';
import { file, folder, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

/** Group, module, version, size of the jar in kB, last used so many days ago. */
const modules = [
  ['org.jetbrains.kotlin', 'kotlin-stdlib', '2.0.21', 1_700, 5],
  ['com.google.guava', 'guava', '33.3.1-jre', 3_000, 30],
  ['org.slf4j', 'slf4j-api', '2.0.16', 68, 5],
  ['junit', 'junit', '4.13.2', 380, 200],
] as const;

const gradleVersions = [
  ['8.10.2', 4],
  ['7.6.4', 250],
] as const;

/** The signature that the cache-directory convention asks for: https://bford.info/cachedir/ */
const cachedirTag =
  'Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag created by Gradle.\n';

/**
 * A Gradle user home (`~/.gradle`) as Gradle 7.6 and 8.10 leave it: all caches, two wrapper distributions, a
 * provisioned JDK and dead daemons' logs; and beside them what is nobody's cache: settings with a password, init
 * scripts, the daemon registry, unsent build scans.
 */
export function gradleHome({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = {
    'gradle.properties': file('org.gradle.caching=true\nrepositoryPassword=do-not-lose-me\n', { mode: 0o600 }),
    'init.d/mirror.gradle': 'allprojects { repositories { mavenLocal() } }\n',
    'init.gradle': "// the user's own\n",
    'develocity/keys.properties': file('scans.example.org=do-not-lose-me\n', { mode: 0o600 }),
    'build-scan-data/5.0/unsent.scan': sampleBytes('scan', 2_000),
    'caches/CACHEDIR.TAG': cachedirTag,
    'caches/journal-1': {
      'file-access.bin': sampleBytes('journal', 4_000),
      'file-access.properties': `inceptionTimestamp=${daysAgo(900).getTime()}\n`,
      'journal-1.lock': unheldLock,
    },
    'caches/keyrings/pubring.gpg': sampleBytes('keyring', 3_000),
    'caches/modules-2/modules-2.lock': unheldLock,
    'caches/modules-2/gc.properties': '',
    'caches/modules-2/metadata-2.106': {
      'module-metadata.bin': sampleBytes('module-metadata', 30_000 * scale),
      'module-artifact.bin': sampleBytes('module-artifact', 20_000 * scale),
      'resource-at-url.bin': sampleBytes('resource-at-url', 20_000 * scale),
    },
    'jdks/eclipse_adoptium-17-amd64-linux.2': {
      'bin/java': file(sampleBytes('java', 16_000 * scale), { mode: 0o755 }),
      'lib/modules': sampleBytes('modules', 4_000_000 * scale),
      release: 'JAVA_VERSION="17.0.13"\n',
      '.ready': '',
      'provisioned.ok': '',
    },
    'jdks/eclipse_adoptium-17-amd64-linux.2.reserved.lock': '',
    'native/jansi/1.18/linux64/libjansi.so': sampleBytes('jansi', 60_000 * scale),
    'workers/worker-1.bin': '',
    '.tmp': {},
  };
  for (const [group, name, version, kilobytes, age] of modules) {
    const jar = zip({
      'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n',
      'data.bin': sampleBytes(name, kilobytes * 1000 * scale),
    });
    const pom = `<project><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></project>\n`;
    for (const [extension, content] of [
      ['jar', jar],
      ['pom', Buffer.from(pom)],
    ] as const) {
      const sha1 = digest('sha1', content).replace(/^0+/, ''); // Gradle drops leading zeros
      const place = `caches/modules-2/files-2.1/${group}/${name}/${version}/${sha1}`;
      tree[`${place}/${name}-${version}.${extension}`] = file(content, { mtime: daysAgo(age) });
    }
    const key = digest('md5', name);
    tree[`caches/build-cache-1/${key}`] = file(sampleBytes(`task ${name}`, kilobytes * 200 * scale), {
      mtime: daysAgo(age),
    });
    tree[`caches/jars-9/${key}/${name}-${version}.jar`] = file(jar.subarray(0, jar.length >> 2), {
      mtime: daysAgo(age),
    });
    tree[`caches/transforms-3/${key}/transformed/${name}/classes.bin`] = file(
      sampleBytes(`transformed ${name}`, kilobytes * 400 * scale),
      { mtime: daysAgo(age + 200) },
    );
    tree[`caches/transforms-3/${key}/metadata.bin`] = sampleBytes(`metadata ${name}`, 40);
  }
  tree['caches/build-cache-1/build-cache-1.lock'] = unheldLock;
  tree['caches/build-cache-1/gc.properties'] = '';
  tree['caches/jars-9/jars-9.lock'] = unheldLock;
  tree['caches/transforms-3/transforms-3.lock'] = unheldLock;
  for (const [version, age] of gradleVersions) {
    const mtime = daysAgo(age);
    const own = `caches/${version}`;
    tree[`${own}/fileHashes/fileHashes.bin`] = file(sampleBytes(`hashes ${version}`, 400_000 * scale), { mtime });
    tree[`${own}/fileHashes/fileHashes.lock`] = file(unheldLock, { mtime });
    tree[`${own}/generated-gradle-jars/gradle-api-${version}.jar`] = file(
      sampleBytes(`api ${version}`, 2_600_000 * scale),
      { mtime },
    );
    tree[`${own}/scripts/${digest('md5', version)}/build/classes/build.class`] = sampleBytes(
      `script ${version}`,
      3_000,
    );
    tree[`${own}/gc.properties`] = file('', { mtime });
    tree[`notifications/${version}/release-features.rendered`] = '';
    const log = file('Starting build daemon\nDaemon stopped\n'.repeat(60), { mtime });
    // Above Linux's highest possible process number, so that no log ever seems to belong to a live daemon.
    tree[`daemon/${version}`] = folder(
      {
        'registry.bin': file(Buffer.alloc(51), { mode: 0o600 }),
        'registry.bin.lock': unheldLock,
        'daemon-4194999.out.log': log,
        'daemon-4195001.out.log': log,
      },
      { mode: 0o700 },
    );
    const url = `https://services.gradle.org/distributions/gradle-${version}-bin.zip`;
    const dist = `wrapper/dists/gradle-${version}-bin/${BigInt(`0x${digest('md5', url)}`).toString(36)}`;
    tree[`${dist}/gradle-${version}-bin.zip.ok`] = file('', { mtime });
    tree[`${dist}/gradle-${version}-bin.zip.lck`] = file('', { mtime });
    tree[`${dist}/gradle-${version}/bin/gradle`] = file('#!/bin/sh\n', { mode: 0o755, mtime });
    tree[`${dist}/gradle-${version}/lib/gradle-base-services-${version}.jar`] = file(
      sampleBytes(`base ${version}`, 3_400_000 * scale),
      { mtime },
    );
  }
  return tree;
}

/** An unheld lock file of Gradle: protocol 3 and two numbers, 17 bytes; a held one is longer. */
const unheldLock = Buffer.from([3, ...Buffer.alloc(16)]);
