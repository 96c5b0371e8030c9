import type { FoundSection } from '@devclean/core';
import { createHome, testContext } from '@devclean/testkit';
import { tarGz } from '@devclean/testkit/known-tools';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { journalFile } from '../../test/journal-file.js';
import { daemonsIn } from '../daemon-registry.js';
import { gradleEntries } from './gradle-entries.js';

const digest = '0123456789abcdef0123456789abcdef';
const jar = 'caches/modules-2/files-2.1/org.x/lib/1.0/ab/lib-1.0.jar';
const pid = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0x1c, 0x8b]);

/** One of each kind of file that is read, and what is listed where none is harmed. */
function files(home: string): Record<string, Buffer> {
  return {
    [jar]: Buffer.from('jar'),
    'caches/journal-1/file-access.bin': journalFile({
      [`${home}/caches/modules-2/files-2.1/org.x/lib/1.0/ab`]: 1.7e12,
    }),
    [`caches/build-cache-1/${digest}`]: tarGz({
      METADATA: 'type=x\nidentity=\\:app\\:compileJava\n',
      'tree-out/A': 'a',
    }),
    'jdks/eclipse-17-amd64-linux/release': Buffer.from('IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="17.0.13"\n'),
    'daemon/8.5/registry.bin': Buffer.concat([Buffer.alloc(20), Buffer.from('/home/ada/.gradle/daemon'), pid]),
    'project/gradle/wrapper/gradle-wrapper.properties': Buffer.from(
      'distributionUrl=https\\://x.example/gradle-8.5-bin.zip\n',
    ),
    'wrapper/dists/gradle-8.5-bin/1a2b/gradle-8.5/lib/gradle-base-services-8.5.jar': Buffer.from('jar'),
  };
}

async function machine() {
  const home = createHome();
  onTestFinished(home.remove);
  const whole = files(home.path);
  home.write(whole);
  const sections: readonly [string, string][] = [
    ['modules', 'caches/modules-2'],
    ['build-cache', 'caches/build-cache-1'],
    ['wrapper', 'wrapper/dists/gradle-8.5-bin'],
    ['jdks', 'jdks/eclipse-17-amd64-linux'],
  ];
  const listed = async () => {
    // What is read once for a run is read anew.
    const context = await testContext(home, { projectRoots: [`${home.path}/project`] });
    const lines: string[] = [];
    for (const [id, at] of sections) {
      const section = { id, location: home.path, paths: [`${home.path}/${at}`] } as unknown as FoundSection;
      for await (const { name, version, lastUsed, remark = '' } of gradleEntries(section, context))
        lines.push(
          `${name} ${version} ${lastUsed?.from === 'tool' ? lastUsed.at : ''} ${remark.replace(home.path, '')}`,
        );
    }
    return { lines, daemons: await daemonsIn(`${home.path}/daemon/8.5`, context) };
  };
  return { home, whole, listed };
}

test('unharmed, all of it has a name', async () => {
  const { listed } = await machine();
  expect(await listed()).toEqual({
    lines: [
      'org.x:lib 1.0 2023-11-14T22:13:20.000Z ',
      ':app:compileJava undefined  ',
      'gradle-bin 8.5  used by /project',
      'jdk-eclipse-adoptium 17.0.13  ',
    ],
    daemons: [7307],
  });
});

test('harm to any file makes no list fail, and nothing in it unreadable', { timeout: 120_000 }, async () => {
  const { home, whole, listed } = await machine();
  const anyFile = fc.constantFrom(...Object.keys(whole));
  await fc.assert(
    fc.asyncProperty(anyFile, fc.nat(), fc.nat(255), fc.boolean(), async (name, place, byte, isCut) => {
      const content = whole[name] ?? Buffer.alloc(0);
      const at = place % content.length;
      const harmed = isCut ? content.subarray(0, at) : Buffer.from(content.with(at, byte));
      home.write({ [name]: harmed });
      const { lines } = await listed();
      for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]+$/);
      // What lies in another file keeps its name.
      expect(lines).toHaveLength(4);
      home.write({ [name]: content });
    }),
    { numRuns: 300 },
  );
});
