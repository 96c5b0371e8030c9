import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { type CacheEntry, createToolContext, type FoundSection, type ToolContext } from '@devclean/core';
import { createHome, testContext } from '@devclean/testkit';
import { fillWithPip, type PythonIndexOptions, startPythonIndex } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findInstallations } from '../find-installations.js';
import { isAtLeast } from '../pip-settings.js';
import { pipEntries } from './pip-entries.js';

/** Of this machine's pips that cache what a loopback server sends, the oldest and the newest: each has a format of its own. */
const { askable } = await findInstallations(
  await createToolContext({ env: { HOME: homedir(), PATH: process.env.PATH } }),
);
const versions = new Map(askable.map((pip) => [pip.version ?? '', pip.executable ?? '']));
const able = [...versions].filter(([version]) => isAtLeast(version, 21, 3)).sort();
const pips = [...new Set([able[0], able.at(-1)])].filter((pip) => pip !== undefined);

const indexes: Record<string, PythonIndexOptions> = {
  'a plain index': {},
  'an index of HTML': { onlyHtml: true },
  'PyPI’s headers, and pages that are packed': { fileHeaders: true, gzip: true },
  'links that are relative': { relativeLinks: true },
  'links that are relative, in HTML that is packed': { relativeLinks: true, onlyHtml: true, gzip: true },
  redirects: { moved: true },
};

async function all(entries: AsyncIterable<CacheEntry>): Promise<CacheEntry[]> {
  const found: CacheEntry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

async function filesBelow(folder: string, context: ToolContext): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of context.files(folder)) found.push(path);
  return found.sort();
}

/** What the index was asked for, as a list would say it. */
function asked(requests: readonly string[]): string[] {
  const said = requests.flatMap((path) => {
    const [, root, name = ''] = path.split('/');
    if (root === 'simple' && requests.includes(`/moved/${name}/`)) return [`redirect ${name}`];
    if (root !== 'files') return [`index ${name}`];
    const [, project = '', version] = /^(.*?)-(\d[\d.]*\d)/.exec(name) ?? [];
    const kind = name.endsWith('.metadata') ? 'metadata' : name.endsWith('.whl') ? 'wheel' : 'sdist';
    return [`${kind} ${project.replaceAll('_', '-')} ${version}`];
  });
  return [...new Set(said)].sort();
}

const shown = ({ kind, name, version }: CacheEntry): string =>
  [kind, name, ...(version === undefined ? [] : [version])].join(' ');

describe.for(pips)('after pip %s has installed', needs('pip'), ([version, python]) => {
  test.for(Object.entries(indexes))('from %s', async ([, options]) => {
    const home = createHome();
    onTestFinished(home.remove);
    const index = await startPythonIndex(options);
    onTestFinished(index.close);
    const { cache } = await fillWithPip(python, home, index);
    const context = await testContext(home, { env: { PIP_INDEX_URL: `${index.url}/simple` } });
    const paths = (await context.list(cache)).map((name) => join(cache, name));
    const section = (id: string, ...names: string[]) =>
      ({
        id,
        location: cache,
        paths: paths.filter((path) => names.includes(basename(path))),
      }) as unknown as FoundSection;

    const http = section('http', 'http-v2', 'http');
    const downloads = await all(pipEntries(http, context));
    expect(downloads.map(shown).sort()).toEqual(asked(index.requests));
    expect(downloads.flatMap((entry) => entry.paths).sort()).toEqual(await filesBelow(http.paths[0] ?? '', context));
    const files = downloads.filter(({ kind }) => /^(?:wheel|sdist|metadata)$/.test(kind));
    // What headers name has its file's name from an index page all the same.
    expect(files.map(({ fileName }) => fileName)).toEqual(files.map(() => expect.stringMatching(/^devclean_sample/)));
    expect(new Set(files.map(({ nameFrom }) => nameFrom))).toEqual(
      new Set([options.fileHeaders ? 'response headers' : 'index page']),
    );

    // Without settings that name the index, relative links lead nowhere, and the files have to name themselves.
    const stranger = await testContext(home);
    expect((await all(pipEntries(http, stranger))).map(shown).sort()).toEqual(asked(index.requests));

    const built = await all(pipEntries(section('wheels', 'wheels'), context));
    expect(built).toMatchObject([
      {
        name: 'devclean-sample-source',
        version: '2.0',
        kind: 'wheel',
        fileName: 'devclean_sample_source-2.0-py3-none-any.whl',
        nameFrom: 'file name',
        ...(isAtLeast(version, 22, 2) && {
          origin: `${index.url}/files/devclean_sample_source-2.0.tar.gz`,
        }),
      },
    ]);
  });
});
