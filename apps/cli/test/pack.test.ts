import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTree } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaErrors } from './schemas.js';

const root = path.resolve(import.meta.dirname, '../../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'apps/cli/package.json'), 'utf8'));

describe('the tarball of npm run pack, installed in a clean prefix with no registry in reach', () => {
  let folder: string;
  let installed: string;
  let executable: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'devclean-pack-'));
    const [home, prefix] = ['home', 'prefix'].map((name) => path.join(folder, name)) as [string, string];
    for (const each of [home, prefix]) mkdirSync(each);
    // Nothing of the checkout, of this user, or of the npm that runs the tests may help.
    const registry = 'http://127.0.0.1:9/';
    env = { PATH: process.env.PATH, HOME: home, npm_config_prefix: prefix, npm_config_registry: registry };
    execFileSync(process.execPath, [path.join(root, 'scripts/pack.mjs'), folder], {
      env: { ...process.env, INIT_CWD: '' },
      stdio: 'pipe',
    });
    const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    expect(tarballs).toEqual([`devclean-${version}.tgz`]);
    execFileSync('npm', ['install', '--global', '--offline', `./${tarballs[0]}`], { cwd: folder, env, stdio: 'pipe' });
    installed = path.join(prefix, 'lib/node_modules/devclean');
    executable = path.join(prefix, 'bin/devclean');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const devclean = (...args: string[]) => execFileSync(executable, args, { cwd: folder, env, encoding: 'utf8' });

  test('says its version', () => {
    expect(devclean('--version')).toMatch(new RegExp(`^devclean/${version} `));
  });

  test('shows help of each of its commands, so that every one of them loads', () => {
    const { commands } = JSON.parse(readFileSync(path.join(installed, 'oclif.manifest.json'), 'utf8'));
    // The commands of all tools are made alike: pip's stand for them.
    const pips = ['pip', 'pip:info', 'pip:path', 'pip:list', 'pip:remove', 'pip:purge', 'pip:caching'];
    for (const id of [...Object.keys(commands), ...pips])
      expect(devclean(...id.split(':'), '--help'), id).toContain('USAGE');
  });

  test('scans and purges', () => {
    const cache = path.join(folder, 'home/.cache/pip');
    writeTree(cache, { ...pipCache(), 'decoy.txt': 'mine' });
    const report = JSON.parse(devclean('scan', '--json'));
    expect(report).toMatchObject({ schema: 'devclean.scan/1' });
    expect(schemaErrors(report)).toBe('No errors');
    expect(devclean('pip', 'purge', '--yes')).toMatch(/^Freed /);
    expect(readdirSync(cache)).toEqual(['decoy.txt']);
  });

  test('takes at most 20 MB, and brings its licences', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    const bytes = files.map((name) => lstatSync(path.join(installed, name)).size).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(20e6);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES']));
    expect(readFileSync(path.join(installed, 'THIRD-PARTY-NOTICES'), 'utf8')).toContain('@oclif/core');
  });
});
