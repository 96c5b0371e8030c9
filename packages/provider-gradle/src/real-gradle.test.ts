import { readdirSync } from 'node:fs';
import { createHome, testContext } from '@devclean/testkit';
import { fillWithGradle, stopGradle } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { gradle } from './gradle.js';

async function filledHome(daemon: boolean) {
  const home = createHome();
  onTestFinished(home.remove);
  if (daemon) onTestFinished(() => stopGradle(home));
  const { cache } = await fillWithGradle(home, { daemon });
  const context = await testContext(home, { env: { GRADLE_USER_HOME: cache } });
  const info = async () => {
    // A context of its own reads the processes anew.
    const fresh = { ...context };
    const { locations } = await gradle.detect(fresh);
    return gradle.info(locations[0] ?? expect.fail('no location'), fresh);
  };
  return { home, cache, context, info };
}

test('what a real Gradle leaves is in a section, kept, or known to be neither', needs('gradle'), async () => {
  const { cache, info } = await filledHome(false);
  const { sections, inUse } = await info();
  expect(inUse).toBe('no');
  expect(sections.map(({ id }) => id)).toEqual(expect.arrayContaining(['modules', 'versions', 'transforms', 'jars']));

  const kept = gradle.caches[0].keep ?? [];
  const neither = ['native', 'workers', 'notifications', '.tmp'];
  const unknown = [cache, `${cache}/caches`]
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter(
      (child) => !sections.some(({ paths }) => paths.some((item) => item === child || item.startsWith(`${child}/`))),
    )
    .map((child) => child.slice(cache.length + 1))
    .filter(
      (child) =>
        !neither.includes(child) && !kept.some((pattern) => pattern === child || pattern.startsWith(`${child}/`)),
    );
  expect(unknown).toEqual([]);
});

test('a live daemon holds its caches, idle as well, until it is stopped', needs('gradle'), async () => {
  const { home, info } = await filledHome(true);
  const alive = await info();
  expect(alive.inUse).toBe('yes');
  // One line for its files and its locks, with what a person has to do.
  const detail = expect.stringMatching(/^a daemon of Gradle \d[\d.]+; ".*gradle --stop" ends it$/);
  expect(alive.holders).toEqual([expect.objectContaining({ pid: expect.any(Number), detail })]);
  // Not one section is left to take whole: of each, the daemon needs something.
  expect(alive.holders[0]?.sections).toEqual(alive.sections.map(({ id }) => id));

  await stopGradle(home);
  await expect.poll(info, { timeout: 20_000 }).toMatchObject({ inUse: 'no', holders: [] });
});

test('a daemon does not hold what other versions keep for themselves', needs('gradle'), async () => {
  const { home, info } = await filledHome(true);
  home.write({
    '.gradle/caches/8.5/fileHashes/fileHashes.bin': 'x',
    '.gradle/wrapper/dists/gradle-8.5-bin/1a2b3c/gradle-8.5/lib/gradle-base-services-8.5.jar': '',
    '.gradle/daemon/8.5/daemon-4194999.out.log': 'x',
  });
  const { holders } = await info();
  const held = holders.flatMap(({ paths = [] }) => paths.map((path) => path.slice(home.path.length)));
  expect(held).toContain('/.gradle/caches/modules-2');
  expect(held.filter((path) => path.includes('8.5'))).toEqual([]);
});

test('after a crash, what the daemon wrote into its locks holds nothing', needs('gradle'), async () => {
  const { info } = await filledHome(true);
  const { holders } = await info();
  const daemon = holders.find(({ detail }) => detail.startsWith('a daemon of Gradle'))?.pid ?? expect.fail('no daemon');
  process.kill(daemon, 'SIGKILL');
  await expect.poll(info, { timeout: 20_000 }).toMatchObject({ inUse: 'no', holders: [] });
});
