import { readdirSync } from 'node:fs';
import { createHome, fillWithGradle, stopGradle, testContext } from '@devclean/testkit';
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
  expect(alive.holders).toContainEqual(
    expect.objectContaining({ kind: 'process', detail: expect.stringContaining('GradleDaemon') }),
  );
  expect(alive.holders).toContainEqual(
    expect.objectContaining({ kind: 'lock', detail: expect.stringContaining('fileHashes.lock') }),
  );
  // Held as a whole: not one section is left to take.
  expect(alive.holders.some(({ sections }) => sections === undefined)).toBe(true);

  await stopGradle(home);
  await expect.poll(info, { timeout: 20_000 }).toMatchObject({ inUse: 'no', holders: [] });
});

test('after a crash, what the daemon wrote into its locks holds nothing', needs('gradle'), async () => {
  const { info } = await filledHome(true);
  const { holders } = await info();
  const daemon = holders.find(({ detail }) => detail.startsWith('GradleDaemon'))?.pid ?? expect.fail('no daemon');
  process.kill(daemon, 'SIGKILL');
  await expect.poll(info, { timeout: 20_000 }).toMatchObject({ inUse: 'no', holders: [] });
});
