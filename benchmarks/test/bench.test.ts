import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { meters, removers } from '../src/contestants.mjs';

function bench(...args: string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'devclean-bench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = path.resolve(import.meta.dirname, '../bench.mjs');
  // Smaller than `--quick` is by itself: to build a tree may take far longer than to measure it.
  const size = ['--files=500', '--remove-files=500', '--cli-files=500'];
  const places = ['--dir', folder, '--results', path.join(folder, 'results')];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, ...size, ...places], {
    encoding: 'utf8',
  });
  const results = path.join(folder, 'results');
  const files = existsSync(results) ? readdirSync(results) : [];
  return {
    status,
    stderr,
    stdout,
    files,
    written: files.map((file) => readFileSync(path.join(results, file), 'utf8')).join(),
    left: readdirSync(folder).filter((name) => name !== 'results'),
  };
}

/** The rows of the tables of one chapter, each as its cells. */
function rows(text: string, chapter: string): string[][] {
  const [, body = ''] = text.split(`\n## ${chapter}\n`);
  const lines = body.split('\n## ')[0]?.split('\n') ?? [];
  return lines.filter((line) => /^\| (?!---)/.test(line)).map((line) => line.slice(2, -2).split(' | '));
}

const hasRun = /^\d[\d.]* m?s$/;

// Other systems have no `du` to compare with.
describe.skipIf(process.platform !== 'linux')('a quick run', { timeout: 120_000 }, () => {
  test('starts every meter or names it as missing, and ours counts what du counts', () => {
    const run = bench('measure', '--trees', 'pnpm', '--quick', '--no-cold');
    expect([run.stderr, run.status]).toEqual([expect.not.stringContaining('failed'), 0]);
    const measured = rows(run.stdout, 'Measuring a tree').filter((cells) => cells.length === 6);
    for (const { name, missing } of meters() as { name: string; missing?: string }[]) {
      const own = measured.filter(([first]) => first === name);
      expect(own).toEqual([expect.arrayContaining([expect.stringMatching(missing ?? hasRun)])]);
    }
    const resultOf = (name: string) => measured.find(([first]) => first === name)?.at(-1);
    expect(resultOf('devclean')).toBe('same as du');
    // Who counts each name has to differ, or the tree has no links.
    expect(resultOf('du (npm)')).toMatch(/^\+.*, counts each name of an inode$/);
    expect(run.files).toEqual([expect.stringMatching(/^linux-\d+-cores-node-\d+-measure-quick\.md$/)]);
    expect(run.written.trim()).toBe(run.stdout.trim());
    expect(run.left).toEqual([]);
  });

  test('starts every remover, and devclean itself', () => {
    const run = bench('remove', '--trees', 'pip', '--quick');
    expect([run.stderr, run.status]).toEqual([expect.not.stringContaining('failed'), 0]);
    const removed = rows(run.stdout, 'Removing a tree').slice(1);
    expect(removed.map(([name, median]) => [name, median])).toEqual(
      removers().map(({ name }) => [name, expect.stringMatching(hasRun)]),
    );
    const swept = rows(run.stdout, 'devclean sweep').slice(1);
    expect(swept.map(([name, median]) => [name, median])).toEqual([
      ['rm -rf', expect.stringMatching(hasRun)],
      ['devclean sweep', expect.stringMatching(hasRun)],
    ]);
    expect(run.left).toEqual([]);
  });

  test('names every entry of the caches of each tool', () => {
    const run = bench('list', '--quick', '--list-entries=40');
    expect([run.stderr, run.status]).toEqual([expect.not.stringContaining('failed'), 0]);
    const listed = rows(run.stdout, 'Names of entries').slice(1);
    const namedBy = {
      pip: ['40', 'contents: 2, index page: 19, response headers: 19'],
      npm: ['200', 'address: 180, contents: 20'],
      Yarn: ['40', '.yarn-metadata.json: 20, in the zip: 20'],
      Gradle: ['20', 'the place: 20'],
    };
    expect(listed.map(([name, count, median, ...rest]) => [name, count, median, rest.at(-1)])).toEqual(
      Object.entries(namedBy).flatMap(([title, [count, sources]]) => [
        [`${title}: du -s`, count, expect.stringMatching(hasRun), 'the measure'],
        [`${title}: names`, count, expect.stringMatching(hasRun), sources],
        [`${title}: names and sizes`, count, expect.stringMatching(hasRun), sources],
      ]),
    );
    expect(run.left).toEqual([]);
  });

  test('scans caches that are recognised, starts the program, and ends with what must be reached', () => {
    const run = bench('cli', 'start-up', '--trees', 'npm', '--quick', '--no-cold');
    expect([run.stderr, run.status]).toEqual([expect.not.stringContaining('failed'), 0]);
    expect(rows(run.stdout, 'devclean scan').at(-1)).toEqual([
      'devclean scan',
      expect.stringMatching(hasRun),
      ...Array(3).fill(expect.any(String)),
      'same as du',
    ]);
    expect(rows(run.stdout, 'Start-up').slice(1)).toHaveLength(3);
    const reached = rows(run.stdout, 'Must reach').slice(1);
    expect(reached.map(([what, , , measured]) => [what, measured])).toContainEqual([
      'scan of 200k files (each) ÷ du',
      'not measured',
    ]);
    expect(reached).toHaveLength(10);
    expect(run.left).toEqual([]);
  });
});

test('what it does not know it refuses', () => {
  const run = bench('mesure');
  expect([run.status, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain('"mesure" is none of measure, remove, cli, list, start-up, map');
});
