import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import type { LoopbackRegistry } from '@devclean/testkit/known-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPackage } from './new-package.js';
import { startWorkspaceRegistry } from './workspace-registry.js';

const root = path.resolve(import.meta.dirname, '../../..');
const names = readdirSync(path.join(root, 'packages'))
  .filter((name) => existsSync(path.join(root, 'packages', name, 'package.json')))
  .map((name) => `@devclean/${name}`);

/** Somebody's program, which uses a little of each package. */
const consumer = `
import { type CacheProvider, defineProvider } from '@devclean/core';
import { measureTree } from '@devclean/disk';
import { providerCommands, providersHook } from '@devclean/plugin-kit';
import { createHome, type Tree } from '@devclean/testkit';
import { describeProvider, type ProviderCases } from '@devclean/testkit/contract';
import { hasTool, needs } from '@devclean/testkit/real-tools';
${names
  .filter((name) => name.includes('provider-'))
  .map((name, index) => `import * as tools${index} from '${name}';`)
  .join('\n')}

const tools: readonly CacheProvider[] = [${names
  .filter((name) => name.includes('provider-'))
  .map((_, index) => `...Object.values(tools${index})`)
  .join(', ')}];
const tree: Tree = { 'a/b': 'c' };
const home = createHome(tree);
const { root } = await measureTree(home.path);
home.remove();
// @ts-expect-error: a word that is no safety, so that one sees that the types are there
export const wrong: CacheProvider['caches'][0]['sections'][0]['safety'] = 'quite';
export const suite = (cases: ProviderCases) => describeProvider(tools[0] as CacheProvider, cases);
const kit = [defineProvider, providersHook, hasTool, needs].map((one) => typeof one);
const [first] = tools;
console.log(JSON.stringify({ kit, files: root.files, commands: Object.keys(providerCommands(first as CacheProvider)).length, tools: tools.length }));
`;

describe('the packages of "npm run pack -- packages", installed from their tarballs outside of the workspace', () => {
  let registry: LoopbackRegistry;
  let home: ThrowAwayHome;
  let project: ReturnType<typeof newPackage>;

  beforeAll(async () => {
    registry = await startWorkspaceRegistry();
    home = createHome();
    project = newPackage(home, registry, 'consumer');
    home.write({
      consumer: {
        'package.json': JSON.stringify({
          type: 'module',
          private: true,
          dependencies: Object.fromEntries(names.map((name) => [name, '*'])),
          devDependencies: { typescript: '*', vitest: '*', '@types/node': '*' },
        }),
        'consumer.ts': consumer,
      },
    });
    await project.run('npm', 'install');
  }, 300_000);
  afterAll(async () => {
    await registry.close();
    home.remove();
  });

  const installed = (name: string) => path.join(project.path, 'node_modules', name);
  const manifestOf = (name: string) => JSON.parse(readFileSync(path.join(installed(name), 'package.json'), 'utf8'));

  test.each(names)('%s says whose it is, what it needs, and brings nothing else', (name) => {
    expect(manifestOf(name)).toMatchObject({
      license: 'MIT',
      type: 'module',
      description: expect.stringMatching(/\.$/),
      repository: { type: 'git', directory: `packages/${name.split('/')[1]}` },
      engines: { node: '>=20.19' },
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    });
    expect(JSON.stringify(manifestOf(name).dependencies ?? {})).not.toContain('workspace:');
    expect(
      readdirSync(installed(name))
        .filter((entry) => entry !== 'node_modules')
        .sort(),
    ).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'].sort());
    const files = readdirSync(path.join(installed(name), 'dist'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.test\.|tsbuildinfo|known-tools/.test(file))).toEqual([]);
  });

  test('the testkit brings along the core alone, and no tool', () => {
    expect(Object.keys(manifestOf('@devclean/testkit').dependencies)).toEqual(['@devclean/core']);
    expect(existsSync(installed('@yarnpkg/cli-dist'))).toBe(false);
  });

  test('their types hold in a strict program, and it runs', async () => {
    const flags = '--strict --module nodenext --target es2023 --types node --exactOptionalPropertyTypes'.split(' ');
    await project.run('npx', 'tsc', ...flags, '--noUncheckedIndexedAccess', 'consumer.ts');
    expect(existsSync(path.join(project.path, 'consumer.js'))).toBe(true);
    // The suite is for vitest to load.
    const program = readFileSync(path.join(project.path, 'consumer.js'), 'utf8').replace(/^.*\/contract'.*$/gm, '');
    const said = execFileSync(process.execPath, ['--input-type=module'], { cwd: project.path, input: program });
    const { kit, files, commands, tools } = JSON.parse(said.toString());
    expect(new Set(kit)).toEqual(new Set(['function']));
    expect([files, commands]).toEqual([1, 7]);
    expect(tools).toBeGreaterThan(4);
  });
});
