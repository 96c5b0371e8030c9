import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHome, file, folder, hardLink, link, sparseFile, type Tree } from './index.js';

function home(tree?: Tree) {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

test('a tree is written as its literal says', () => {
  const { path } = home({
    '.cache/pip': { 'http-v2/a/b/entry': 'text', wheels: {} },
    secret: file('token', { mode: 0o600, mtime: new Date('2020-01-02T03:04:05Z') }),
    old: folder({ inner: 'x' }, { mode: 0o500, mtime: new Date('2019-01-01T00:00:00Z') }),
    twin: hardLink('secret'),
    away: link('/nowhere'),
    image: sparseFile(1_000_000),
  });

  expect(readFileSync(join(path, '.cache/pip/http-v2/a/b/entry'), 'utf8')).toBe('text');
  expect(statSync(join(path, '.cache/pip/wheels')).isDirectory()).toBe(true);
  expect(statSync(join(path, 'secret')).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, 'secret')).mtime.toISOString()).toBe('2020-01-02T03:04:05.000Z');
  expect(statSync(join(path, 'secret')).nlink).toBe(2);
  expect(statSync(join(path, 'old')).mode & 0o777).toBe(0o500);
  expect(statSync(join(path, 'old')).mtime.getUTCFullYear()).toBe(2019);
  expect(lstatSync(join(path, 'away')).isSymbolicLink()).toBe(true);
  expect(statSync(join(path, 'image'))).toMatchObject({ size: 1_000_000, blocks: 0 });
});

test('the environment leads nowhere but into the throw-away folder', () => {
  const { root, env } = home();
  const harmless = new Set(['PATH', 'PATHEXT', 'LANG', 'LC_ALL', 'TZ', 'JAVA_HOME', 'DEVCLEAN_REQUIRE_TOOLS']);
  const leadsOut = Object.entries(env).filter(
    ([name, value]) =>
      !harmless.has(name) && value.includes('/') && !value.replace('-Duser.home=', '').startsWith(root),
  );
  expect(leadsOut).toEqual([]);
  const seen = execFileSync(process.execPath, ['-p', 'require("os").homedir() + " " + require("os").tmpdir()'], {
    env,
    encoding: 'utf8',
  });
  expect(seen.trim()).toBe(`${root}/home ${root}/tmp`);
});

test('removal takes read-only folders too, and twice is as good as once', () => {
  const made = createHome({ 'go/mod': folder({ file: 'x' }, { mode: 0o555 }) });
  made.remove();
  made.remove();
  expect(existsSync(made.root)).toBe(false);
});

test('removal refuses a folder that is not the one it made', () => {
  const made = createHome();
  renameSync(made.root, `${made.root}-moved`);
  mkdirSync(made.root);
  expect(() => made.remove()).toThrow('is not the folder that this test made');
  rmdirSync(made.root);
  renameSync(`${made.root}-moved`, made.root);
  made.remove();
});
