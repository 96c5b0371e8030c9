import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  applyPlan,
  type EntryReport,
  type KnownProvider,
  listEntries,
  narrowToEntries,
  type PurgeRequest,
  planPurge,
  scan,
  type ToolContext,
} from '@devclean/core';
import { createHome, type ThrowAwayHome, testContext } from '@devclean/testkit';
import { fillWithPip, type LoopbackRegistry, startPythonIndex } from '@devclean/testkit/known-tools';
import { hasTool } from '@devclean/testkit/real-tools';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheViews } from '../src/cache-views.js';
import { pip } from '../src/pip.js';
import { isAtLeast } from '../src/pip-settings.js';
import { everyPip, ownPips, type RealPip, realPips } from './real-pips.js';

/**
 * Real pips, the oldest with `pip cache` to the newest, each with a cache that it filled itself. `npm run test:pips` runs them
 * all; `npm test` the two ends of the line and the newest of this machine's own.
 */
const all = process.env.DEVCLEAN_PIPS === 'all';
const machines = await ownPips();
const candidates = await realPips(all ? everyPip : [everyPip[0], 'newest']);
/** Of what came over plain HTTP, pips before 21.3 keep nothing. Newer ones have ideas of their own on whom to trust over HTTPS. */
const needsHttps = ({ version }: RealPip) => !isAtLeast(version, 21, 3);
const wanted = candidates.map((one) =>
  'version' in one && needsHttps(one) && !hasTool('openssl')
    ? { name: one.name, because: 'it caches nothing of plain HTTP, and there is no openssl' }
    : one,
);
const pips: RealPip[] = [...wanted.filter((one) => 'python' in one), ...(all ? machines : machines.slice(0, 1))];

describe.for(wanted.filter((one) => 'because' in one))('pip $name', ({ name, because }) => {
  test(`is left out: ${because}`, { skip: true, meta: { missingTools: [`pip ${name}`] } }, () => {});
});

const known: readonly KnownProvider[] = [{ provider: pip, origin: 'builtin' }];
const request: PurgeRequest = {
  sections: [],
  allow: 'costly',
  leftovers: false,
  locations: [],
  contexts: [],
  exclude: [],
};

/** What each pip filled, for all of them to look at in the end. */
const purged: { home: ThrowAwayHome; cache: string }[] = [];
afterAll(() => {
  for (const { home } of purged) home.remove();
});

const files = ({ requests }: LoopbackRegistry) => requests.filter((path) => path.startsWith('/files/'));

async function entriesIn(context: ToolContext): Promise<EntryReport[]> {
  const { entries } = await listEntries(await scan(known, { context }), known[0] as KnownProvider, context);
  return entries.map(({ report }) => report);
}

const shown = ({ kind, name, version, section }: EntryReport): string =>
  `${section}: ${kind} ${name.replaceAll('_', '-')}${version === undefined ? '' : ` ${version}`}`;

/** What a list must name after the indexes were asked for this: each artefact once for each index. */
function artefacts(indexes: readonly LoopbackRegistry[]): string[] {
  const downloads = indexes.flatMap((index) =>
    [...new Set(files(index))].map((path) => {
      const [, project = '', version = ''] = /^\/files\/(.*?)-(\d[\d.]*\d)/.exec(path) ?? [];
      const kind = path.endsWith('.metadata') ? 'metadata' : path.endsWith('.whl') ? 'wheel' : 'sdist';
      return `http: ${kind} ${project.replaceAll('_', '-')} ${version}`;
    }),
  );
  return downloads.sort();
}

/** A key and a certificate for the loopback address, the latter in a file too. */
function certify(folder: string, cert: string): { key: string; cert: string } {
  const key = join(folder, 'index.key');
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const whose = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, ...whose], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

describe.for(pips)('pip $name ($version)', (one) => {
  const { python, version } = one;
  const secure = needsHttps(one);
  const home = createHome();
  const cache = join(home.path, '.cache/pip');
  purged.push({ home, cache });
  const certificate = join(home.root, 'index.pem');
  const fill = (index: LoopbackRegistry) => fillWithPip(python, home, index, secure ? certificate : undefined);
  let plain: LoopbackRegistry;
  let html: LoopbackRegistry;
  let context: ToolContext;

  beforeAll(async () => {
    const tls = secure ? { tls: certify(home.root, certificate) } : {};
    plain = await startPythonIndex({ fileHeaders: true, gzip: true, ...tls });
    html = await startPythonIndex({ onlyHtml: true, moved: true, relativeLinks: true, ...tls });
    context = await testContext(home, {
      env: { PATH: join(python, '..'), PIP_INDEX_URL: `${html.url}/simple` },
    });
    await fill(plain);
    await fill(html);
  });
  afterAll(() => Promise.all([plain, html].map((index) => index.close())));

  test('its own report is what we say it is', async () => {
    const ask = ['-m', 'pip', 'cache', 'info', '--cache-dir', cache];
    const { stdout } = await promisify(execFile)(python, ask, { cwd: home.root, env: home.env });
    const views = await cacheViews({ path: cache } as Parameters<typeof cacheViews>[0], context);
    const view = views.find(({ of }) => of.replace('pip ', '').split(', ').includes(version));
    expect(view?.figures.map(({ label, text }) => `${label}: ${text}`)).toEqual(
      stdout.split('\n').filter((line) => /^(?:Number|.*[Ss]ize)/.test(line)),
    );
    expect(view?.figures.every(({ value }) => value > 0)).toBe(true);
  });

  test('what it fetched a second time it only asked about', async () => {
    const before = files(plain).length;
    const asked = plain.requests.length;
    await fill(plain);
    expect(plain.requests.length).toBeGreaterThan(asked);
    expect(files(plain)).toHaveLength(before);
  });

  test('the list names every artefact that was installed', async () => {
    const entries = await entriesIn(context);
    const isDownload = ({ section, kind }: EntryReport) => section === 'http' && !/^(?:index|redirect)$/.test(kind);
    expect(entries.filter(isDownload).map(shown).sort()).toEqual(artefacts([plain, html]));
    expect(entries.filter(({ section }) => section === 'wheels').map(shown)).toEqual(
      [plain, html].map(() => 'wheels: wheel devclean-sample-source 2.0'),
    );
    expect(entries.filter(({ kind }) => kind === 'index').length).toBeGreaterThanOrEqual(6);
  });

  test('what is removed is gone, and everything else is as it was', async () => {
    const found = await scan(known, { context });
    const listing = await listEntries(found, known[0] as KnownProvider, context);
    const isLeaf = ({ name, kind }: EntryReport) => /^devclean.sample.leaf$/.test(name) && !/index|redirect/.test(kind);
    const chosen = new Set(listing.entries.filter(({ report }) => isLeaf(report)));
    const before = listing.entries.map(({ report }) => report);
    const plan = planPurge(await narrowToEntries(found, listing, chosen, context), known, request);
    const { outcomes } = await applyPlan(plan, known, { context });
    expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    expect((await entriesIn(context)).map(shown).sort()).toEqual(
      before
        .filter((entry) => !isLeaf(entry))
        .map(shown)
        .sort(),
    );
    const fetched = files(plain).length;
    await fill(plain);
    const again = files(plain).slice(fetched);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((path) => !path.includes('devclean_sample_leaf'))).toEqual([]);
  });

  test('a purge takes all of it', async () => {
    const plan = planPurge(await scan(known, { context }), known, request);
    const result = await applyPlan(plan, known, { context });
    expect(result.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    const after = await scan(known, { context });
    expect(after.locations.flatMap(({ report }) => report.sections)).toEqual([]);
  });
});

/** One start of Python for all the caches. */
const report = `
import sys
from pip._internal.cli.main import main
for folder in sys.argv[1:]:
    main(['--isolated', 'cache', 'info', '--cache-dir', folder])
`;

test.for(pips)('after that, pip $name finds nothing in any of them', async ({ python }) => {
  const caches = purged.map(({ cache }) => cache);
  const { stdout } = await promisify(execFile)(python, ['-c', report, ...caches], {
    cwd: purged[0]?.home.root,
    env: purged[0]?.home.env,
  });
  const numbers = stdout.split('\n').filter((line) => /^(?:Number|.*[Ss]ize)/.test(line));
  expect(numbers.length).toBeGreaterThanOrEqual(2 * caches.length);
  expect(numbers.filter((line) => !/: (?:0|0 bytes)$/.test(line))).toEqual([]);
});
