import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProvidersDocument, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';
import { schemaErrors } from './schemas.js';

const toy = (change: object = {}) =>
  JSON.stringify({
    apiVersion: 1,
    id: 'toy',
    title: 'Toy',
    homepage: 'https://toy.example/cache',
    summary: 'Toys that were downloaded',
    caches: [
      {
        id: 'toy',
        locations: [
          { from: 'env', variable: 'TOY_CACHE' },
          { from: 'default', path: { linux: '~/.toy', darwin: '~/.toy', win32: '~/.toy' } },
        ],
        fingerprint: { anyOf: ['toys/<hex>'] },
        sections: [
          { id: 'toys', title: 'Toys', paths: ['toys'], safety: 'safe', cost: 'The next game downloads them again.' },
        ],
        keep: ['toys/mine'],
      },
    ],
    ...change,
  });
const folder = process.platform === 'darwin' ? 'Library/Application Support/devclean' : '.config/devclean';

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ 'toy.json': toy(), '.toy': { toys: { '0a1b': 'x'.repeat(5_000) }, notes: 'mine' } });
  onTestFinished(() => made.remove());
  home = made;
});
const at = (...names: string[]) => path.join(home.path, ...names);
const json = async <T>(...args: string[]) => {
  const run = await devclean(home, [...args, '--json']);
  const document = JSON.parse(run.stdout) as T & { schema: string };
  expect(schemaErrors(document)).toBe('No errors');
  return { document, code: run.code };
};

test('a tool is tried, added, scanned, purged, brought back and forgotten', async () => {
  const tried = await devclean(home, ['providers', 'try', 'toy.json']);
  expect(tried).toMatchObject({ code: 0, stderr: '' });
  expect(tried.stdout).toContain('recognised by toys/<hex>');
  expect(tried.stdout).toContain('in no part, so never removed: notes');
  expect(existsSync(at(folder))).toBe(false);

  expect(await devclean(home, ['providers', 'add', 'toy.json'])).toMatchObject({ code: 0, stderr: '' });
  const { document: known } = await json<ProvidersDocument>('providers', 'list');
  expect(known.providers).toContainEqual(expect.objectContaining({ id: 'toy', origin: 'file' }));
  const { document: report } = await json<ScanReport>('scan');
  expect(report.providers.find(({ id }) => id === 'toy')).toMatchObject({ state: 'found', origin: 'file' });
  expect((await devclean(home, ['--help'])).stdout).toContain('toy');
  expect((await devclean(home, ['toy', 'purge', '--help'])).stdout).toContain('$ devclean toy purge');
  expect((await devclean(home, ['toy', 'path'])).stdout).toBe(`${at('.toy')}\n`);

  const { document: result } = await json<PurgeResult>('toy', 'purge', '--yes');
  expect(result.outcomes).toMatchObject([{ status: 'done', heldUntil: expect.any(String) }]);
  expect(existsSync(at('.toy/toys'))).toBe(false);
  expect(readFileSync(at('.toy/notes'), 'utf8')).toBe('mine');
  expect(await devclean(home, ['undo'])).toMatchObject({ code: 0 });
  expect(existsSync(at('.toy/toys/0a1b'))).toBe(true);

  expect(await devclean(home, ['providers', 'remove', 'toy'])).toMatchObject({ code: 0, stderr: '' });
  expect((await devclean(home, ['toy', 'info'])).code).toBe(2);
  expect(existsSync(at('.toy/toys/0a1b'))).toBe(true);
});

test('a folder that is not recognised is explained', async () => {
  home.write({ '.toy/toys': { readme: 'mine' }, 'elsewhere/toys': { readme: 'mine' } });
  const run = await devclean(home, ['providers', 'try', 'toy.json'], { env: { TOY_CACHE: at('elsewhere') } });
  expect(run.stdout).toContain('not recognised: nothing in it matches toys/<hex>');
  const { document } = await json<{ places: { state: string }[] }>('providers', 'try', 'toy.json');
  expect(document.places.map(({ state }) => state)).toEqual(['recognised']);
});

test('every mistake is told with its place, and nothing is added', async () => {
  home.write({ 'bad.json': toy({ id: 'Toy', native: [] }).replace('"safe"', '"harmless"') });
  for (const verb of ['check', 'try', 'add']) {
    const run = await devclean(home, ['providers', verb, 'bad.json']);
    expect(run.code).toBe(1);
    expect(run.stdout.split('\n').filter((line) => line.startsWith(at('bad.json')))).toHaveLength(3);
    expect(run.stdout).toContain('caches[0].sections[0].safety is "harmless"');
  }
  expect(existsSync(at(folder))).toBe(false);
  const { document, code } = await json<{ problems: object[] }>('providers', 'check', 'bad.json');
  expect([document.problems.length, code]).toEqual([3, 1]);
});

describe('a file that is already there', () => {
  const place = (name: string, text: string) => home.write({ [`${folder}/providers/${name}`]: text });

  test.each([
    ['is no JSON', 'toy.json', '{', 'it is no JSON here'],
    ['takes the name of a tool', 'pip.json', toy({ id: 'pip' }), 'calls its tool "pip", and that name is taken'],
    ['takes the name of a command', 'scan.json', toy({ id: 'scan' }), 'calls its tool "scan", and that name is taken'],
    ['is called otherwise than its tool', 'game.json', toy(), 'must be called toy.json'],
    ['was made for another version', 'toy.json', toy({ apiVersion: 2 }), 'apiVersion is 2, and must be 1'],
  ])('and %s is a finding, and the scan goes on', async (_, name, text, message) => {
    place(name, text);
    home.write({ '.cache/pip/http-v2/0/1/2/3/4': { '01234': 'x' } });
    const { document, code } = await json<ScanReport>('scan');
    expect(code).toBe(0);
    expect(document.providers.find(({ origin }) => origin === 'file')?.error?.message).toContain(message);
    expect(document.providers.find(({ id, origin }) => id === 'pip' && origin === 'builtin')?.state).toBe('found');
  });

  test('cannot lead a removal to what is protected', async () => {
    home.write({ 'Documents/toys': { '0a1b': 'mine' }, '.ssh/toys': { '0a1b': 'mine' } });
    place('toy.json', toy());
    for (const victim of ['.ssh', '.']) {
      const run = await devclean(home, ['toy', 'purge', '--yes'], { env: { TOY_CACHE: at(victim) } });
      expect(run.stdout + run.stderr).toContain('Left out');
    }
    expect(existsSync(at('.ssh/toys/0a1b'))).toBe(true);
    expect(existsSync(at('Documents/toys/0a1b'))).toBe(true);
  });
});
