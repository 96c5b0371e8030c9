import { expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { findProjects } from './find-projects.js';

const manifest = { 'package.json': '{}' };

test('projects are looked for at and below the roots, at any depth, once each', async () => {
  const made = home({ work: { ...manifest, apps: { web: manifest, docs: {} }, deep: { er: { still: manifest } } } });
  const projectRoots = [`${made.path}/work`, `${made.path}/work/apps`];
  expect(await findProjects(['package.json'], await userOf(made, { projectRoots }))).toEqual(
    ['', '/apps/web', '/deep/er/still'].map((below) => `${made.path}/work${below}`),
  );
});

test('what a package manager or a version control keeps is no project', async () => {
  const made = home({ work: { node_modules: { left: manifest }, '.git': { modules: { sub: manifest } } } });
  expect(await findProjects(['package.json'], await userOf(made, { projectRoots: [`${made.path}/work`] }))).toEqual([]);
});

test('nowhere without a root, nor in one that is not there', async () => {
  const made = home({ work: manifest });
  expect(await findProjects(['package.json'], await userOf(made))).toEqual([]);
  expect(await findProjects(['package.json'], await userOf(made, { projectRoots: [`${made.path}/none`] }))).toEqual([]);
});
