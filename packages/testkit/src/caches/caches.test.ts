import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHome, developerHome, npmCache, pipCache, snapshotTree } from '../index.js';

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

const python = ['/usr/bin/python3', '/usr/local/bin/python3', `${process.env['HOME']}/.pyenv/versions/3.13.0/bin/python3`].find(
  (path) => existsSync(path),
);

test.skipIf(python === undefined)('pip reads the cache that was built for it', () => {
  const { path, root, env, write } = home();
  write({ '.cache/pip': pipCache() });
  const answer = execFileSync(python ?? '', ['-m', 'pip', 'cache', 'info'], { env, cwd: root, encoding: 'utf8' });
  expect(answer).toContain(`${path}/.cache/pip/http-v2`);
  expect(answer).toMatch(/Number of HTTP files: 62\n/); // 10 downloads × 3 responses × 2 files, and 2 in the old format
  expect(answer).toMatch(/Number of locally built wheels: 3\n/);

  const load = `
import sys
from pathlib import Path
from pip._vendor.cachecontrol.serialize import Serializer
from pip._vendor.requests import Request
for file in Path(sys.argv[1]).rglob('*'):
    if file.is_file() and file.suffix != '.body':
        data = Serializer().loads(Request('GET', 'https://x').prepare(), file.read_bytes())
        print('unreadable' if data is None else data.status, data and data.headers.get('x-pypi-file-project'))
`;
  const responses = execFileSync(python ?? '', ['-c', load, `${path}/.cache/pip/http-v2`], { env, cwd: root, encoding: 'utf8' });
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
