import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PluginsDocument, ScanReport } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { startNpmRegistry } from '@devclean/testkit/known-tools';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean, devcleanAtTerminal, programs } from './devclean.js';
import { schemaErrors } from './schemas.js';

const manifest = {
  name: 'devclean-toybox',
  version: '1.2.0',
  description: 'Knows the caches of toybox.',
  license: 'MIT',
  type: 'module',
  files: ['index.js'],
  scripts: { postinstall: 'touch ran-a-script', install: 'exit 1' },
  oclif: { hooks: { 'devclean:providers': './index.js' } },
};

const plugin = (id: string, apiVersion = 1) => `
export default () => [{
  apiVersion: ${apiVersion}, id: '${id}', title: 'toybox', homepage: 'https://www.scala-toybox.org', summary: 'Jars of Scala builds',
  caches: [{
    kind: 'folder', id: 'ivy', locations: [{ from: 'default', path: { linux: '~/.ivy2/cache', darwin: '~/.ivy2/cache' } }],
    fingerprint: { anyOf: ['org.scala-lang'] },
    sections: [{ id: 'jars', title: 'Jars', paths: ['*'], safety: 'safe', cost: 'The next build downloads its jars again.' }],
  }],
}];
`;

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.ivy2/cache': { 'org.scala-lang': { 'scala.jar': 'x'.repeat(5000) } } });
  onTestFinished(() => made.remove());
  home = made;
});

const dataFolder = () => path.join(home.path, '.local/share/devclean');
const nothingLeft = () => expect(existsSync(dataFolder())).toBe(false);

/** Packs a plugin with npm, and gives the tarball's path. */
function pack(index: string, changes: object = {}): string {
  const packed = { ...manifest, ...changes };
  home.write({ [`src-${packed.name}`]: { 'package.json': JSON.stringify(packed), 'index.js': index } });
  const folder = path.join(home.path, `src-${packed.name}`);
  const env = { ...home.env, PATH: programs };
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: folder, env, stdio: 'pipe' });
  return path.join(folder, `${packed.name}-${packed.version}.tgz`);
}

const listed = async () =>
  JSON.parse((await devclean(home, ['plugins', 'list', '--json'])).stdout) as PluginsDocument & { schema: string };

/** Finds, clears and knows no more the tool of the plugin that is there now. */
async function useAndUninstall(): Promise<void> {
  const document = await listed();
  expect(schemaErrors(document)).toBe('No errors');
  expect(document.plugins).toMatchObject([
    { name: 'devclean-toybox', version: '1.2.0', from: 'npm', tools: [{ id: 'toybox' }] },
  ]);
  const root = document.plugins[0]?.root ?? '';
  expect(existsSync(path.join(root, 'ran-a-script'))).toBe(false);
  const { providers } = JSON.parse((await devclean(home, ['scan', '--json'])).stdout) as ScanReport;
  expect(providers.find(({ id }) => id === 'toybox')).toMatchObject({ origin: 'plugin', usage: { files: 1 } });
  expect((await devclean(home, ['providers'])).stdout).toContain('from a plugin');
  expect((await devclean(home, ['doctor', '--json'])).stdout).toContain('"toybox"');
  expect((await devclean(home, ['--help'])).stdout).toContain('toybox');
  expect((await devclean(home, ['toybox', 'purge', '--yes', '--keep', '0'])).code).toBe(0);
  expect(readdirSync(path.join(home.path, '.ivy2/cache'))).toEqual([]);

  const gone = await devclean(home, ['plugins', 'uninstall', 'devclean-toybox']);
  expect(gone).toMatchObject({ code: 0, stdout: 'Uninstalled devclean-toybox.\n', stderr: '' });
  nothingLeft();
  expect((await devclean(home, ['toybox', 'info'])).code).toBe(2);
  expect((await devclean(home, ['providers'])).stdout).not.toContain('toybox');
}

test('a plugin is installed from a tarball, used, and uninstalled without a trace', { timeout: 90_000 }, async () => {
  const tarball = pack(plugin('toybox'));
  const installed = await devclean(home, ['plugins', 'install', path.relative(home.path, tarball), '--yes']);
  expect(installed).toMatchObject({ code: 0, stderr: '' });
  expect(installed.stdout).toBe('Installed devclean-toybox 1.2.0. It brings toybox: see "devclean toybox info".\n');
  await useAndUninstall();
});

describe('a registry', () => {
  test('gives a plugin by its name, and a newer one in its place', { timeout: 90_000 }, async () => {
    const tarball = readFileSync(pack(plugin('toybox')));
    const registry = await startNpmRegistry([{ manifest, tarball }]);
    onTestFinished(() => registry.close());
    const env = { npm_config_registry: `${registry.url}/` };
    for (const name of ['devclean-toybox', 'devclean-toybox@^1.0.0']) {
      expect((await devclean(home, ['plugins', 'install', name, '--yes', '--json'], { env })).code).toBe(0);
      expect(readdirSync(path.join(dataFolder(), 'plugins')).sort()).toEqual(['devclean-toybox', 'list.json']);
    }
    await useAndUninstall();
    const unknown = await devclean(home, ['plugins', 'install', 'devclean-nosuch', '--yes', '--json'], { env });
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'NO_SUCH_PACKAGE' });
    const version = await devclean(home, ['plugins', 'install', 'devclean-toybox@9', '--yes', '--json'], { env });
    expect(JSON.parse(version.stdout)).toMatchObject({ code: 'NO_SUCH_PACKAGE' });
    nothingLeft();
  });

  test('that cannot be reached is named', { timeout: 60_000 }, async () => {
    const env = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    const run = await devclean(home, ['plugins', 'install', 'devclean-toybox', '--yes', '--json'], { env });
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    nothingLeft();
  });
});

test('where there is no npm, that is said', async () => {
  const env = { PATH: path.join(home.path, 'bin') };
  const run = await devclean(home, ['plugins', 'install', 'devclean-toybox', '--yes', '--json'], { env, through: [] });
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({ code: 'NO_NPM' });
  nothingLeft();
});

describe('a package is refused, and nothing of it stays, when it', () => {
  test.each<[string, string, object, string]>([
    ['is no plugin', plugin('toybox'), { oclif: {} }, 'NOT_A_PLUGIN'],
    ['brings no tool', 'export default () => [];', {}, 'NOT_A_PLUGIN'],
    ['takes the name of a tool', plugin('pip'), {}, 'BAD_PROVIDER'],
    ['takes the name of a command', plugin('plugins'), {}, 'BAD_PROVIDER'],
    ['was made for another devclean', plugin('toybox', 2), {}, 'BAD_PROVIDER'],
    ['fails', `throw new Error('boom');`, {}, 'PROVIDER_FAILED'],
  ])('%s', { timeout: 60_000 }, async (_, index, changes, code) => {
    const run = await devclean(home, ['plugins', 'install', pack(index, changes), '--yes', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'devclean.error/1', code });
    expect(run.code).toBe(1);
    nothingLeft();
  });

  test('brings what another plugin brings', { timeout: 60_000 }, async () => {
    expect((await devclean(home, ['plugins', 'install', pack(plugin('toybox')), '--yes'])).code).toBe(0);
    const other = pack(plugin('toybox'), { name: 'devclean-other' });
    const run = await devclean(home, ['plugins', 'install', other, '--yes', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({ code: 'BAD_PROVIDER' });
    expect((await listed()).plugins.map(({ name }) => name)).toEqual(['devclean-toybox']);
    expect(readdirSync(path.join(dataFolder(), 'plugins')).sort()).toEqual(['devclean-toybox', 'list.json']);
  });
});

describe('what is installed', () => {
  test.each([
    '../x',
    './gone.tgz',
    'git+ssh://host/x.git',
    'https://host/x.tgz',
    'a@file:../b',
    'user/repository',
    '.',
  ])('is no %s', async (spec) => {
    const run = await devclean(home, ['plugins', 'install', spec, '--yes', '--json']);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ code: 'BAD_ARGUMENT' });
    nothingLeft();
  });
});

describe('consent', () => {
  test('without a terminal and --yes nothing is even fetched', async () => {
    for (const args of [
      ['install', 'devclean-toybox'],
      ['link', '.'],
    ]) {
      const run = await devclean(home, ['plugins', ...args, '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.stdout)).toMatchObject({ code: 'NEEDS_CONFIRMATION' });
    }
    nothingLeft();
  });

  test('is asked for at a terminal before any of its code runs', { timeout: 60_000 }, async () => {
    const evil = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(path.join(home.path, 'ran'))}, ''); ${plugin('toybox')}`;
    const tarball = pack(evil);
    const no = await devcleanAtTerminal(home, ['plugins', 'install', tarball], 'n\r');
    expect(no.stdout).toContain('devclean-toybox 1.2.0');
    expect(no.stdout).toContain('Knows the caches of toybox.');
    expect(no.stdout).toContain('Trust it?');
    expect(no.code).toBe(130);
    expect(existsSync(path.join(home.path, 'ran'))).toBe(false);
    nothingLeft();
    expect((await devcleanAtTerminal(home, ['plugins', 'install', tarball], 'y\r')).code).toBe(0);
    expect(existsSync(path.join(home.path, 'ran'))).toBe(true);
  });
});

test('a plugin that is worked on is linked, used where it lies, and left alone when it is unlinked', async () => {
  home.write({ work: { 'package.json': JSON.stringify(manifest), 'index.js': plugin('toybox') } });
  const linked = await devclean(home, ['plugins', 'link', 'work', '--yes']);
  expect(linked.stdout).toContain('Linked devclean-toybox 1.2.0.');
  expect((await devclean(home, ['plugins'])).stdout).toContain('linked: ~/work');
  expect((await devclean(home, ['toybox', 'path'])).stdout).toContain('.ivy2/cache');
  home.write({ work: { 'index.js': plugin('other') } });
  const { providers } = JSON.parse((await devclean(home, ['scan', '--json'])).stdout) as ScanReport;
  expect(providers.find(({ id }) => id === 'devclean-toybox')?.error?.message).toContain('brings "other"');
  expect((await devclean(home, ['plugins', 'uninstall', 'devclean-toybox'])).stdout).toBe(
    'Unlinked devclean-toybox.\n',
  );
  expect(existsSync(path.join(home.path, 'work/index.js'))).toBe(true);
  nothingLeft();
});

test('a name that is no plugin’s is an error with the nearest one', async () => {
  const run = await devclean(home, ['plugins', 'uninstall', 'devclean-toybox', '--json']);
  expect(run.code).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({ code: 'NO_SUCH_PLUGIN' });
  expect((await devclean(home, ['plugins'])).stdout).toContain('There are no plugins.');
});
