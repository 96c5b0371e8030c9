import { isRecognised, planPurge, scan } from '@devclean/core';
import { createHome, file, type Tree, testContext } from '@devclean/testkit';
import { npmCache } from '@devclean/testkit/known-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { npm } from './npm.js';

const known = [{ provider: npm, origin: 'builtin' }] as const;

async function machine(tree: Tree) {
  const home = createHome({ '.npm': tree });
  onTestFinished(() => home.remove());
  const context = await testContext(home);
  return { home, root: `${home.path}/.npm`, context };
}

async function sectionsOf(tree: Tree) {
  const { root, context } = await machine(tree);
  const { locations } = await npm.detect(context);
  const [location] = locations;
  if (location === undefined) throw new Error('the folder was not found');
  const { sections } = await npm.info(location, context);
  return Object.fromEntries(
    sections.map(({ id, paths }) => [id, paths.map((path) => path.slice(root.length + 1)).sort()]),
  );
}

const hex = (length: number) => '0123456789abcdef'.repeat(8).slice(0, length);

test('each part of a cache is in the section that says what it costs', async () => {
  const sections = await sectionsOf({
    [`_cacache/index-v5/ab/cd/${hex(60)}`]: 'x',
    [`_cacache/content-v2/sha512/ab/cd/${hex(124)}`]: 'x',
    [`_cacache/content-v2/sha1/ab/cd/${hex(36)}`]: 'x',
    '_cacache/tmp/12ab': 'x',
    '_cacache/_lastverified': '1',
    '_cacache/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
    '_npx/9dfaefb6dc6ac94c/package.json': '{}',
    '_npx/31337/lib/node_modules/old/package.json': '{}',
    '_prebuilds/5f3a2c-sharp-v0.30.tar.gz': 'x',
    '_libvips/libvips-8.14.5-linux-x64.tar.br': 'x',
    '_tuf/tuf-repo-cdn.sigstore.dev/root.json': '{}',
    '_logs/2026-11-20T18_23_31_164Z-debug-0.log': 'x',
    '_logs/2021-01-02T03_04_05_678Z-debug.log': 'x',
    '_logs/2023-01-02T03_04_05_678Z-eresolve-report.txt': 'x',
  });
  expect(sections).toEqual({
    cacache: ['_cacache/_lastverified', '_cacache/content-v2', '_cacache/index-v5'],
    tmp: ['_cacache/tmp'],
    npx: ['_npx/31337', '_npx/9dfaefb6dc6ac94c'],
    prebuilds: ['_libvips', '_prebuilds'],
    tuf: ['_tuf'],
    logs: [
      '_logs/2021-01-02T03_04_05_678Z-debug.log',
      '_logs/2023-01-02T03_04_05_678Z-eresolve-report.txt',
      '_logs/2026-11-20T18_23_31_164Z-debug-0.log',
    ],
  });
});

test('what others keep in the folder is in no section', async () => {
  const sections = await sectionsOf({
    '_cacache/_lastverified': '1',
    '_cacache/notes.txt': 'mine',
    '_npx/not-a-hash/package.json': '{}',
    '_logs/mine.log': 'x',
    '_locks/npm.lock': '',
    'anonymous-cli-metrics.json': '{}',
    'important.txt': 'mine',
  });
  expect(sections).toEqual({ cacache: ['_cacache/_lastverified'] });
});

describe('what npm 4 and older left', () => {
  const manifest = (name: string, version: string) => JSON.stringify({ name, version });
  const old = async (tree: Tree) => {
    const { context } = await machine({ '_cacache/_lastverified': '1', ...tree });
    const { report } = await scan(known, { context });
    const location = report.providers[0]?.locations[0];
    const section = location?.sections.find(({ id }) => id === 'old');
    const root = location?.path ?? '';
    return section && { ...section, paths: section.paths.map((path) => path.slice(root.length + 1)) };
  };

  test('goes file by file, where its own manifest proves it', async () => {
    const found = await old({
      'lodash/4.17.21': {
        'package.tgz': 'x',
        'package/package.json': manifest('lodash', '4.17.21'),
        'notes.txt': 'mine',
      },
      '@babel/core/7.0.0': { 'package.tgz': 'x', 'package/package.json': manifest('@babel/core', '7.0.0') },
    });
    expect(found).toMatchObject({ safety: 'costly' });
    expect(found?.paths.sort()).toEqual([
      '@babel/core/7.0.0/package.tgz',
      '@babel/core/7.0.0/package/package.json',
      'lodash/4.17.21/package.tgz',
      'lodash/4.17.21/package/package.json',
    ]);
  });

  test.each([
    ['without one', {}],
    ['of another name', { 'package/package.json': manifest('lodash', '1.2.0') }],
    ['of another version', { 'package/package.json': manifest('shop', '1.2.1') }],
    ['that cannot be read', { 'package/package.json': '{' }],
  ] as const)('is not taken unasked %s', async (_, beside) => {
    expect(await old({ 'shop/1.2.0': { 'package.tgz': 'my release', ...beside } })).toMatchObject({
      safety: 'risky',
      because: expect.stringContaining('shop/1.2.0/package'),
    });
  });
});

describe('the fingerprint', () => {
  const ours: Record<string, Tree> = {
    'a whole cache': npmCache(),
    'an index alone': { [`_cacache/index-v5/ab/cd/${hex(60)}`]: 'x' },
    'logs alone: `npm config get cache` leaves no more': { '_logs/2026-11-20T18_23_31_164Z-debug-0.log': 'x' },
    'npx alone': { '_npx/9dfaefb6dc6ac94c/package-lock.json': '{}' },
    'prebuilt modules alone': { '_prebuilds/5f3a2c-sharp-v0.30.tar.gz': 'x' },
    'what is left after all sections are gone': { _cacache: {}, '_update-notifier-last-checked': '' },
  };
  const foreign: Record<string, Tree> = {
    'a folder of that name with something else': { 'notes.txt': 'x', _cacache: { 'notes.txt': 'x' }, _logs: {} },
    'a cache of npm 4 and earlier': { 'lodash/4.17.21/package.tgz': 'x', 'lodash/4.17.21/package/package.json': '{}' },
    'a cache in a project': { ...npmCache(), 'package.json': '{}' },
    'a cache in a repository': { ...npmCache(), '.git/HEAD': 'x' },
    'files where folders should be': { _cacache: file('x'), _npx: file('x') },
  };
  const recognised = async (tree: Tree) => {
    const { root } = await machine(tree);
    return isRecognised(npm.caches[0], root);
  };
  for (const [name, tree] of Object.entries(ours)) {
    test(`knows ${name}`, async () => expect(await recognised(tree)).toBe(true));
  }
  for (const [name, tree] of Object.entries(foreign)) {
    test(`does not know ${name}`, async () => expect(await recognised(tree)).toBe(false));
  }
});

test('a cache of npm 4 and earlier is reported, and nothing of it planned', async () => {
  const { context, root } = await machine({ 'lodash/4.17.21/package.tgz': 'x'.repeat(1000) });
  const scanned = await scan(known, { context });
  expect(scanned.report.providers[0]?.locations).toMatchObject([
    { path: root, state: 'unrecognised', sections: [], unaccounted: { apparentBytes: 1000 } },
  ]);
  const request = { sections: [], allow: 'costly', leftovers: true, locations: [], contexts: [], exclude: [] } as const;
  expect(planPurge(scanned, known, request).steps).toEqual([]);
});

test('npm’s own command runs only when it is asked for: it does more, and less, than it says', () => {
  const [command] = npm.caches.flatMap(({ native = [] }) => native);
  expect(command).toMatchObject({ use: 'on-request', sections: ['cacache', 'tmp'] });
  expect(command?.argv).not.toContain('--dry-run'); // it removes all the same
});
