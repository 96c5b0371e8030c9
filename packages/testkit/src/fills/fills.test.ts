import { describe, expect, onTestFinished, test } from 'vitest';
import { createHome, snapshotTree } from '../index.js';
import { startNpmRegistry } from '../known-tools.js';
import { findPythons, needs } from '../real-tools.js';
import { runTool } from '../run-tool.js';
import { fillWithGradle } from './fill-with-gradle.js';
import { fillWithNpm } from './fill-with-npm.js';
import { fillWithPip } from './fill-with-pip.js';
import { fillWithYarnBerry, fillWithYarnClassic, yarnBerry } from './fill-with-yarn.js';

function home() {
  const made = createHome();
  onTestFinished(() => made.remove());
  return made;
}

/** Every path below a cache, with digests and the like shortened, each kind once. */
function layout(cache: string): string[] {
  const kinds = [...snapshotTree(cache).keys()].map((path) =>
    path
      .replaceAll(/[0-9a-f]{32,}/g, '<hex>')
      .replaceAll(/(?<=\/)([0-9a-f]{2}|[0-9a-f])(?=\/|$)/g, '<x>')
      .replaceAll(/[0-9a-f]{10,}/g, '<hex>')
      .replace(/^metadata\/npm\/[0-9a-f]+/, 'metadata/npm/<hex>')
      .replaceAll(/\d{4}-[\d_-]+T[\d_]+Z/g, '<time>'),
  );
  return [...new Set(kinds)].sort();
}

describe('a real tool fills its cache in a throw-away home', () => {
  test('pip: downloads, and a wheel that it built', needs('pip'), async () => {
    const [python = ''] = findPythons();
    const made = home();
    const { cache, site } = await fillWithPip(python, made);
    const found = layout(cache).map((path) => path.replace(/^http(-v2)?\//, 'http*/'));
    expect(found).toEqual(
      expect.arrayContaining([
        'http*/<x>/<x>/<x>/<x>/<x>/<hex>',
        'wheels/<x>/<x>/<x>/<hex>/devclean_sample_source-2.0-py3-none-any.whl',
        'wheels/<x>/<x>/<x>/<hex>/origin.json',
      ]),
    );
    const imports = 'import devclean_sample, devclean_sample_leaf, devclean_sample_source as s; print(s.__version__)';
    expect(await runTool(made, [python, '-c', imports], { env: { PYTHONPATH: site } })).toBe('2.0\n');
  });

  test('npm: content, index, logs, an npx environment', needs('npm'), async () => {
    const { cache } = await fillWithNpm(home());
    expect(layout(cache)).toEqual(
      expect.arrayContaining([
        '_cacache/content-v2/sha512/<x>/<x>/<hex>',
        '_cacache/index-v5/<x>/<x>/<hex>',
        '_logs/<time>-debug-0.log',
        '_npx/<hex>/node_modules/devclean-sample-cli/package.json',
        '_npx/<hex>/package.json',
      ]),
    );
  });

  test('Yarn 1, as root too', async () => {
    const { cache } = await fillWithYarnClassic(home());
    const slot = 'v6/npm-@devclean-sample-leaf-0.3.1-<hex>-integrity/node_modules/@devclean-sample/leaf';
    expect(layout(cache)).toEqual(
      expect.arrayContaining([
        'v6/.tmp',
        `${slot}/.yarn-metadata.json`,
        `${slot}/.yarn-tarball.tgz`,
        `${slot}/index.js`,
      ]),
    );
  });

  test("Yarn 4, with Plug'n'Play: the project runs from the cache", async () => {
    const made = home();
    const { cache, project } = await fillWithYarnBerry(made);
    const found = layout(cache);
    expect(found).toContain('cache/devclean-sample-npm-1.2.0-<hex>-10c0.zip');
    expect(found).toContain('cache/@devclean-sample-leaf-npm-0.3.1-<hex>-10c0.zip');
    expect(found).toContain('metadata/npm/<hex>/127.0.0.1/devclean-sample.json');
    expect(found).toContain('index/<x>');
    const resolve = "require.resolve('devclean-sample')";
    const answer = await runTool(made, [process.execPath, yarnBerry, 'node', '-p', resolve], { cwd: project });
    expect(answer).toContain(`${cache}/cache/devclean-sample-npm-1.2.0-`);
  });

  test('Yarn 4, with pnpm-like links: files in its index have further links in the project', async () => {
    const { cache } = await fillWithYarnBerry(home(), { linker: 'pnpm' });
    expect(layout(cache)).toContain('index/<x>/<hex>.dat');
  });

  test('Gradle: modules, a version cache', needs('gradle'), async () => {
    const { cache } = await fillWithGradle(home());
    const found = layout(cache);
    expect(found).toContain('caches/modules-2/files-2.1/org.devclean/sample-leaf/1.0/<hex>/sample-leaf-1.0.jar');
    expect(found).toContain('caches/modules-2/modules-2.lock');
    expect(found.some((path) => /^caches\/\d[\d.]+\/fileHashes\/fileHashes\.lock$/.test(path))).toBe(true);
  });
});

test('a second install from a warm cache asks the registry for no tarball', needs('npm'), async () => {
  const registry = await startNpmRegistry();
  onTestFinished(() => registry.close());
  const made = home();
  const { project } = await fillWithNpm(made, registry);
  expect(registry.requests.filter((path) => path.endsWith('.tgz'))).toHaveLength(3);
  await runTool(made, ['npm', 'ci', '--registry', registry.url, '--no-audit', '--no-fund'], { cwd: project });
  expect(registry.requests.filter((path) => path.endsWith('.tgz'))).toHaveLength(3);
});
