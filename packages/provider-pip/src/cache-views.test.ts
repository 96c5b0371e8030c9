import { execFileSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createToolContext, type FoundLocation, type ToolView } from '@devclean/core';
import { createHome, testContext } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { damagedCache } from '../test/damaged-cache.js';
import { machine, python } from '../test/machine.js';
import { cacheViews, pipSize } from './cache-views.js';
import { findInstallations } from './find-installations.js';

const hash = 'abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';
const download = `a/b/c/d/e/${hash}`;

const location = (path: string) => ({ path }) as FoundLocation;
const besides = (views: readonly ToolView[]) =>
  views.map(({ of, besides }) => [
    of,
    ...besides.map((part) => `${part.files} ${part.what}${part.counted ? '' : ' !'}`),
  ]);

test('what an old pip does not see explains why it calls a large folder empty', async () => {
  const context = await machine(
    {
      ...python('/usr', '3.9', '23.0'),
      ...python('/opt/new', '3.13', '26.0'),
      ...python('/opt/old', '3.6', '18.1'),
      [`~/.cache/pip/http-v2/${download}`]: 'cc=4,',
      [`~/.cache/pip/http-v2/${download}.body`]: 'x'.repeat(2000),
      [`~/.cache/pip/http-v2/${download}.bodybt5w16wo.tmp`]: 'half',
      '~/.cache/pip/http-v2/mine': 'mine',
      [`~/.cache/pip/selfcheck/${hash}`]: '{}',
      '~/.cache/pip/notes.txt': 'mine',
    },
    { env: { PATH: '/usr/bin:/opt/new/bin:/opt/old/bin' } },
  );
  const views = await cacheViews(location('/home/ada/.cache/pip'), context);
  expect(besides(views)).toEqual([
    [
      'pip 23.0',
      '4 downloads in http-v2, of pip 23.3 and newer !',
      '1 left by pips that were killed while they wrote to http-v2 !',
      '1 in http-v2, and not written by pip !',
      '1 notes on newer pips, in selfcheck !',
      '1 in no part of pip’s cache !',
    ],
    [
      'pip 26.0',
      '1 left by pips that were killed while they wrote to http-v2',
      '1 in http-v2, and not written by pip',
      '1 notes on newer pips, in selfcheck !',
      '1 in no part of pip’s cache !',
    ],
    [
      'pip 18.1',
      '4 downloads in http-v2, of pip 23.3 and newer !',
      '1 left by pips that were killed while they wrote to http-v2 !',
      '1 in http-v2, and not written by pip !',
      '1 notes on newer pips, in selfcheck !',
      '1 in no part of pip’s cache !',
    ],
  ]);
  expect(views[0]).toMatchObject({ command: 'pip cache info', contexts: ['python3.9'] });
  expect(views[0]?.figures[1]).toEqual({ label: 'Number of HTTP files', value: 0, unit: 'files', text: '0' });
  expect(views[1]?.figures[1]).toEqual({ label: 'Number of HTTP files', value: 4, unit: 'files', text: '4' });
  expect(views[2]).toMatchObject({ figures: [] });
  expect(views[2]).not.toHaveProperty('command');
});

test('of a leftover, what the newest pip would say', async () => {
  const context = await machine({ ...python('/usr', '3.9'), [`/old/http/${download}`]: 'cc=4,' });
  expect(await cacheViews(location('/old'), context)).toMatchObject([
    { of: 'pip 23.3 and newer', contexts: [], figures: [{}, { value: 1 }, {}, {}] },
  ]);
});

test.each([
  [0, '0 bytes'],
  [1, '1 bytes'],
  [1000, '1000 bytes'],
  [1001, '1.0 kB'],
  [1250, '1.2 kB'],
  [1750, '1.8 kB'],
  [9999, '10.0 kB'],
  [10_000, '10.0 kB'],
  [10_001, '10 kB'],
  [999_999, '999 kB'],
  [1_000_000, '1000 kB'],
  [1_250_000, '1.2 MB'],
  [5_000_000_000, '5000.0 MB'],
])('pip writes %d bytes as %s', (bytes, text) => expect(pipSize(bytes)).toBe(text));

const { askable } = await findInstallations(
  await createToolContext({ env: { HOME: homedir(), PATH: process.env.PATH } }),
);
const pips = [...new Map(askable.map((pip) => [pip.version ?? '', pip.executable ?? '']))];

describe.for(pips)('pip %s', needs('pip'), ([version, executable]) => {
  test('says of a cache with damage in it what we say it says', async () => {
    const home = createHome();
    onTestFinished(home.remove);
    const cache = damagedCache(home);
    const lib = `lib/python3.99`;
    home.write({
      'py/bin/python3.99': '',
      [`py/${lib}/os.py`]: '',
      [`py/${lib}/site-packages/pip/__init__.py`]: `__version__ = "${version}"\n`,
    });
    const context = await testContext(home, { env: { PATH: join(home.path, 'py/bin') } });
    const [view] = (await cacheViews(location(cache), context)).filter(({ of }) => ` ${of},`.includes(` ${version},`));
    expect(view).toBeDefined();
    if (view?.command === undefined) {
      expect(() =>
        execFileSync(executable, ['-m', 'pip', 'cache', 'info'], { cwd: home.path, env: home.env, stdio: 'pipe' }),
      ).toThrow(/unknown command "cache"/);
      return;
    }
    const said = execFileSync(executable, ['-m', 'pip', 'cache', 'info', '--cache-dir', cache], {
      cwd: home.path,
      env: home.env,
      encoding: 'utf8',
    });
    expect(view.figures.map(({ label, text }) => `${label}: ${text}`)).toEqual(
      said.split('\n').filter((line) => /^(Number|.*[Ss]ize)/.test(line)),
    );
  });
});
