import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { type PurgeRequest, planPurge, scan } from '@devclean/core';
import { createHome, type Tree, testContext } from '@devclean/testkit';
import { zip } from '@devclean/testkit/known-tools';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { known, listCaches, shown } from '../test/list-caches.js';

const name = 'ms-npm-2.1.3-81ff3cfac1-968c5ef770.zip';
const project: Tree = {
  'work/app': {
    'package.json': '{}',
    'yarn.lock': '',
    '.yarn/cache': {
      [name]: zip({ 'node_modules/ms/package.json': '{"version":"2.1.3"}' }),
      '.gitignore': '/.gitignore\n*.flock\n*.tmp\n',
    },
  },
};

async function machine(tree: Tree = {}, PATH = '/usr/bin:/bin') {
  const home = createHome(project);
  onTestFinished(() => home.remove());
  const app = `${home.path}/work/app`;
  const cache = `${app}/.yarn/cache`;
  const git = (...args: string[]) =>
    execFileSync(findTool('git') ?? 'git', args, {
      cwd: app,
      env: { ...home.env, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: 'ignore',
    });
  home.write(tree);
  const context = await testContext(home, {
    env: { PATH: PATH.replace('{app}', app), FAKEROOTKEY: '1' },
    projectRoots: [`${home.path}/work`],
  });
  const scanned = async (sections: string[] = []) => {
    const found = await scan(known, { context: { ...context }, locations: [cache] });
    const location = found.report.providers[0]?.locations.find(({ path }) => path === cache);
    const request: PurgeRequest = {
      ...{ sections, allow: 'costly', leftovers: false, locations: [cache], contexts: [], exclude: [] },
    };
    const unnamed = planPurge(await scan(known, { context: { ...context } }), known, {
      ...request,
      locations: [],
      leftovers: true,
    });
    expect(unnamed.steps.filter(({ path }) => path?.startsWith(app))).toEqual([]);
    const plan = planPurge(found, known, request);
    return {
      location,
      steps: plan.steps.map(({ path }) => path?.slice(cache.length + 1)),
      skipped: plan.skipped.filter(({ path }) => path.startsWith(app)),
    };
  };
  return { home, app, cache, git, scanned, context };
}

const kept = 'it is part of a project: git tracks files in it, or does not ignore them';
const doubtful = 'it may be part of a project: git does not say that it ignores it';

test('zips that git ignores go when they are named, and leave what Yarn put beside them', needs('git'), async () => {
  const { git, home, scanned, context } = await machine();
  git('init', '--quiet');
  home.write({ 'work/app/.gitignore': '.yarn/*\n' });
  const { location, steps } = await scanned();
  expect(location).toMatchObject({
    state: 'recognised',
    active: false,
    sections: [{ id: 'project-cache', safety: 'costly' }],
  });
  expect(steps).toEqual([name]);
  expect((await listCaches(context)).entries.map(shown)).toEqual(['project-cache: zip ms 2.1.3']);
});

test('where the project runs from them, they go only by the name of their section too', needs('git'), async () => {
  const { git, home, scanned } = await machine({ 'work/app/.pnp.cjs': '' });
  git('init', '--quiet');
  home.write({ 'work/app/.gitignore': '.yarn/*\n' });
  const { location, steps } = await scanned();
  expect(location?.sections).toMatchObject([
    { safety: 'risky', because: expect.stringContaining('has no node_modules') },
  ]);
  expect(steps).toEqual([]);
  expect((await scanned(['yarn/project-cache'])).steps).toEqual([name]);
});

test('zips that git tracks, or would, are never offered', needs('git'), async () => {
  const { git, home, scanned } = await machine();
  git('init', '--quiet');
  const untracked = await scanned(['yarn/project-cache']);
  expect(untracked.location?.state).toBe('protected');
  expect(untracked.steps).toEqual([]);
  expect(untracked.skipped).toMatchObject([{ reason: 'protected', detail: kept }]);
  git('add', '--all');
  home.write({ 'work/app/.gitignore': '.yarn/*\n' });
  expect(await scanned(['yarn/project-cache'])).toMatchObject({ steps: [], skipped: [{ detail: kept }] });
});

test.each<[string, Tree, string]>([
  ['there is no repository', {}, '/usr/bin:/bin'],
  ['there is no git', { 'work/app/.git/config': '[core]\n' }, '/nowhere'],
  ['the repository is none', { 'work/app/.git/config': '[core]\n' }, '/usr/bin:/bin'],
  ['its settings come from elsewhere', { 'work/app/.git/config': '[include]\n\tpath = x\n' }, '/usr/bin:/bin'],
  ['it is a work tree of another', { 'work/app/.git': 'gitdir: ../x\n' }, '/usr/bin:/bin'],
])('where %s, they are shown and kept', async (_, tree, PATH) => {
  const { scanned } = await machine(tree, PATH);
  expect(await scanned(['yarn/project-cache'])).toMatchObject({
    location: { state: 'protected' },
    steps: [],
    skipped: [{ reason: 'protected', detail: doubtful }],
  });
});

test('nothing that the repository brings is run', needs('git'), async () => {
  const run = '#!/bin/sh\ntouch "$HOME/git-ran-it"\n';
  const { app, git, home, scanned } = await machine({
    'work/app/.gitignore': '.yarn/*\n',
    'work/app/hook': run,
    'work/app/bin/git': run,
    'work/app/.githooks/post-index-change': run,
  });
  for (const file of ['hook', 'bin/git', '.githooks/post-index-change']) chmodSync(`${app}/${file}`, 0o755);
  git('init', '--quiet');
  for (const key of [
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'diff.external',
    'filter.x.clean',
  ])
    git('config', key, `${app}/hook`);
  git('config', 'core.hooksPath', `${app}/.githooks`);
  expect((await scanned()).steps).toEqual([name]);
  expect(existsSync(`${home.path}/git-ran-it`)).toBe(false);
});

test('a git that the repository brings is not run', async () => {
  const files = { 'work/app/bin/git': '#!/bin/sh\ntouch "$HOME/git-ran-it"\n', 'work/app/.git/config': '[core]\n' };
  const { app, home, scanned } = await machine(files, '{app}/bin:/usr/bin:/bin');
  chmodSync(`${app}/bin/git`, 0o755);
  expect((await scanned()).skipped).toMatchObject([{ detail: doubtful }]);
  expect(existsSync(`${home.path}/git-ran-it`)).toBe(false);
});

test('a folder that a setting names inside of a repository is kept where git tracks it', needs('git'), async () => {
  const { app, git, home, context } = await machine({
    'work/app/.yarnrc.yml': 'globalFolder: ./.yarn/global\n',
    'work/app/.yarn/global/cache/ms-npm-2.1.3-81ff3cfac1-10c0.zip': 'PK',
  });
  git('init', '--quiet');
  git('add', '--all');
  const locations = [`${home.path}/work/app/.yarn/global`];
  const { report } = await scan(known, { context: { ...context, cwd: app }, locations });
  const found = report.providers[0]?.locations.find(({ path }) => path === locations[0]);
  expect(found).toMatchObject({ state: 'protected', sections: [] });
});

test('a committed cache is none when it is named, however it looks', async () => {
  const { app, cache, context } = await machine({
    'work/app/.yarn/cache/ms-npm-2.1.3-81ff3cfac1-1234567890.zip': 'PK',
  });
  const { report } = await scan(known, {
    context: { ...context, projectRoots: [] },
    locations: [cache, `${app}/.yarn`],
  });
  const states = report.providers[0]?.locations.filter(({ path }) => path?.startsWith(app)).map(({ state }) => state);
  expect(states?.every((state) => state === 'unrecognised')).toBe(true);
});
