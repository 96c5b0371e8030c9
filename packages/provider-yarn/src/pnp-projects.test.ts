import { createHome, type Tree, testContext } from '@devclean/testkit';
import { zip } from '@devclean/testkit/known-tools';
import { expect, onTestFinished, test } from 'vitest';
import { listCaches } from '../test/list-caches.js';
import { pnpProjects } from './pnp-projects.js';

const zips = 'ms-npm-2.1.3-81ff3cfac1-10c0.zip';
/** As Yarn writes it: JSON in a literal of JavaScript. */
const table = (...locations: string[]): string =>
  `const RAW_RUNTIME_STATE =\n'{\\\n${locations.map((at) => `  "packageLocation": "${at}",\\\n`).join('')}}';\n`;

function machine(projects: Tree) {
  const home = createHome({
    '.yarn/berry/cache': { [zips]: zip({ 'node_modules/ms/package.json': '{}' }) },
    ...projects,
  });
  onTestFinished(() => home.remove());
  return home;
}

async function saidOfZips(projects: Tree, asked: { cwd?: string; projectRoots?: string[] }) {
  const home = machine(projects);
  const at = (path: string) => `${home.path}/${path}`;
  const context = await testContext(home, {
    ...asked,
    env: { FAKEROOTKEY: '1' },
    ...(asked.cwd !== undefined && { cwd: at(asked.cwd) }),
    ...(asked.projectRoots && { projectRoots: asked.projectRoots.map(at) }),
  });
  const { found } = await listCaches(context);
  const berry = found.report.providers[0]?.locations.find(({ path }) => path === at('.yarn/berry'));
  const section = berry?.sections.find(({ id }) => id === 'cache');
  return [section?.safety, section?.because?.replaceAll(home.path, '~')];
}

const runs = { 'work/app/.pnp.cjs': table(`../../.yarn/berry/cache/${zips}/node_modules/ms/`) };

test('without --project nobody looked for projects, and that is said', async () => {
  expect(await saidOfZips(runs, {})).toEqual([
    'risky',
    'Which projects run from it was not looked for: --project DIR names them',
  ]);
});

test.each<[string, Tree]>([
  ['by their own path', runs],
  [
    'as a package with peers',
    {
      'work/app/.pnp.cjs': table(
        `./.yarn/__virtual__/ms-virtual-0123456789/3/.yarn/berry/cache/${zips}/node_modules/ms/`,
      ),
    },
  ],
  [
    'as Yarn 2 wrote them',
    { 'work/app/.pnp.js': `["packageLocation", "../../.yarn/berry/cache/${zips}/node_modules/ms/"],\n` },
  ],
  [
    'in a file of their own',
    { 'work/app/.pnp.cjs': '', 'work/app/.pnp.data.json': `{"packageLocation": "../../.yarn/berry/cache/${zips}/"}` },
  ],
  ['behind a megabyte of others', { 'work/app/.pnp.cjs': `${'//\n'.repeat(700_000)}${runs['work/app/.pnp.cjs']}` }],
])('a project that names the zips %s runs from them', async (_, project) => {
  expect(await saidOfZips(project, { projectRoots: ['work'] })).toEqual(['risky', 'It is what ~/work/app runs from']);
});

test('the project around the working folder counts without being asked for', async () => {
  expect(await saidOfZips({ ...runs, 'work/app/src/x': '' }, { cwd: 'work/app/src' })).toEqual([
    'risky',
    'It is what ~/work/app runs from. Other projects were not looked for: --project DIR names them',
  ]);
});

test.each<[string, Tree]>([
  ['keeps its own zips', { 'work/app/.pnp.cjs': table(`./.yarn/cache/${zips}/node_modules/ms/`) }],
  ['names zips of another folder', { 'work/app/.pnp.cjs': table(`../berry/cache/${zips}/node_modules/ms/`) }],
  ['has node_modules', { 'work/app/.yarnrc.yml': 'nodeLinker: node-modules\nenableGlobalCache: true\n' }],
])('a project that %s does not run from them', async (_, project) => {
  expect(await saidOfZips(project, { projectRoots: ['work'] })).toEqual([
    'risky',
    'No project below ~/work runs from it',
  ]);
});

test('of many projects the first are named', async () => {
  const many = Object.fromEntries(
    Array.from('abcdefg', (name) => [`work/${name}/.pnp.cjs`, table(`../../.yarn/berry/cache/${zips}/`)]),
  );
  expect(await saidOfZips(many, { projectRoots: ['work'] })).toEqual([
    'risky',
    'It is what ~/work/a, ~/work/b, ~/work/c, ~/work/d, ~/work/e and 2 more run from',
  ]);
});

test('zips of Yarns that are not here are told apart', async () => {
  const yarn4 = {
    'lib/yarn/package.json': JSON.stringify({ name: '@yarnpkg/cli-dist', version: '4.18.1' }),
    'lib/yarn/bin/yarn.js': '',
    '.volta/tools/image/yarn/4.18.1/bin/yarn.js': '',
    '.yarn/berry/cache/ms-npm-2.1.3-81ff3cfac1-8.zip': '',
    '.yarn/berry/cache/ms-npm-2.1.3-81ff3cfac1-7.zip': '',
    '.yarn/berry/cache/ms-npm-2.1.2-81ff3cfac1-7.zip': '',
  };
  expect((await saidOfZips(yarn4, {}))[1]).toBe(
    'Which projects run from it was not looked for: --project DIR names them. 2 zips are of Yarn 2 and 1 zip is of Yarn 3, and no Yarn 2 or 3 was found here',
  );
});

test('a table that cannot be read may name anything', async () => {
  const home = machine({ 'work/app/.pnp.cjs/x': '' });
  const [project] = await pnpProjects(await testContext(home, { projectRoots: [`${home.path}/work`] }));
  expect(project).toMatchObject({ zipFolders: [], complete: false });
});
