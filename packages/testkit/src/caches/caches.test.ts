import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHome, snapshotTree } from '../index.js';
import { developerHome, npmCache, pipCache } from '../known-tools.js';
import { findPythons, needs } from '../real-tools.js';

function home() {
  const made = createHome();
  onTestFinished(() => made.remove());
  return made;
}

const sizeOf = (root: string): number =>
  [...snapshotTree(root).values()].reduce((sum, node) => sum + (node.type === 'file' ? Number(node.size) : 0), 0);

test('a developer home is small in tests and tens of MB in a demonstration', () => {
  const small = home();
  small.write(developerHome());
  expect(sizeOf(small.path)).toBeLessThan(2_000_000);

  const real = home();
  const started = performance.now();
  real.write(developerHome({ scale: 1 }));
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(sizeOf(real.path)).toBeGreaterThan(40_000_000);
  expect(sizeOf(real.path)).toBeLessThan(100_000_000);
});

const [python = ''] = findPythons();

test('pip reads the cache that was built for it', needs('pip'), () => {
  const { path, root, env, write } = home();
  write({ '.cache/pip': pipCache() });
  const pip = (...args: string[]) => execFileSync(python, ['-m', 'pip', ...args], { env, cwd: root, encoding: 'utf8' });
  const [, major = '0', minor = '0'] = pip('--version').match(/^pip (\d+)\.(\d+)/) ?? [];
  // 10 downloads of 3 responses, 2 files each, and 2 in the old format, which is all that pips before 23.3 know.
  const expected = Number(major) * 100 + Number(minor) >= 2303 ? 62 : 2;
  const answer = pip('cache', 'info');
  expect(answer).toContain(`${path}/.cache/pip/http`);
  expect(answer).toContain(`Number of HTTP files: ${expected}\n`);
  expect(answer).toContain('Number of locally built wheels: 3\n');

  const load = `
import sys
from pathlib import Path
from pip._vendor.cachecontrol.serialize import Serializer
from pip._vendor.requests import Request
for file in Path(sys.argv[1]).rglob('*'):
    if file.is_file() and file.suffix != '.body':
        data = Serializer().loads(Request('GET', 'https://x', {'Accept-Encoding': 'identity'}).prepare(), file.read_bytes())
        print('unreadable' if data is None else data.status, data and data.headers.get('x-pypi-file-project'))
`;
  const responses = execFileSync(python, ['-c', load, `${path}/.cache/pip/http-v2`], {
    env,
    cwd: root,
    encoding: 'utf8',
  });
  expect(responses.match(/^200 /gm)).toHaveLength(30);
  expect(responses).toContain('200 numpy');
});

test('npm lists and verifies the cache that was built for it', () => {
  const { path, root, env, write } = home();
  write({ '.npm': npmCache() });
  const npm = (...args: string[]) => execFileSync('npm', args, { env, cwd: root, encoding: 'utf8' });
  expect(npm('cache', 'ls').trim().split('\n')).toHaveLength(16);
  const verified = npm('cache', 'verify');
  expect(verified).toMatch(/Content verified: 16 /);
  expect(verified).not.toMatch(/garbage-collected|Missing|Corrupted/);
  expect(readFileSync(join(path, '.npm/_cacache/_lastverified'), 'utf8')).toMatch(/^\d+$/);
});
