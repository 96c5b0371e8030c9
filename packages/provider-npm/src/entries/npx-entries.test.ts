import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, listInMemory } from '../../test/list-in-memory.js';

const at = '/c/_npx/0123456789abcdef';

const list = (files: Record<string, string | Uint8Array>) => listInMemory(bytesOf(files), 'npx', [at]);
const manifest = (dependencies: Record<string, string>, packages?: unknown) =>
  JSON.stringify({ dependencies, ...(packages !== undefined && { _npx: { packages } }) });

describe('an install of npx', () => {
  test('is named by what was asked for, in the version that is there', async () => {
    expect(
      await list({
        [`${at}/package.json`]: manifest({ cowsay: '^1.5.0' }, ['cowsay@1']),
        [`${at}/node_modules/cowsay/package.json`]: '{"name":"cowsay","version":"1.6.0"}',
      }),
    ).toEqual([{ name: 'cowsay', version: '1.6.0', kind: 'npx', origin: 'npx cowsay@1', paths: [at] }]);
  });

  test('of several packages has all their names', async () => {
    const [entry] = await list({ [`${at}/package.json`]: manifest({ a: '1', '@b/c': '2' }, ['a', '@b/c@next']) });
    expect(entry).toMatchObject({ name: 'a+@b/c', origin: 'npx a @b/c@next' });
  });

  test('by npm 7 to 10, which do not note what was typed, is named by its dependencies', async () => {
    const [entry] = await list({ [`${at}/package.json`]: manifest({ cowsay: '^1.5.0' }) });
    expect(entry).toEqual({ name: 'cowsay', kind: 'npx', paths: [at] });
  });

  test('by npm 6, which keeps one for each process, is named by what is in it', async () => {
    const [entry] = await list({ [`${at}/lib/node_modules/@a/b/package.json`]: '{"name":"@a/b","version":"2.0.0"}' });
    expect(entry).toMatchObject({ name: '@a/b', version: '2.0.0', kind: 'npx' });
  });

  test.each([
    ['git+https://ada:ghp_secret@git.acme.internal/tool.git#main', 'npx git+https://…/tool.git'],
    ['tool@git+ssh://git@git.example.com/acme/tool.git', 'npx git+ssh://git.example.com/acme/tool.git'],
    ['https://store.example.com/tool.tgz?X-Amz-Signature=0a1b2c', 'npx https://store.example.com/tool.tgz'],
    ['https://store.example.com/Ab3dEf6hIj9kLm2nOp/x/tool.tgz', 'npx https://store.example.com/…/x/tool.tgz'],
    ['tool\u001b[2J', 'npx …'],
  ])('gives nothing away: %j', async (spec, origin) => {
    const [entry] = await list({ [`${at}/package.json`]: manifest({ tool: spec }, [spec]) });
    expect(entry).toMatchObject({ name: 'tool', origin });
  });

  test('that says nothing of itself goes by its folder', async () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"dependencies":[]}',
      manifest({ '../../etc': '1' }, [1, null, '../..']),
    ])
      expect(await list({ [`${at}/package.json`]: text })).toMatchObject([
        { kind: 'unknown', name: '0123456789abcdef' },
      ]);
  });

  test('is listed whatever harm was done to its manifest', async () => {
    const whole = Buffer.from(
      manifest({ cowsay: '^1.5.0', '@a/b': '1' }, ['cowsay@1', 'git+https://h.example.com/b.git']),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (place, byte, isCut) => {
        const harmed = isCut ? whole.subarray(0, place) : whole.with(place, byte);
        const [entry, ...more] = await list({ [`${at}/package.json`]: harmed });
        expect(more).toEqual([]);
        expect(`${entry?.name} ${entry?.origin}`).toMatch(/^[\x20-\x7e…]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a binary of a native module', () => {
  const named = async (path: string) =>
    (await listInMemory(bytesOf({ [`/c/${path}`]: 'x' }), 'prebuilds', ['/c/_prebuilds', '/c/_libvips'])).map(
      ({ name, version, kind }) => `${kind} ${name} ${version}`,
    );

  test.each([
    ['_prebuilds/5f3a2c-better-sqlite3-v9.1.0-node-v115-linux-x64.tar.gz', 'prebuilt better-sqlite3 9.1.0'],
    ['_prebuilds/5f3a2c-sharp-v0.30.0-napi-v5-darwin-arm64.tar.gz', 'prebuilt sharp 0.30.0'],
    ['_prebuilds/5f3a2c-keytar-v7.9.0-rc.1-napi-v3-linux-x64.tar.gz', 'prebuilt keytar 7.9.0-rc.1'],
    ['_libvips/libvips-8.14.5-linux-x64.tar.br', 'prebuilt libvips 8.14.5'],
    ['_libvips/libvips-8.14.5-linuxmusl-arm64v8.tar.gz', 'prebuilt libvips 8.14.5'],
  ])('%s', async (path, name) => {
    expect(await named(path)).toEqual([name]);
  });

  test.each([
    '_prebuilds/notes.txt',
    '_prebuilds/5f3a2c-.tar.gz',
    '_libvips/libvips-x.tar.br',
    '_libvips/a\u001b-1.0.0.tar.gz',
  ])('%j has no name', async (path) => {
    expect(await named(path)).toEqual([]);
  });
});
