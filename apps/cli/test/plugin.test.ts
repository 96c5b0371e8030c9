import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { ProvidersDocument, ScanReport } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

const manifest = {
  name: 'devclean-sbt',
  version: '1.0.0',
  type: 'module',
  files: [],
  oclif: {
    commands: { strategy: 'explicit', target: './index.js', identifier: 'COMMANDS' },
    hooks: { 'devclean:providers': { target: './index.js', identifier: 'PROVIDERS_HOOK' } },
  },
};

/** A whole plugin: a card, a spec, and two exports. */
const source = (id: string) => `
  import { defineProvider } from '@devclean/core';
  import { providerCommands, providersHook } from '@devclean/plugin-kit';
  const card = { id: '${id}', title: 'sbt', homepage: 'https://www.scala-sbt.org', summary: 'Jars of Scala builds' };
  const section = { id: 'jars', title: 'Jars', paths: ['*'], safety: 'safe', cost: 'The next build downloads its jars again.' };
  const load = async () => defineProvider({ apiVersion: 1, ...card, caches: [{
    kind: 'folder', id: 'ivy', locations: [{ from: 'default', path: { linux: '~/.ivy2/cache', darwin: '~/.ivy2/cache' } }],
    fingerprint: { anyOf: ['org.scala-lang'] }, sections: [section],
  }] });
  export const COMMANDS = providerCommands(card);
  export const PROVIDERS_HOOK = providersHook(load);
`;

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.ivy2/cache': { 'org.scala-lang': { 'scala.jar': 'x'.repeat(5000) } } });
  onTestFinished(() => made.remove());
  home = made;
});

/** Puts a plugin where oclif keeps the plugins of a user, with copies of core, kit and oclif of its own. */
function install(index: string): void {
  const data = path.join(home.path, '.local/share/devclean');
  home.write({
    '.local/share/devclean': {
      'package.json': JSON.stringify({ oclif: { plugins: [{ name: manifest.name, type: 'user' }] } }),
      [`node_modules/${manifest.name}`]: { 'package.json': JSON.stringify(manifest), 'index.js': index },
    },
  });
  const packages = path.resolve(import.meta.dirname, '../../../packages');
  mkdirSync(path.join(data, 'node_modules/@devclean'));
  for (const name of ['core', 'plugin-kit']) {
    symlinkSync(path.join(packages, name), path.join(data, 'node_modules/@devclean', name));
  }
}

describe('a tool that a plugin brings', () => {
  beforeEach(() => install(source('sbt')));

  test('is known, found and measured like our own', async () => {
    const known = JSON.parse((await devclean(home, ['providers', '--json'])).stdout) as ProvidersDocument;
    expect(known.providers).toContainEqual(expect.objectContaining({ id: 'sbt', origin: 'plugin' }));
    const report = JSON.parse((await devclean(home, ['scan', '--json'])).stdout) as ScanReport;
    expect(report.providers.find(({ id }) => id === 'sbt')).toMatchObject({ state: 'found', usage: { files: 1 } });
  });

  test('has commands that look and behave like those of our own', async () => {
    const info = await devclean(home, ['sbt', 'info']);
    expect(info).toMatchObject({ code: 0, stderr: '' });
    expect(info.stdout).toContain('The next build downloads its jars again.');
    expect((await devclean(home, ['sbt', 'path'])).stdout).toBe(`${path.join(home.path, '.ivy2/cache')}\n`);
    expect((await devclean(home, ['--help'])).stdout).toContain('sbt');
    expect((await devclean(home, ['sbt', '--help'])).stdout).toContain('sbt purge');
    const wrong = await devclean(home, ['sbt', 'purge', '--yess']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('Did you mean --yes?');
    const refused = await devclean(home, ['sbt', 'purge', '--json']);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'NEEDS_CONFIRMATION' });
  });

  test('is purged by the core, not by the plugin', async () => {
    expect(await devclean(home, ['sbt', 'purge', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(path.join(home.path, '.ivy2/cache/org.scala-lang'))).toBe(false);
    expect(existsSync(path.join(home.path, '.ivy2/cache'))).toBe(true);
  });
});

test('a plugin cannot take the name of a tool of ours', async () => {
  install(source('pip'));
  const run = await devclean(home, ['scan']);
  expect(run.code).toBe(0);
  expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The plugin devclean-sbt calls its provider "pip", and that name is taken.',
  );
});

test('a plugin that throws is a finding, and the scan goes on', async () => {
  install(`export const COMMANDS = {}; export const PROVIDERS_HOOK = () => { throw new Error('boom \\u001b[2J'); };`);
  const run = await devclean(home, ['scan']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('boom \\x1b[2J');
  const swept = await devclean(home, ['sweep', '--dry-run']);
  expect(swept.stdout).toContain('boom \\x1b[2J');
});
