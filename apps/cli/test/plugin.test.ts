import { chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { PluginsDocument, ProvidersDocument, ScanReport } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

const hooks = (target: unknown) => ({ oclif: { hooks: { 'devclean:providers': target } } });
const usual = { target: './index.js', identifier: 'PROVIDERS_HOOK' };

/** A whole plugin that has our packages: a card, a spec, and an export. */
const withKit = (id: string) => `
  import { defineProvider } from '@devclean/core';
  import { providersHook } from '@devclean/plugin-kit';
  ${spec(id)}
  export const PROVIDERS_HOOK = providersHook(async () => defineProvider(spec));
`;

/** The same without: what it answers is made of the spec by devclean. `more` is more of its cache, `fields` of the section. */
const alone = (id: string, more = '', fields = '') => `
  ${spec(id, more, fields)}
  export const PROVIDERS_HOOK = async () => [spec];
`;

function spec(id: string, more = '', fields = ''): string {
  return `
  const section = { id: 'jars', title: 'Jars', paths: ['*'], safety: 'safe', cost: 'The next build downloads its jars again.', ${fields} };
  const spec = { apiVersion: 1, id: '${id}', title: 'toybox', homepage: 'https://www.scala-toybox.org', summary: 'Jars of Scala builds', caches: [{
    kind: 'folder', id: 'ivy', locations: [{ from: 'default', path: { linux: '~/.ivy2/cache', darwin: '~/.ivy2/cache' } }],
    fingerprint: { anyOf: ['org.scala-lang'] }, sections: [section], ${more}
  }] };`;
}

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.ivy2/cache': { 'org.scala-lang': { 'scala.jar': 'x'.repeat(5000) } } });
  onTestFinished(() => made.remove());
  home = made;
});

const data = '.local/share/devclean/plugins';

interface Plugin {
  readonly index: string;
  readonly hook?: unknown;
  readonly files?: Readonly<Record<string, string>>;
  /** What it said when it was installed. */
  readonly tools?: readonly string[];
}

/** Puts a plugin where devclean keeps them, as if it had been good when it was installed. */
function place({ index, hook = usual, files = {}, tools = ['toybox'] }: Plugin): void {
  const name = 'devclean-toybox';
  const root = path.join(home.path, data, name, 'node_modules', name);
  const manifest = { name, version: '1.0.0', type: 'module', ...hooks(hook) };
  const cards = tools.map((id) => ({ id, title: 'toybox', homepage: 'https://www.scala-toybox.org', summary: 'Jars' }));
  const list: PluginsDocument = {
    schema: 'devclean.plugins/1',
    plugins: [{ name, version: '1.0.0', from: 'npm', root, tools: cards }],
  };
  home.write({
    [data]: {
      'list.json': JSON.stringify(list),
      [`${name}/node_modules/${name}`]: { 'package.json': JSON.stringify(manifest), 'index.js': index, ...files },
    },
  });
}

/** Gives it copies of core and kit of its own. */
function withPackages(): void {
  const packages = path.resolve(import.meta.dirname, '../../../packages');
  const modules = path.join(home.path, data, 'devclean-toybox/node_modules/@devclean');
  mkdirSync(modules);
  for (const name of ['core', 'plugin-kit']) symlinkSync(path.join(packages, name), path.join(modules, name));
}

const report = async (...args: string[]) =>
  JSON.parse((await devclean(home, ['scan', ...args, '--json'])).stdout) as ScanReport;
const sbtOf = ({ providers }: ScanReport) => providers.find(({ id }) => id === 'toybox');

describe.each([
  ['that has our packages', { index: withKit('toybox') }],
  ['that needs nothing of ours', { index: alone('toybox') }],
])('a tool of a plugin %s', (_, plugin) => {
  beforeEach(() => {
    place(plugin);
    withPackages();
  });

  test('is known, found and measured like our own', async () => {
    const known = JSON.parse((await devclean(home, ['providers', '--json'])).stdout) as ProvidersDocument;
    expect(known.providers).toContainEqual(expect.objectContaining({ id: 'toybox', origin: 'plugin' }));
    expect(sbtOf(await report())).toMatchObject({ state: 'found', origin: 'plugin', usage: { files: 1 } });
    expect((await report('--exclude', 'toybox')).providers.map(({ id }) => id)).not.toContain('toybox');
  });

  test('has commands that look and behave like those of our own', async () => {
    const info = await devclean(home, ['toybox', 'info']);
    expect(info).toMatchObject({ code: 0, stderr: '' });
    expect(info.stdout).toContain('The next build downloads its jars again.');
    expect((await devclean(home, ['toybox', 'path'])).stdout).toBe(`${path.join(home.path, '.ivy2/cache')}\n`);
    expect((await devclean(home, ['--help'])).stdout).toContain('toybox');
    expect((await devclean(home, ['toybox', '--help'])).stdout).toContain('toybox purge');
    const wrong = await devclean(home, ['toybox', 'purge', '--yess']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('Did you mean --yes?');
    const refused = await devclean(home, ['toybox', 'purge', '--json']);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'NEEDS_CONFIRMATION' });
  });

  test('is purged by the core, not by the plugin, and held for a day', async () => {
    const run = await devclean(home, ['toybox', 'purge', '--yes']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('devclean undo');
    expect(existsSync(path.join(home.path, '.ivy2/cache/org.scala-lang'))).toBe(false);
    expect(existsSync(path.join(home.path, '.ivy2/cache'))).toBe(true);
  });
});

describe("what a plugin's functions say", () => {
  const functions = `
    async assess(section) { return { safety: 'costly', because: 'two builds use it', usedBy: [] }; },
    async *entries(section) { for (const at of section.paths) yield { name: at.split('/').at(-1), version: '1', kind: 'jar', paths: [at] }; },
    async locate(context) { return [{ path: context.env.SBT_IVY ?? context.homes.env + '/nowhere', active: true, foundBy: { rule: 'env', detail: 'SBT_IVY' }, contexts: [] }]; },
  `;

  test('is asked in the worker', async () => {
    place({ index: alone('toybox', functions) });
    home.write({ ivy: { 'org.scala-lang': { 'other.jar': 'x'.repeat(9000) } } });
    const env = { SBT_IVY: path.join(home.path, 'ivy') };
    const listed = await devclean(home, ['toybox', 'list', '--json'], { env });
    expect(JSON.parse(listed.stdout).entries).toMatchObject([
      { name: 'org.scala-lang', version: '1', kind: 'jar' },
      { name: 'org.scala-lang' },
    ]);
    const info = await devclean(home, ['toybox', 'info'], { env });
    expect(info.stdout).toContain('two builds use it');
    expect((await devclean(home, ['toybox', 'remove', 'org.*@1', '--yes'], { env })).code).toBe(0);
    expect(existsSync(path.join(home.path, 'ivy/org.scala-lang'))).toBe(false);
  });

  test('a section that it knows no names in stays one item', async () => {
    place({ index: alone('toybox', 'entries() { return undefined; },') });
    const folder = path.join(home.path, '.ivy2/cache/org.scala-lang');
    for (const at of [path.join(folder, 'scala.jar'), folder]) utimesSync(at, 1e9, 1e9);
    const run = await devclean(home, ['toybox', 'purge', '--older-than', '9d', '--dry-run']);
    expect(run.stdout).toContain('jars');
    expect(run.code).toBe(0);
  });

  test.each([
    ['CommonJS', './index.cjs', { 'index.cjs': `exports.default = () => require('./spec.cjs');` }],
    ['without its ending', './main', { 'main.js': "export { PROVIDERS_HOOK as default } from './index.js';" }],
    ['in a list', [{ target: './main.js' }], { 'main.js': "export { PROVIDERS_HOOK as any } from './index.js';" }],
  ])('the hook is found as oclif finds it: %s', async (_, hook, files) => {
    const common = { 'spec.cjs': `${spec('toybox')}; module.exports = [spec];` };
    place({ index: alone('toybox'), hook, files: { ...common, ...files } });
    expect(sbtOf(await report('toybox'))).toMatchObject({ state: 'found' });
  });
});

/** What the scan says of the plugin; it must have found the rest of the machine all the same. */
async function findingOf(plugin: Plugin): Promise<string> {
  place(plugin);
  home.write({ '.cache/pip': { 'http-v2': { a: { b: { c: { d: { e: { abcde: 'x' } } } } } } } });
  const run = await devclean(home, ['scan', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const { providers } = JSON.parse(run.stdout) as ScanReport;
  expect(providers.find(({ id }) => id === 'pip')).toMatchObject({ state: 'found' });
  const failed = providers.filter(({ origin, state }) => origin === 'plugin' && state === 'failed');
  expect(failed.length).toBe(1);
  return failed[0]?.error?.message ?? '';
}

const hook = (body: string) => `export const PROVIDERS_HOOK = async () => { ${body} };`;
/** Never answers, as `for (;;);`, and leaves the processor to others. */
const standStill = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
const inDetect = (body: string) =>
  `${spec('toybox')} export const PROVIDERS_HOOK = async () => [{ ...spec, info() {}, entries() {}, async detect() { ${body} } }];`;

describe('a plugin is a finding, and the scan goes on and ends, when it', () => {
  test.each<[string, Plugin, string]>([
    ['throws as it is loaded', { index: `throw new Error('boom \\u001b[2J');` }, 'failed: boom \u001b[2J'],
    ['throws when it is asked', { index: hook(`throw { strange: true };`) }, 'Something was thrown that is no error'],
    ['throws where it has no one to catch it', { index: `setTimeout(() => { throw new Error('later'); }); ${hook('return new Promise(() => {})')}` }, 'failed: later'],
    ['throws in detect', { index: inDetect(`throw new Error('no luck');`) }, 'failed: no luck'],
    ['calls process.exit', { index: 'process.exit(0);' }, 'ended its own worker'],
    ['calls process.exit in detect', { index: inDetect('process.exit(0);') }, 'ended its own worker'],
    ['eats memory', { index: hook('const all = []; for (;;) all.push(new Array(1000).fill(all.length));') }, 'took too much memory'],
    ['answers with nothing', { index: hook('') }, 'did not answer with a provider'],
    ['answers with nonsense', { index: hook('return [42];') }, 'did not answer with a provider'],
    ['answers with what has no end', { index: hook(`const a = { apiVersion: 1, id: 'toybox', detect() {} }; a.a = a; return [a];`) }, 'has no end'],
    ['answers with no caches', { index: hook(`return [{ apiVersion: 1, id: 'toybox', detect() {} }];`) }, 'The provider "toybox" is wrong'],
    ['answers with wrong patterns', { index: alone('toybox', '', `paths: ['../..']`) }, 'the pattern "../.." is wrong'],
    ['detects nonsense', { index: inDetect('return 42;') }, 'found no lists'],
    ['detects what is no data', { index: inDetect('return { contexts: [], locations: [() => 1] };') }, 'could not be cloned'],
    ['has no such export', { index: 'export const OTHER = 1;' }, 'exports no function "PROVIDERS_HOOK"'],
    ['is not there', { index: '', hook: { target: './gone.js', identifier: 'default' } }, 'Cannot find module'],
    ['is no plugin any more', { index: '', hook: null }, 'devclean-toybox is no plugin of devclean'],
    ['takes the name of a tool', { index: alone('pip'), tools: [] }, 'calls its provider "pip", and that name is taken'],
    ['takes the name of a command', { index: alone('scan'), tools: [] }, 'calls its provider "scan", and that name is taken'],
    ['brings what it did not say', { index: alone('marbles') }, 'brings "marbles", which it did not say before'],
    ['was made for another devclean', { index: alone('toybox').replace('apiVersion: 1', 'apiVersion: 2') }, 'its apiVersion is 2, ours is 1'],
  ])('%s', async (_, plugin, message) => {
    expect(await findingOf(plugin)).toContain(message);
  }); // biome-ignore format: a table

  test.each([
    ['as it is loaded', 'for (;;);', 'did not answer within 10 s'],
    ['in detect', inDetect(standStill), 'did not answer within 10 s'],
    ['in waiting for ever', inDetect('return new Promise(() => {});'), 'did not answer within 10 s'],
  ])('hangs %s', { timeout: 60_000 }, async (_, index, message) => {
    expect(await findingOf({ index })).toContain(message);
  });
});

test('a plugin that prints says nothing in our name', async () => {
  place({ index: `console.log('hello'); console.error('there'); ${alone('toybox')}` });
  const run = await devclean(home, ['toybox', 'path']);
  expect(run).toMatchObject({ code: 0, stdout: `${path.join(home.path, '.ivy2/cache')}\n`, stderr: '' });
});

test('a plugin that goes on by itself does not keep devclean', async () => {
  place({ index: `setInterval(() => {}, 10); ${alone('toybox')}; setTimeout(() => { for (;;); }, 400);` });
  expect((await devclean(home, ['toybox', 'path'])).code).toBe(0);
});

describe('a plugin that cannot name what is in its cache', () => {
  test.each([
    ['throws in the middle', `async *entries(s) { yield { name: 'a', kind: 'k', paths: s.paths }; throw new Error('half'); },`, 'half'],
    ['names what is none', `async *entries(s) { yield 5; },`, 'names an entry that is none'],
    ['names what lies elsewhere', `async *entries(s) { yield { name: 'a', kind: 'k', paths: ['/etc/passwd'] }; },`, '/etc/passwd, which is not in jars'],
  ])('%s', async (_, more, message) => {
    place({ index: alone('toybox', more) });
    const run = await devclean(home, ['toybox', 'list']);
    expect(run.code).toBe(1);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(sbtOf(await report('toybox'))).toMatchObject({ state: 'found' });
  }); // biome-ignore format: a table

  test('hangs in the middle', { timeout: 60_000 }, async () => {
    place({
      index: alone('toybox', `async *entries(s) { yield { name: 'a', kind: 'k', paths: s.paths }; ${standStill} },`),
    });
    const run = await devclean(home, ['toybox', 'list']);
    expect(run.code).toBe(1);
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain('did not answer within 10 s');
  });
});

describe('a plugin cannot lead devclean to', () => {
  test.each([
    ['the home', '~'],
    ['the root of the file system', '/'],
    ['a folder of keys', '~/.ssh'],
  ])('%s', async (_, folder) => {
    home.write({ 'org.scala-lang': 'mine', '.ssh': { 'org.scala-lang': 'mine' } });
    const index = alone('toybox')
      .replaceAll("'~/.ivy2/cache'", `'${folder}'`)
      .replace("['org.scala-lang']", "['org.scala-lang', '*']");
    place({ index });
    await devclean(home, ['toybox', 'purge', '--yes', '--location', folder.replace('~', home.path)]);
    expect(existsSync(path.join(home.path, 'org.scala-lang'))).toBe(true);
    expect(existsSync(path.join(home.path, '.ssh/org.scala-lang'))).toBe(true);
    expect(existsSync(path.join(home.path, '.ivy2/cache/org.scala-lang/scala.jar'))).toBe(true);
  });
});

test('a failing plugin is said in text, too, and its own tool fails with its reason', async () => {
  place({ index: `throw new Error('boom \\u001b[2J');` });
  for (const args of [['scan'], ['sweep', '--dry-run']]) {
    expect((await devclean(home, args)).stdout).toContain('boom \\x1b[2J');
  }
  const purge = await devclean(home, ['toybox', 'purge', '--yes']);
  expect(purge.code).toBe(1);
  expect(purge.stdout + purge.stderr).toContain('boom \\x1b[2J');
  const doctor = await devclean(home, ['doctor']);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toContain('boom');
});

test.each([
  ['throws', `throw new Error('no luck');`, 'no luck'],
  [
    'answers nonsense',
    `return { contexts: [], locations: [{ cache: 'other' }] };`,
    'names a cache "other" that it does not have',
  ],
])('a provider of somebody else that %s is no bug of devclean', async (_, body, message) => {
  place({ index: inDetect(body) });
  const run = await devclean(home, ['toybox', 'path']);
  expect(run.code).toBe(1);
  expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
});

test('a sweep by age goes on without a plugin that cannot name what is in its cache', async () => {
  place({ index: alone('toybox', `async *entries() { throw new Error('half'); },`) });
  home.write({ '.cache/pip': pipCache() });
  const age = (folder: string) => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toReversed()) {
      utimesSync(path.join(folder, name), 1e9, 1e9);
    }
  };
  for (const folder of ['.ivy2/cache', '.cache/pip']) age(path.join(home.path, folder));
  const run = await devclean(home, ['sweep', 'pip', 'toybox', '--older-than', '9d', '--yes']);
  expect(run.stdout + run.stderr).toContain('half');
  expect(existsSync(path.join(home.path, '.ivy2/cache/org.scala-lang'))).toBe(true);
  expect(run.stdout).toMatch(/Freed/);
});

test("root does not run a plugin that is another user's", needs('root'), async () => {
  place({ index: alone('toybox') });
  chownSync(path.join(home.path, data, 'devclean-toybox/node_modules/devclean-toybox'), 4242, 4242);
  const run = await devclean(home, ['scan', '--json']);
  expect(run.stdout).toContain('is not run as root');
});

test('a damaged list of plugins is a finding', async () => {
  home.write({ [data]: { 'list.json': '{ "plugins": 5' } });
  const run = await devclean(home, ['scan', '--json']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('The list of plugins could not be read');
});
