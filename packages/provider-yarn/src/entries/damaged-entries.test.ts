import type { FoundSection } from '@devclean/core';
import { createHome, type Tree, testContext } from '@devclean/testkit';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { locateGlobalFolder } from '../locate-berry-cache.js';
import { locateClassicCache } from '../locate-classic-cache.js';
import { pnpProjects } from '../pnp-projects.js';
import { metadataEntries } from './berry-entries.js';
import { classicEntries } from './classic-entries.js';

const slot = 'v6/npm-@a-b-1.0.0-ae25cf2512b3885a1d95d7f037868d8431124765-integrity/node_modules/@a/b';
const clone = 'v6/.tmp/0123456789abcdef0123456789abcdef';

/** One of each kind of file that is read besides zips. */
const files: Readonly<Record<string, string>> = {
  [`${slot}/.yarn-metadata.json`]: JSON.stringify({
    manifest: { name: '@a/b', version: '1.0.0' },
    remote: { resolved: 'https://r.example.com/@a/b/-/b-1.0.0.tgz#ae25', hash: 'ae25' },
  }),
  [`${slot}/package.json`]: '{"name":"@a/b","version":"1.0.0"}',
  [`${clone}/config`]: '[remote "origin"]\n\turl = https://git.example.com/acme/ui.git\n',
  'metadata/npm/0a1b/r.example.com/@a-b.json': '{"name":"@a/b","versions":{}}',
  '.yarnrc': '# yarn\ncache-folder "/elsewhere"\nlastUpdateCheck 1700000000000\n',
  '.yarnrc.yml': 'globalFolder: "/else where"\ncacheFolder: ./x\nnpmScopes:\n  a:\n    npmAuthToken: secret\n',
  'project/.pnp.cjs':
    '["@a/b", [["npm:1.0.0", {"packageLocation": "../cache/@a-b-npm-1.0.0-0123456789-10c0.zip/node_modules/@a/b/"}]]]',
};

async function machine() {
  const home = createHome(files as Tree);
  onTestFinished(home.remove);
  const section = (path: string) =>
    ({ location: home.path, paths: [`${home.path}/${path}`] }) as unknown as FoundSection;
  const listed = async () => {
    // What is read once for a run is read anew.
    const context = await testContext(home, { projectRoots: [`${home.path}/project`], uid: 1000 });
    const lines: string[] = [];
    for (const entries of [classicEntries(section('v6'), context), metadataEntries(section('metadata'), context)])
      for await (const { name, version, origin } of entries) lines.push([name, version, origin].join(' '));
    const located = [...(await locateClassicCache(context)), ...(await locateGlobalFolder(context))];
    const projects = await pnpProjects(context);
    return {
      lines: lines.sort(),
      located: located.map(({ path }) => path),
      zips: projects.flatMap(({ zipFolders }) => zipFolders),
    };
  };
  return { home, listed };
}

test('unharmed, all of it is understood', async () => {
  const { home, listed } = await machine();
  expect(await listed()).toEqual({
    lines: [
      '@a/b  r.example.com',
      '@a/b 1.0.0 https://r.example.com/@a/b/-/b-1.0.0.tgz',
      'ui  https://git.example.com/acme/ui.git',
    ],
    located: ['/elsewhere', '/else where', `${home.path}/x`],
    zips: [`${home.path}/cache`],
  });
});

test('no harm to any file makes a look fail, or shows what cannot be read', { timeout: 120_000 }, async () => {
  const { home, listed } = await machine();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(files)),
      fc.nat(),
      fc.nat(255),
      fc.boolean(),
      async (name, place, byte, isCut) => {
        const content = Buffer.from(files[name] ?? '');
        const at = place % content.length;
        home.write({ [name]: isCut ? content.subarray(0, at) : Buffer.from(content.with(at, byte)) });
        const { lines } = await listed();
        home.write({ [name]: content });
        for (const line of lines) expect(line).toMatch(/^[\x20-\x7e…]+$/);
        // What lies in other files keeps its name.
        expect(lines.length).toBeGreaterThanOrEqual(2);
      },
    ),
    { numRuns: 500 },
  );
});
