import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hardLink, link, snapshotTree, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { defineProvider } from '../packages/core/src/provider/define-provider.js';
import type { KnownProvider } from '../packages/core/src/scan/scan-result.js';
import { buildForChildren, inChild, withOwnMounts } from '../packages/core/test/child.js';
import { home, toyCache, toySpec } from '../packages/core/test/toy.js';
import { purge } from './removal.js';
import { canaries, count, expectNoneLost } from './world.js';

buildForChildren();

const cache: Tree = {
  store: { a: 'x', deep: { b: 'y' } },
  notes: 'mine',
  unknown: { keys: 'mine' },
  logs: { 'kept.log': '' },
};

interface Case {
  /** The number in the corpus, and what it is about. */
  readonly name: string;
  /** What must come of the cache's `store`: taken, or left as it is. */
  readonly store: 'gone' | 'stays';
  readonly tree?: Tree;
  readonly env?: (made: ThrowAwayHome) => Readonly<Record<string, string>>;
  /** Done before the scan. */
  readonly prepare?: (made: ThrowAwayHome, cache: string) => void;
  readonly known?: KnownProvider;
  /** Done between plan and apply. */
  readonly between?: (made: ThrowAwayHome, cache: string) => void;
}

/** As Cargo has it: what lies in its downloads are packages, with repositories of their own. */
const [downloads, ...others] = toyCache.sections;
const withPackages: KnownProvider = {
  provider: defineProvider(toySpec({ cache: { sections: [{ ...downloads, contains: 'packages' }, ...others] } })),
  origin: 'builtin',
};

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n';

const toyAt = (value: (made: ThrowAwayHome) => string) => (made: ThrowAwayHome) => ({ TOY_CACHE: value(made) });

/** An override that must not be believed: the cache at its default place is another matter, and may go. */
const refusedOverrides: ReadonlyArray<readonly [name: string, value: (made: ThrowAwayHome) => string]> = [
  ['1 the variable is the home', ({ path }) => path],
  ['3 it is the working folder', () => '.'],
  ['3 it is relative', () => 'cache/toy'],
  ['4 it begins with ~', () => '~/work'],
  ['5 it holds a newline', ({ path }) => `${path}/work\n`],
  ['5 it holds an escape', ({ path }) => `${path}/\u001b[2Jwork`],
  ['6 it ends in spaces', ({ path }) => `${path}/work  `],
  ['6 it is quoted', ({ path }) => `"${path}/work"`],
  ['6 it holds $HOME', () => '$HOME/work'],
  ['6 it holds %20', ({ path }) => `${path}/work%20`],
  ['7 it has 5,000 bytes', ({ path }) => `${path}/${'x'.repeat(5000)}`],
  ['8 it is two, with a colon', ({ path }) => `${path}/work:${path}/Documents`],
  ['9 it is /', () => '/'],
  ['9 it is //', () => '//'],
  ['9 it is /.', () => '/.'],
  ['9 it is /..', () => '/..'],
  ['9 it is /../..', () => '/../..'],
  ['10 it climbs to the home', ({ path }) => `${path}/.cache/../..`],
  ['11 it climbs to .cache', ({ path }) => `${path}/.cache/toy/..`],
  ['12 its name looks alike', ({ path }) => `${path}/.cache/toy2-notes`],
  ['14 it goes through /proc/self/root', ({ path }) => `/proc/self/root${path}/work`],
  ['14 it goes through /proc/1/cwd', () => '/proc/1/cwd'],
  ['14 it goes through /dev/fd', () => '/dev/fd/0'],
  ['16 it is /tmp', () => '/tmp'],
  ['16 it is Documents', ({ path }) => `${path}/Documents`],
  ['20 it is a project with sources and .git', ({ path }) => `${path}/work`],
  ['24 it is .ssh', ({ path }) => `${path}/.ssh`],
  [
    '25 it is Documents with a CACHEDIR.TAG',
    ({ path }) => {
      writeFileSync(`${path}/Documents/CACHEDIR.TAG`, 'Signature: 8a477f597d28d172789f06886806bc55');
      return `${path}/Documents`;
    },
  ],
];

const cases: readonly Case[] = [
  { name: '2 the variable is empty: the default place is taken', store: 'gone', env: () => ({ TOY_CACHE: '' }) },
  { name: '13 a trailing slash', store: 'gone', env: toyAt(({ path }) => `${path}/.cache/toy/`) },
  { name: '13 doubled slashes', store: 'gone', env: toyAt(({ path }) => `${path}//.cache///toy`) },
  { name: '21 unknown children stay', store: 'gone' },
  { name: '22 a git repository inside', store: 'stays', tree: { store: { deep: { '.git': { HEAD: 'ref: x' } } } } },
  { name: '22 the file of a git work tree inside', store: 'stays', tree: { store: { '.git': 'gitdir: ../../../work/.git' } } },
  { name: '23 git repositories where packages are declared', store: 'gone', known: withPackages,
    tree: { store: { checkouts: { '.git': { HEAD: 'ref: x' }, id_rsa: key } } } },
  { name: '24 a .env inside', store: 'stays', tree: { store: { deep: { '.env': 'TOKEN=1' } } } },
  { name: '24 a private key inside', store: 'stays', tree: { store: { deep: { id_rsa: key } } } },
  { name: '24 a store of passwords inside', store: 'stays', tree: { store: { deep: { 'mine.kdbx': 'x' } } } },
  { name: '24 a wallet inside', store: 'stays', tree: { store: { 'wallet.dat': 'x' } } },
  { name: '37 the cache is a link to a cache', store: 'stays', prepare: (made, at) => {
    renameSync(at, `${made.path}/.cache/toy-real`); symlinkSync('toy-real', at); } },
  { name: '38 the folder above is a link to another place', store: 'gone', prepare: ({ path, root }) => {
    renameSync(`${path}/.cache`, `${path}/.cache-real`); symlinkSync('.cache-real', `${path}/.cache`); void root; } },
  { name: '39 the folder above becomes a link to /etc', store: 'stays', between: ({ path }) => {
    renameSync(`${path}/.cache`, `${path}/.cache-real`); symlinkSync('/etc', `${path}/.cache`); } },
  { name: '39 the cache becomes a link to work', store: 'stays', between: (made, at) => {
    renameSync(at, `${made.path}/.cache/toy-real`); symlinkSync('../work', at); } },
  { name: '39 the item becomes a link to work', store: 'stays', between: (_, at) => {
    renameSync(`${at}/store`, `${at}/store-real`); symlinkSync('../../work', `${at}/store`); } },
  { name: '40 a loop and a dangling link inside', store: 'gone', tree: { store: { loop: link('loop'), gone: link('nowhere') } } },
  { name: '40 a chain of 41 links inside', store: 'gone', tree: { store: Object.fromEntries(
    Array.from({ length: 41 }, (_, index) => [`l${index}`, link(index === 40 ? '../../../work' : `l${index + 1}`)])) } },
  { name: '41 links to /, to the home and to the parent inside', store: 'gone',
    tree: { store: { root: link('/'), home: link('../../..'), up: link('..') } } },
  { name: '43 a link that climbs out inside', store: 'gone', tree: { store: { out: link('../../../Documents') } } },
  { name: '51 a FIFO and a socket’s name inside', store: 'gone', prepare: (_, at) => {
    execFileSync('mkfifo', [`${at}/store/fifo`]); } },
  { name: '55 the item is replaced by another of the same name', store: 'stays', between: (_, at) => {
    renameSync(`${at}/store`, `${at}/was`); mkdirSync(`${at}/store`); writeFileSync(`${at}/store/new`, 'work'); } },
  { name: '56 a hard link from the cache to a document', store: 'gone',
    tree: { store: { letter: hardLink('Documents/letter.odt') } } },
  { name: '64 a tool writes into the item meanwhile', store: 'stays', between: (_, at) => {
    writeFileSync(`${at}/store/more`, ''); } },
  { name: '68 closed folders of one’s own', store: 'gone', prepare: (_, at) => {
    chmodSync(`${at}/store/deep`, 0); chmodSync(`${at}/store`, 0o555); } },
  { name: '72 names that look the same in NFC and NFD', store: 'gone', tree: { store: { '\u00e9': '', 'e\u0301': '' } } },
  { name: '75 names of 255 bytes, 40 deep', store: 'gone', prepare: (_, at) => {
    let depth = `${at}/store`;
    for (let level = 0; level < 14; level++) { depth += `/${'n'.repeat(255)}`; mkdirSync(depth); } } },
  { name: '81 files of the future', store: 'gone', prepare: (_, at) => {
    utimesSync(`${at}/store/a`, 4e9, 4e9); utimesSync(`${at}/store`, 4e9, 4e9); } },
  { name: '85 escape sequences in names', store: 'gone', tree: { store: { '\u001b]52;c;aGk=\u0007': '', '\r\b': '' } } },
  { name: '86 bidi and zero width in names', store: 'gone', tree: { store: { 'a\u202eb\u200b': '' } } },
  { name: '87 invalid UTF-8 and its lossy twin', store: 'gone', prepare: (_, at) => {
    for (const bytes of [[0xff], [0xfe], [0xef, 0xbf, 0xbd]])
      writeFileSync(Buffer.concat([Buffer.from(`${at}/store/bad-`), Buffer.from(bytes)]), ''); } },
  { name: '88 names that a shell would read', store: 'gone',
    tree: { store: { '-rf': '', '*': '', '$(touch pwned)': '', 'a\nb': '', '; rm -rf ~': '' } } },
  { name: '91 the hold’s name is a link', store: 'gone', prepare: ({ path }) => {
    symlinkSync('../Documents', `${path}/.cache/.devclean-hold-${process.getuid?.()}`); } },
  { name: '91 the hold’s name is a file', store: 'gone', prepare: ({ path }) => {
    writeFileSync(`${path}/.cache/.devclean-hold-${process.getuid?.()}`, 'mine'); } },
  { name: '91 the hold is open to others', store: 'gone', prepare: ({ path }) => {
    const hold = `${path}/.cache/.devclean-hold-${process.getuid?.()}`; mkdirSync(hold); chmodSync(hold, 0o777); } },
  { name: 'the cache is gone before the plan is applied', store: 'gone', between: (_, at) => {
    rmSync(`${at}/store`, { recursive: true }); } },
]; // biome-ignore format: a table

describe('the corpus', () => {
  test.for(refusedOverrides)('%s: it is not believed', async ([name, value]) => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const env = { TOY_CACHE: value(made) };
    const before = snapshotTree(made.root);
    const { plan } = await purge(made, { env });
    const outside = plan.steps.filter(({ path = '' }) => !path.startsWith(`${made.path}/.cache/toy/`));
    expect(outside).toEqual([]);
    expectNoneLost(name, before, made);
    count('cases of the corpus');
  });

  test.for(cases.map((one) => [one.name, one] as const))('%s', async ([name, one]) => {
    const made = home({ ...canaries, '.cache/toy': { ...cache, ...one.tree } });
    const at = `${made.path}/.cache/toy`;
    one.prepare?.(made, at);
    let before = snapshotTree(made.root);
    await purge(made, {
      ...(one.env && { env: one.env(made) }),
      ...(one.known && { known: [one.known] }),
      between: () => {
        one.between?.(made, at);
        if (one.between) before = snapshotTree(made.root);
        return undefined;
      },
    });
    const places = [
      `${at}/store`,
      `${at}/store-real`,
      `${made.path}/.cache/toy-real/store`,
      `${made.path}/.cache-real/toy/store`,
    ];
    const stays = places.some((place) => existsSync(place));
    expect([name, stays ? 'stays' : 'gone']).toEqual([name, one.store]);
    if (!name.startsWith('38')) expectNoneLost(name, before, made);
    count('cases of the corpus');
  });

  test('24 a database inside that a process has open', needs('python3'), async () => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const file = `${made.path}/.cache/toy/store/index.sqlite`;
    const code = `
import sqlite3, sys
c = sqlite3.connect(sys.stdin.readline().strip()); c.execute('pragma journal_mode=wal'); c.execute('create table t (a)'); c.commit()
print('open', flush=True)
sys.stdin.read()`;
    const child = spawn('python3', ['-c', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      child.stdin.write(`${file}\n`);
      await once(child.stdout, 'data');
      const before = snapshotTree(made.root);
      expect((await purge(made)).outcomes).toContain('store: tripwire');
      expect(existsSync(file)).toBe(true);
      expectNoneLost('24', before, made);
    } finally {
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    }
    count('cases of the corpus');
  });

  test('42 an item that became a link, with a slash behind it in the plan', async () => {
    const made = home({ ...canaries, '.cache/toy': cache });
    const at = `${made.path}/.cache/toy`;
    let before = snapshotTree(made.root);
    const { outcomes } = await purge(made, {
      between: (plan) => {
        renameSync(`${at}/store`, `${at}/store-real`);
        symlinkSync('../../Documents', `${at}/store`);
        before = snapshotTree(made.root);
        return { ...plan, steps: plan.steps.map((step) => ({ ...step, path: `${step.path}/` })) };
      },
    });
    expect([...new Set(outcomes)]).toEqual(['store: changed-since-plan']);
    expectNoneLost('42', before, made);
    count('cases of the corpus');
  });

  describe('mounts', needs('a mount namespace'), () => {
    const mounts: ReadonlyArray<readonly [name: string, line: string]> = [
      ['45 the item is a mount point', 'mount --bind "$1/Documents" "$1/.cache/toy/store"'],
      [
        '46 the home is bound three levels down',
        'mkdir -p "$1/.cache/toy/store/1/2/3"; mount --bind "$1" "$1/.cache/toy/store/1/2/3"',
      ],
      ['47 a file is bound inside', 'mount --bind "$1/Documents/letter.odt" "$1/.cache/toy/store/a"'],
      ['48 a tmpfs comes between plan and apply', 'mount -t tmpfs tmpfs "$1/.cache/toy/store/deep"'],
      ['52 a device is inside, and stays or goes without being opened', 'mknod "$1/.cache/toy/store/zero" c 1 5'],
    ];
    test.for(mounts)('%s', async ([name, line]) => {
      const made = home({ ...canaries, '.cache/toy': cache });
      const before = snapshotTree(made.root);
      const code = name.startsWith('48')
        ? `const plan = core.planPurge(await core.scan([toy], { context }), [toy], request); sh(${JSON.stringify(line)});
           await core.applyPlan(plan, [toy], { context });`
        : `sh(${JSON.stringify(line)}); await purge();`;
      await inChild(code, made.path, withOwnMounts);
      expectNoneLost(name, before, made);
      if (!name.startsWith('52')) expect(readdirSync(`${made.path}/.cache/toy`)).toContain('store');
      count('cases of the corpus');
    });
  });
});
