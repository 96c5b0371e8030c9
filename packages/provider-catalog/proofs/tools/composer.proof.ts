import { writeTree } from '@devclean/testkit';
import { startLoopback, zip } from '@devclean/testkit/known-tools';
import { afterAll } from 'vitest';
import { composer } from '../../src/index.js';
import { makeRepository, servedAt } from '../make-repository.js';
import { proveTool, type Workbench } from '../prove-tool.js';

// No registry of PHP packages can be reached from everywhere, so one of a single package is served here.
const leaf = { name: 'example/leaf', version: '1.0.0' };
const registry = await startLoopback((path, _request, url) => {
  const dist = { type: 'zip', url: `${url}/leaf.zip` };
  if (path === '/packages.json')
    return {
      type: 'application/json',
      body: JSON.stringify({ packages: { [leaf.name]: { '1.0.0': { ...leaf, dist } } } }),
    };
  if (path === '/leaf.zip') return { type: 'application/zip', body: zip({ 'composer.json': JSON.stringify(leaf) }) };
  return undefined;
});
afterAll(() => registry.close());

const address = 'https://example.org/cloned.git';
const install = async ({ run }: Workbench, cloned: string): Promise<void> => {
  await run(['composer', 'install', '--no-interaction', '--no-progress'], { env: servedAt(address, cloned) });
};
let cloned = '';

proveTool(composer, {
  needs: ['composer', 'git', 'php'],
  env: (home) => ({ COMPOSER_CACHE_DIR: `${home.path}/.cache/composer`, COMPOSER_ALLOW_SUPERUSER: '1' }),
  version: async ({ run }) =>
    (await run(['composer', '--version', '--no-ansi'])).match(/Composer version [\d.]+/)?.[0] ?? '',
  async fill(bench) {
    cloned = await makeRepository(bench, 'cloned', { 'composer.json': '{ "name": "example/cloned" }\n' }, '1.0.0');
    writeTree(bench.project, {
      'composer.json': JSON.stringify({
        repositories: [{ type: 'composer', url: registry.url }, { type: 'vcs', url: address }, { packagist: false }],
        require: { [leaf.name]: leaf.version, 'example/cloned': '1.0.0' },
        config: { 'secure-http': false },
      }),
    });
    await install(bench, cloned);
  },
  sections: ['files', 'repo', 'vcs'],
  async works(bench) {
    await bench.run(['rm', '-r', 'vendor', 'composer.lock']);
    await install(bench, cloned);
  },
});
