import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { openDirectory, removeTree } from '@devclean/disk';
import { link, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { findTripwire, type TripwireOptions } from './tripwires.js';

const signal = new AbortController().signal;

async function lookInto(at: string, options: Partial<TripwireOptions> = {}) {
  const parent = openDirectory(at);
  try {
    return await findTripwire(parent, 'item', { signal, ...options });
  } finally {
    parent.close();
  }
}

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n';
const zip = Buffer.from('504b030414000600', 'hex');

describe('in an item is found, wherever it lies,', () => {
  test.each<[string, Tree[string], string]>([
    ['.git', {}, 'a git repository'],
    ['.git', 'gitdir: ../x', 'a git repository'],
    ['.git', link('/elsewhere'), 'a git repository'],
    ['.GIT', {}, 'a git repository'],
    ['id_rsa', key, 'a private key'],
    ['server.pem', `Bag Attributes\n${key}`, 'a private key'],
    ['mine.ppk', 'PuTTY-User-Key-File-3: ssh-ed25519', 'a private key'],
    ['passwords.kdbx', '\x03', 'a store of keys'],
    ['wallet.dat', 'x', 'a store of keys'],
    ['.env', 'TOKEN=1', 'settings of a project'],
    ['.env.production.local', '', 'settings of a project'],
    ['.npmrc', '//registry.example/:_authToken=abc', 'a file with a token'],
    ['.netrc', 'machine x login y password z', 'a file with a password'],
    ['.git-credentials', 'https://me:secret@host.example', 'a file with a password'],
    ['credentials', '[default]\naws_secret_access_key = x', 'credentials'],
    ['Letter.DOCX', zip, 'an office document'],
    ['sums.ods', zip, 'an office document'],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'an office document'],
  ])('%s', async (name, content, what) => {
    const { path } = home({ item: { a: { b: { [name]: content } }, c: '' } });
    expect(await lookInto(path)).toEqual({ is: 'hit', at: { path: `item/a/b/${name}` }, what });
  });
});

test('nothing is found in what only looks like it', async () => {
  const { path } = home({
    item: {
      'cert.pem': '-----BEGIN CERTIFICATE-----',
      id_rsa: 'ssh-rsa AAAA',
      '.env': { bin: { python: '' } },
      '.env.example': 'TOKEN=',
      'x.env': '',
      '.npmrc': 'fund=false',
      'a.docx': 'no zip',
      'a.doc': 'text',
      '.gitignore': '*',
      credentials: 'none',
      id_dsa: link('/etc/passwd'),
      'index.db': 'x',
      'index.db-wal': 'x',
    },
  });
  expect(await lookInto(path)).toEqual({ is: 'clean', entries: 14 + 1 });
});

test('an item that is a file is looked at itself', async () => {
  expect(await lookInto(home({ item: key }).path)).toMatchObject({ is: 'clean' });
  const { path } = home({ '.env': 'A=1' });
  const parent = openDirectory(path);
  expect(await findTripwire(parent, '.env', { signal })).toMatchObject({ is: 'hit', at: { path: '.env' } });
  parent.close();
});

test('a database is one while a process has it locked', needs('python3'), async () => {
  const { execFileSync, spawn } = await import('node:child_process');
  const made = home({ item: {} });
  const code = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute('pragma journal_mode=wal'); c.execute('create table t (a)'); c.commit()
print('open', flush=True)
sys.stdin.read()`;
  const child = spawn('python3', ['-c', code, `${made.path}/item/index.sqlite`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await lookInto(made.path)).toMatchObject({ is: 'hit', what: 'of a database that a process has open' });
    expect(execFileSync('ls', [`${made.path}/item`]).toString()).toContain('-wal');
  } finally {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  expect(await lookInto(made.path)).toMatchObject({ is: 'clean' });
});

test('the look goes from the top down, and what it does not reach is a doubt', async () => {
  const { path } = home({ item: { a: { b: { c: { '.git': {} } } }, near: { '.env': '' } } });
  expect(await lookInto(path)).toMatchObject({ is: 'hit', at: { path: 'item/near/.env' } });
  expect(await lookInto(path, { maxEntries: 2 })).toEqual({
    is: 'unknown',
    detail: 'item holds far more than was measured, so something writes to it',
  });
});

test('a folder deeper than any path can name is looked into, and descriptors are given back', async () => {
  const { path } = home({ item: {} });
  const descriptors = () => {
    const next = openSync('/', 'r');
    closeSync(next);
    return next;
  };
  const before = descriptors();
  let handle = openDirectory(`${path}/item`);
  const name = 'n'.repeat(200);
  for (let depth = 0; depth < 60; depth++) {
    mkdirSync(handle.at(name));
    const next = handle.openChild(name);
    handle.close();
    handle = next;
  }
  writeFileSync(handle.at('.env'), '');
  handle.close();
  const answer = await lookInto(path);
  const parent = openDirectory(path);
  await removeTree(parent, 'item', { hoist: true });
  parent.close();
  expect(answer).toMatchObject({ is: 'hit', at: { path: expect.stringMatching(/^item(\/n{200}){60}\/\.env$/) } });
  expect(descriptors()).toBe(before);
});

test('an interrupt ends the look', async () => {
  const { path } = home({ item: { a: {} } });
  const controller = new AbortController();
  controller.abort(new Error('stop'));
  await expect(lookInto(path, { signal: controller.signal })).rejects.toThrow('stop');
});
