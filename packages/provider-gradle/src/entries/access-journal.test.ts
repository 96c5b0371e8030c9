import { createHome, runTool, testContext } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { journalFile } from '../../test/journal-file.js';
import { readAccessJournal } from './access-journal.js';

async function journalOf(content: Uint8Array) {
  const home = createHome({ '.gradle/caches/journal-1/file-access.bin': Buffer.from(content) });
  onTestFinished(home.remove);
  return readAccessJournal(`${home.path}/.gradle`, await testContext(home));
}

const day = Date.UTC(2025, 5, 1);
const paths = Array.from(
  { length: 40 },
  (_, i) => `/home/ada/.gradle/caches/jars-9/${String(i).padStart(32, '0')}${'x'.repeat(i)}`,
);
const good = journalFile(Object.fromEntries(paths.map((path, i) => [path, day + i * 1000])));

test('says when each path was used last, and nothing of others', async () => {
  const journal = await journalOf(good);
  expect(paths.map((path) => journal?.lastAccess(path))).toEqual(
    paths.map((_, i) => new Date(day + i * 1000).toISOString()),
  );
  expect(journal?.lastAccess('/home/ada/.gradle/caches/jars-9/other')).toBeUndefined();
});

test('a time that no Gradle can have noted is none', async () => {
  const journal = await journalOf(journalFile({ '/early': 1000, '/late': Date.now() + 7 * 86_400_000, '/good': day }));
  expect(['/early', '/late', '/good'].map((path) => journal?.lastAccess(path) !== undefined)).toEqual([
    false,
    false,
    true,
  ]);
});

test('what is damaged or cut off says nothing that is wrong, and never fails', { timeout: 60_000 }, async () => {
  const right = new Set([undefined, ...paths.map((_, i) => new Date(day + i * 1000).toISOString())]);
  const places = [...good.keys()].filter((at) => good[at] !== 0 || at % 997 === 0);
  for (const [turn, at] of places.entries()) {
    const harms = [good.subarray(0, at), good.with(at, 0xff), good.with(at, (good[at] ?? 0) ^ 0x04)];
    // They take turns: a neighbour meets the next.
    for (const damaged of harms.slice(turn % harms.length, (turn % harms.length) + 1)) {
      const journal = await journalOf(damaged);
      const path = paths[at % paths.length] as string;
      // A number within a time may well be another time; all else is known or nothing.
      const said = journal?.lastAccess(path);
      if (at < good.length - 25 * paths.length) expect(right).toContain(said);
    }
  }
});

test('none where there is no file, a folder in its place, or anything else', async () => {
  const home = createHome({ 'a/caches/journal-1/file-access.bin/x': '', 'b/caches/journal-1/file-access.bin': 'D' });
  onTestFinished(home.remove);
  const context = await testContext(home);
  for (const name of ['a', 'b', 'c']) expect(await readAccessJournal(`${home.path}/${name}`, context)).toBeUndefined();
});

test('a journal that Gradle’s own code has written, of many blocks', needs('gradle'), async () => {
  const home = createHome({
    'project/settings.gradle': '',
    'project/build.gradle': `
import org.gradle.internal.serialize.BaseSerializerFactory
task write { doLast {
  def file = new File(gradle.gradleUserHomeDir, 'caches/journal-1/file-access.bin')
  def journal = Class.forName('org.gradle.cache.internal.btree.BTreePersistentIndexedCache').newInstance(
    file, BaseSerializerFactory.FILE_SERIALIZER, BaseSerializerFactory.LONG_SERIALIZER)
  for (int i = 0; i < 3000; i++) journal.put(new File('/cache/' + i), ${day}L + i)
  ['/x', '/home/j\\u00fcrgen/\\u20ac', '/smile/\\ud83d\\ude00', '/' + 'a' * 62, '/' + 'a' * 63, '/' + 'b' * 9000].each {
    journal.put(new File(it), ${day}L)
  }
  journal.close()
} }
`,
  });
  onTestFinished(home.remove);
  await runTool(home, ['gradle', '--no-daemon', '--console=plain', 'write'], { cwd: `${home.path}/project` });
  const journal = await readAccessJournal(`${home.path}/.gradle`, await testContext(home));
  const numbers = Array.from({ length: 3000 }, (_, i) => i);
  expect(numbers.filter((i) => journal?.lastAccess(`/cache/${i}`) !== new Date(day + i).toISOString())).toEqual([]);
  const odd = ['/x', '/home/jürgen/€', '/smile/😀', `/${'a'.repeat(62)}`, `/${'a'.repeat(63)}`, `/${'b'.repeat(9000)}`];
  expect(odd.map((path) => journal?.lastAccess(path))).toEqual(odd.map(() => new Date(day).toISOString()));
});
