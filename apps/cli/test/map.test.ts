import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MapDocument } from '@devclean/core';
import { createHome, diffSnapshots, file, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean, programs } from './devclean.js';
import { schemaErrors } from './schemas.js';

let home: ThrowAwayHome;
beforeEach(() => {
  const made = createHome({ '.cache/pip': pipCache(), '.npm': npmCache() });
  onTestFinished(() => made.remove());
  home = made;
});

/** The data in a map. */
function dataOf(map: string) {
  const page = readFileSync(map, 'utf8');
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
}

test('a map is one file with the packages in it by name, and nothing else is changed', async () => {
  const before = snapshotTree(home.root);
  const run = await devclean(home, ['map', 'npm', 'pip', '--json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const document = JSON.parse(run.stdout) as MapDocument;
  expect(schemaErrors(document)).toBe('No errors');
  const map = path.join(home.path, 'devclean-map.html');
  expect(document).toMatchObject({ file: map, bytes: statSync(map).size, notListed: [], opened: false });
  expect(statSync(map).mode & 0o777).toBe(0o600);
  const data = dataOf(map);
  expect(data.tools.map(({ id }: { id: string }) => id).sort()).toEqual(['npm', 'pip']);
  const npm = data.tools.find(({ id }: { id: string }) => id === 'npm').locations[0];
  expect(npm.path).toBe('~/.npm');
  const downloads = npm.sections.find(({ id }: { id: string }) => id === 'cacache');
  expect(downloads.entries.names).toEqual(expect.arrayContaining(['typescript', 'left-pad']));
  const changes = diffSnapshots(before, snapshotTree(home.root)).filter((line) => !line.includes('devclean-map.html'));
  expect(changes.filter((line) => !/^changed: +home\b.*mtime/.test(line))).toEqual([]);
});

test('from what scan and list have printed, the same map', async () => {
  for (const [name, ...args] of [
    ['scan.json', 'scan', 'npm', 'pip'],
    ['npm.json', 'npm', 'list'],
    ['pip.json', 'pip', 'list'],
  ] as const)
    writeFileSync(path.join(home.path, name), (await devclean(home, [...args, '--json'])).stdout);
  const from = ['scan.json', 'npm.json', 'pip.json'].flatMap((name) => ['--from', name]);
  const run = await devclean(home, ['map', ...from, '-o', 'saved.html']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/^The map is in saved.html: [\d.]+ MB in 2 tools, \d+ entries by name\./);
  await devclean(home, ['map', 'npm', 'pip', '-o', 'live.html']);
  // Reading a cache is using it, as far as its files can tell.
  const times = ['startedAt', 'used', 'days', 'sinceDay', 'type', 'types'];
  const withoutTimes = (name: string) =>
    JSON.stringify(dataOf(path.join(home.path, name)), (key, value) => (times.includes(key) ? undefined : value), 1);
  expect(withoutTimes('saved.html')).toBe(withoutTimes('live.html'));
});

test('--open hands the file to what the system shows pages with, and says so where there is none', async () => {
  const opener = createHome({ 'bin/xdg-open': file('#!/bin/sh\nprintf %s "$1" > "$HOME/opened"\n', { mode: 0o755 }) });
  onTestFinished(() => opener.remove());
  const bin = path.join(opener.path, 'bin');
  const run = await devclean(home, ['map', 'npm', '--no-entries', '--open', '--json'], {
    env: { PATH: `${bin}:${programs}` },
  });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toMatchObject({ opened: true, entries: { named: 0, aggregated: 0 } });
  const opened = () => readFileSync(path.join(home.path, 'opened'), 'utf8');
  await expect.poll(opened).toBe(path.join(home.path, 'devclean-map.html'));

  const without = await devclean(home, ['map', 'npm', '--no-entries', '--open'], {
    env: { PATH: path.join(opener.path, 'nothing') },
    through: [],
  });
  expect(without.code).toBe(1);
  expect(without.stdout).toContain('It could not be opened');
});
