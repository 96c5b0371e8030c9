import { describe, expect, test } from 'vitest';
import { filesInMemory, filesOf } from '../../test/files-in-memory.js';
import { builtWheels } from './built-wheels.js';

const folder = `ab/cd/ef/${'0123456789'.repeat(5)}`;
const note = (url: string) => JSON.stringify({ archive_info: { hash: 'sha256=0' }, url });

async function listed(tree: Readonly<Record<string, string>>) {
  const found = [];
  for await (const entry of builtWheels('/c/wheels', filesInMemory(filesOf(tree, '/c/wheels')))) found.push(entry);
  return found;
}

describe('a wheel that pip built', () => {
  const wheel = 'Foo_Bar-1.0-cp311-cp311-linux_x86_64.whl';

  test('is listed with where it came from, and shares the note on that', async () => {
    const other = 'foo_bar-1.0-cp312-cp312-linux_x86_64.whl';
    const url = 'https://me:secret@files.example.org/foo_bar-1.0.tar.gz?secret';
    const tree = { [`${folder}/${wheel}`]: '', [`${folder}/${other}`]: '', [`${folder}/origin.json`]: note(url) };
    expect(await listed(tree)).toMatchObject(
      [wheel, other].map((fileName) => ({
        name: 'foo-bar',
        version: '1.0',
        kind: 'wheel',
        fileName,
        paths: [`/c/wheels/${folder}/${fileName}`],
        shared: [`/c/wheels/${folder}/origin.json`],
        nameFrom: 'file name',
        origin: 'https://files.example.org/foo_bar-1.0.tar.gz',
      })),
    );
  });

  test('from a repository came from a commit', async () => {
    const text = JSON.stringify({
      url: 'https://example.org/foo.git',
      vcs_info: { vcs: 'git', commit_id: 'abcdef0123' },
    });
    const [entry] = await listed({ [`${folder}/${wheel}`]: '', [`${folder}/origin.json`]: text });
    expect(entry?.origin).toBe('https://example.org/foo.git@abcdef0123');
  });

  test('of pips before 22.2 has no note', async () => {
    const [entry] = await listed({ [`${folder}/${wheel}`]: '' });
    expect(entry).toMatchObject({ name: 'foo-bar', version: '1.0' });
    expect([entry?.shared, entry?.origin]).toEqual([undefined, undefined]);
  });

  test.for([
    '',
    '{',
    '[]',
    'null',
    '{"url":1}',
    '{"url":null,"vcs_info":3}',
    '{"url":"x","vcs_info":null}',
    '{"url":"../x"}',
  ])('may have a note that says %j', async (text) => {
    const [entry] = await listed({ [`${folder}/${wheel}`]: '', [`${folder}/origin.json`]: text });
    expect(entry).toMatchObject({ name: 'foo-bar', shared: [expect.stringContaining('origin.json')] });
    expect(entry?.origin).toBeUndefined();
  });

  test('that is gone may have left its note', async () => {
    const tree = { [`${folder}/origin.json`]: note('https://files.example.org/foo-bar-1.0.tar.gz') };
    expect(await listed(tree)).toMatchObject([
      {
        name: 'foo-bar',
        version: '1.0',
        kind: 'metadata',
        paths: [`/c/wheels/${folder}/origin.json`],
        nameFrom: 'origin.json',
      },
    ]);
    expect(await listed({ [`${folder}/origin.json`]: note('git+https://example.org/repo') })).toEqual([]);
  });

  test('is listed only where pip puts it, and not while it is being built', async () => {
    expect(
      await listed({ [`${folder}/tmpabc/${wheel}`]: '', [wheel]: '', [`ab/cd/${wheel}`]: '', [`${folder}/x.whl`]: '' }),
    ).toEqual([]);
  });
});
