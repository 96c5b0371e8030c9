import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { needs } from '../../../testkit/src/real-tools.js';
import { endedProcess } from '../../test/ended-process.js';
import { python, shell, start, title, untilTheEnd } from '../../test/start-process.js';
import type { FolderCache, FoundSection, LockRule } from '../provider/cache-provider.js';
import { createToolContext } from '../system/create-tool-context.js';
import { pidInGradleLock } from '../system/locks.js';
import { readProcesses } from '../system/processes.js';
import { findHolders } from './find-holders.js';

/** A temporary cache: `store/` and `logs/` are sections, everything else is in none. */
function createCache(): { path: string; home: string; sections: FoundSection[] } {
  const home = mkdtempSync(path.join(realpathSync(tmpdir()), 'devclean-holders-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const location = path.join(home, '.toy');
  for (const folder of ['store', 'logs']) {
    mkdirSync(path.join(location, folder), { recursive: true });
    writeFileSync(path.join(location, folder, 'file'), 'content');
  }
  writeFileSync(path.join(location, 'index'), '');
  const section = (id: string): FoundSection => ({
    ...{ provider: 'toy', cache: 'toy', location, id, title: id, safety: 'safe', cost: 'It comes back.' },
    paths: [path.join(location, id)],
  });
  return { path: location, home, sections: [section('store'), section('logs')] };
}

const toyCache = (inUse: FolderCache['inUse'] = {}): FolderCache => ({
  kind: 'folder',
  id: 'toy',
  locations: [{ from: 'env', variable: 'TOY_CACHE' }],
  fingerprint: { anyOf: ['store'] },
  sections: [{ id: 'store', title: 'Store', paths: ['store'], safety: 'safe', cost: 'It comes back.' }],
  inUse,
});

async function holdersOf(location: ReturnType<typeof createCache>, inUse?: FolderCache['inUse'], self?: number) {
  const env = { HOME: location.home };
  const context = await createToolContext({ env, homes: { env: location.home, account: location.home } });
  return findHolders(location, toyCache(inUse), context, await readProcesses(context, self));
}

const linux = process.platform === 'linux';

test('an idle cache has no holder', async () => {
  expect(await holdersOf(createCache())).toEqual({ inUse: 'no', holders: [] });
});

test.runIf(linux)(
  'a command that has ended since the processes were listed holds nothing, whether its parent knows it or not',
  async () => {
    const cache = createCache();
    const env = { HOME: cache.home };
    const context = await createToolContext({ env, homes: { env: cache.home, account: cache.home } });
    const pid = await endedProcess();
    const ended = {
      pid,
      uid: context.uid ?? -1,
      argv: ['toy', 'install'],
      uses: [],
      inspectable: true,
      otherMounts: false,
    };
    const table = { state: 'read' as const, processes: [ended], family: new Set<number>() };
    const held = await findHolders(cache, toyCache({ processes: ['toy install'] }), context, table);
    expect(held).toEqual({ inUse: 'no', holders: [] });
  },
);

describe.runIf(linux)('what a process uses', () => {
  test('a file that is open holds the section it lies in, and only that', async () => {
    const cache = createCache();
    const pid = await start(shell(`exec 5<${cache.path}/logs/file; `));
    expect(await holdersOf(cache)).toEqual({
      inUse: 'yes',
      holders: [{ kind: 'process', pid, detail: `sh: open file ${cache.path}/logs/file`, sections: ['logs'] }],
    });
  });

  test('a working folder inside a section holds the section', async () => {
    const cache = createCache();
    const pid = await start(shell(''), { cwd: `${cache.path}/store` });
    expect((await holdersOf(cache)).holders).toMatchObject([{ pid, sections: ['store'] }]);
  });

  test('a shell that stands in the root of the cache holds all of it', async () => {
    const cache = createCache();
    const pid = await start(shell(''), { cwd: cache.path });
    expect((await holdersOf(cache)).holders).toEqual([
      { kind: 'process', pid, detail: `sh: working folder ${cache.path}` },
    ]);
  });

  test('an open file that lies in no section holds the whole cache', async () => {
    const cache = createCache();
    await start(shell(`exec 5<${cache.path}/index; `));
    const { holders } = await holdersOf(cache);
    expect(holders).toHaveLength(1);
    expect(holders[0]).not.toHaveProperty('sections');
  });

  test('a script that runs from a section holds it, though nothing of it is open', async () => {
    const cache = createCache();
    const script = `${cache.path}/store/tool.cjs`;
    writeFileSync(script, 'console.log("ready"); process.stdin.resume();');
    const pid = await start([process.execPath, script]);
    expect((await holdersOf(cache)).holders).toEqual([
      { kind: 'process', pid, detail: `tool: given ${script}`, sections: ['store'] },
    ]);
  });

  test('a program that calls itself something else holds the section that it was started from', async () => {
    const cache = createCache();
    const env = { PATH: `${cache.path}/store/bin${path.delimiter}${process.env.PATH}` };
    const pid = await start(title('a server'), { env });
    expect((await holdersOf(cache)).inUse, 'a section that nothing runs from').toBe('no');
    expect((await holdersOf(cache, { runsFrom: ['store'] })).holders).toEqual([
      { kind: 'process', pid, detail: 'a: started with store on its PATH', sections: ['store'] },
    ]);
  });

  test('where the system does not tell what runs, what programs run from is not known to be idle', async () => {
    const cache = createCache();
    const context = await createToolContext({ env: {}, homes: { env: cache.home, account: cache.home } });
    const table = { state: 'not-offered' as const, processes: [], family: new Set<number>() };
    const held = await findHolders(cache, toyCache({ runsFrom: ['store'] }), context, table);
    expect(held).toMatchObject({ inUse: 'unknown', holders: [{ sections: ['store'] }] });
  });

  test('a program that is only told where the cache is does not hold it', async () => {
    const cache = createCache();
    await start([process.execPath, '-e', 'console.log("ready"); process.stdin.resume();', cache.path]);
    expect((await holdersOf(cache)).inUse).toBe('no');
  });

  test('files in two sections are one holder of both', async () => {
    const cache = createCache();
    const pid = await start(shell(`exec 5<${cache.path}/logs/file 6<${cache.path}/store/file; `));
    expect((await holdersOf(cache)).holders).toMatchObject([
      { pid, sections: expect.arrayContaining(['logs', 'store']) },
    ]);
  });

  describe('explained by the provider', () => {
    const explain = (paths?: (location: string) => string[]): FolderCache['inUse'] => ({
      explain: (holder, running, location) => ({
        detail: `toy ${running?.argv[0]} ${holder.pid}`,
        ...(paths && { paths: paths(location.path) }),
      }),
    });

    test('it is told in the provider’s words, and holds what it held', async () => {
      const cache = createCache();
      const pid = await start(shell(`exec 5<${cache.path}/index; `));
      expect((await holdersOf(cache, explain())).holders).toEqual([{ kind: 'process', pid, detail: `toy sh ${pid}` }]);
    });

    test('it holds only what the provider says, and what it has open', async () => {
      const cache = createCache();
      const pid = await start(shell(`exec 5<${cache.path}/index 6<${cache.path}/store/file; `));
      const { holders, inUse } = await holdersOf(
        cache,
        explain(() => []),
      );
      expect(inUse).toBe('yes');
      expect(holders).toMatchObject([{ pid, sections: ['store'], paths: [`${cache.path}/store`] }]);
      const more = await holdersOf(
        cache,
        explain((location) => [`${location}/logs/file`]),
      );
      const paths = [`${cache.path}/logs/file`, `${cache.path}/store`];
      expect(more.holders).toMatchObject([{ pid, sections: ['store', 'logs'], paths }]);
    });
  });

  test('a program that runs from the cache holds it', async () => {
    const cache = createCache();
    const program = `${cache.path}/store/cat`;
    copyFileSync('/bin/cat', program);
    const pid = await start([program]);
    expect((await holdersOf(cache)).holders).toMatchObject([{ pid, sections: ['store'] }]);
  });

  test('a mapped file holds, even when it is closed again', needs('python3'), async () => {
    const cache = createCache();
    const map = `import mmap\nwith open("${cache.path}/store/file", "r+b") as f: m = mmap.mmap(f.fileno(), 0)`;
    // Python keeps a copy of the descriptor; without it only the mapping is left.
    const pid = await start(
      python(`${map}\nimport os\n[os.close(fd) for fd in range(3, 16) if os.path.exists(f"/proc/self/fd/{fd}")]`),
    );
    expect((await holdersOf(cache)).holders).toEqual([
      { kind: 'process', pid, detail: expect.stringContaining('mapped file'), sections: ['store'] },
    ]);
  });

  test('a file that was deleted is no use of what lies there now', async () => {
    const cache = createCache();
    await start(shell(`exec 5<${cache.path}/store/file; `));
    unlinkSync(`${cache.path}/store/file`);
    writeFileSync(`${cache.path}/store/file`, 'another');
    expect(await holdersOf(cache)).toEqual({ inUse: 'no', holders: [] });
  });

  test('a folder whose name only begins the same is another', async () => {
    const cache = createCache();
    mkdirSync(`${cache.path}-other`);
    await start(shell(''), { cwd: `${cache.path}-other` });
    expect((await holdersOf(cache)).inUse).toBe('no');
  });

  test('a file of the same name in another mount namespace is another', needs('a mount namespace'), async () => {
    const cache = createCache();
    const mount = `mount -t tmpfs none ${cache.path} && mkdir ${cache.path}/store && cd ${cache.path}/store; `;
    await start(['unshare', '--mount', ...shell(mount)]);
    expect((await holdersOf(cache)).inUse).toBe('no');
  });

  test('the same file seen from another mount namespace counts', needs('a mount namespace'), async () => {
    const cache = createCache();
    const pid = await start(['unshare', '--mount', ...shell(`cd ${cache.path}/store; `)]);
    expect((await holdersOf(cache)).holders).toMatchObject([{ pid, sections: ['store'] }]);
  });
});

describe.runIf(linux)('our own family holds nothing', () => {
  test('we ourselves and our children', async () => {
    const cache = createCache();
    const descriptor = openSync(`${cache.path}/store/file`, 'r');
    onTestFinished(() => closeSync(descriptor));
    const child = spawn('sh', ['-c', untilTheEnd], { cwd: cache.path, stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.stdin.end());
    await once(child.stdout, 'data');
    expect(await holdersOf(cache)).toEqual({ inUse: 'no', holders: [] });
  });

  test('an npm that started us, its log open', async () => {
    const cache = createCache();
    const us = `sh -c 'echo $$ > ${cache.home}/us; ${untilTheEnd}' 5<&-`;
    const npm = await start(['sh', '-c', `exec 5<${cache.path}/logs/file; ${us}; true`]);
    expect((await holdersOf(cache)).holders).toMatchObject([{ pid: npm }]);
    const self = Number(readFileSync(`${cache.home}/us`, 'utf8'));
    expect(await holdersOf(cache, {}, self)).toEqual({ inUse: 'no', holders: [] });
  });
});

describe.runIf(linux)('a program of which the provider knows that it needs the cache', () => {
  const inUse: FolderCache['inUse'] = {
    needs: async ({ argv, environment }, location) =>
      environment.get('TOY_LOADS') === location && argv[0] === 'sh'
        ? { detail: 'it comes back for the rest', sections: ['store'] }
        : undefined,
  };

  test('holds the sections that it needs', async () => {
    const cache = createCache();
    const pid = await start(shell(''), { env: { TOY_LOADS: cache.path } });
    const holders = [{ kind: 'process', pid, detail: 'it comes back for the rest', sections: ['store'] }];
    expect(await holdersOf(cache, inUse)).toEqual({ inUse: 'yes', holders });
  });

  test('holds no other cache', async () => {
    const cache = createCache();
    await start(shell(''), { env: { TOY_LOADS: `${cache.path}2` } });
    expect(await holdersOf(cache, inUse)).toEqual({ inUse: 'no', holders: [] });
  });
});

describe.runIf(linux)('a declared command', () => {
  const inUse = { processes: ['npm ci', 'pip install'] };

  test('holds the cache of the home it runs in', async () => {
    const cache = createCache();
    const pid = await start(title('npm ci'), { env: { HOME: cache.home } });
    const holders = [{ kind: 'process', pid, detail: 'npm ci is running' }];
    expect(await holdersOf(cache, inUse)).toEqual({ inUse: 'yes', holders });
  });

  test('is named by what it runs, whatever it has open', async () => {
    const cache = createCache();
    await start(title('npm ci'), { env: { HOME: cache.home }, cwd: `${cache.path}/store` });
    expect((await holdersOf(cache, inUse)).holders.map(({ detail }) => detail)).toEqual(['npm ci is running']);
  });

  test('holds no cache of another home', async () => {
    const cache = createCache();
    const other = createCache();
    await start(title('npm ci'), { env: { HOME: other.home } });
    expect(await holdersOf(cache, inUse)).toEqual({ inUse: 'no', holders: [] });
  });

  test('holds what may be its temporary files, wherever it runs', async () => {
    const cache = createCache();
    const pid = await start(title('npm prune'), { env: { HOME: '/elsewhere' } });
    const temporary = { processes: ['npm prune'], wherever: true } as const;
    expect((await holdersOf(cache, temporary)).holders).toMatchObject([{ pid }]);
    expect((await holdersOf(cache, { processes: ['npm prune'] })).inUse).toBe('no');
  });

  test('holds the cache that a variable or an argument of it names', async () => {
    const cache = createCache();
    const other = createCache();
    symlinkSync(cache.path, `${other.home}/link`);
    const named = await start(title('npm ci'), { env: { HOME: other.home, npm_config_cache: `${other.home}/link` } });
    expect((await holdersOf(cache, inUse)).holders).toMatchObject([{ pid: named }]);
  });

  test('that fetches a program holds the cache until it has started that', async () => {
    const cache = createCache();
    const fetching = { processes: ['npm exec !'] };
    const env = { HOME: cache.home };
    const waiting = `require('child_process').spawn('sh', ['-c', '${untilTheEnd}'], { stdio: 'inherit' })`;
    const called = `process.title = 'npm exec tool'; /* ${' '.repeat(64)} */`;
    await start([process.execPath, '-e', `${called} ${waiting}.on('exit', process.exit)`], { env });
    expect(await holdersOf(cache, fetching)).toEqual({ inUse: 'no', holders: [] });
    const pid = await start(title('npm exec tool'), { env });
    const holders = [{ kind: 'process', pid, detail: 'npm exec is running' }];
    expect(await holdersOf(cache, fetching)).toEqual({ inUse: 'yes', holders });
  });

  test('is no other command of the same program', async () => {
    const cache = createCache();
    await start(title('npm run ci'), { env: { HOME: cache.home } });
    expect((await holdersOf(cache, inUse)).inUse).toBe('no');
  });
});

describe.runIf(linux)('a declared lock', () => {
  const locked = (kind: LockRule['kind'], path = 'store/file'): FolderCache['inUse'] => ({
    locks: [{ path, kind, sections: ['store'] }],
  });

  test('flock', needs('flock'), async () => {
    const cache = createCache();
    await start(['flock', `${cache.path}/store/file`, ...shell('')]);
    const { inUse, holders } = await holdersOf(cache, locked('flock'));
    expect(inUse).toBe('yes');
    expect(holders).toContainEqual(
      expect.objectContaining({ kind: 'lock', detail: `${cache.path}/store/file is locked`, sections: ['store'] }),
    );
    expect((await holdersOf(cache, locked('posix'))).holders).not.toContainEqual(
      expect.objectContaining({ kind: 'lock' }),
    );
  });

  test('posix', needs('python3'), async () => {
    const cache = createCache();
    const pid = await start(
      python(`import fcntl; f = open("${cache.path}/store/file", "r+"); fcntl.lockf(f, fcntl.LOCK_EX)`),
    );
    const { holders } = await holdersOf(cache, locked('posix'));
    expect(holders).toContainEqual(expect.objectContaining({ kind: 'lock', pid }));
  });

  test('a file that names a live process', async () => {
    const cache = createCache();
    const pid = await start(shell(''));
    writeFileSync(`${cache.path}/toy.lock`, JSON.stringify([pid]));
    const holders = [{ kind: 'lock', pid, detail: `lock file ${cache.path}/toy.lock`, sections: ['store'] }];
    expect(await holdersOf(cache, locked('pid', '*.lock'))).toEqual({ inUse: 'yes', holders });
  });

  test('a file that names a process which has ended, or none', async () => {
    const cache = createCache();
    writeFileSync(`${cache.path}/toy.lock`, `${noProcess}`);
    writeFileSync(`${cache.path}/empty.lock`, '');
    expect((await holdersOf(cache, locked('pid', '*.lock'))).inUse).toBe('no');
  });

  test('a file that names us', async () => {
    const cache = createCache();
    writeFileSync(`${cache.path}/toy.lock`, `${process.pid}`);
    expect((await holdersOf(cache, locked('pid', '*.lock'))).inUse).toBe('no');
  });

  test('a file that is there', async () => {
    const cache = createCache();
    expect((await holdersOf(cache, locked('exists', 'toy.lock'))).inUse).toBe('no');
    writeFileSync(`${cache.path}/toy.lock`, '');
    expect((await holdersOf(cache, locked('exists', 'toy.lock'))).holders).toMatchObject([{ kind: 'lock' }]);
  });

  test('a lock that its owner touches again and again is stale a minute after the last time', async () => {
    const cache = createCache();
    const lock = path.join(cache.path, 'toy.lock');
    mkdirSync(lock);
    expect((await holdersOf(cache, locked('touched', 'toy.lock'))).holders).toMatchObject([{ kind: 'lock' }]);
    const before = Date.now() / 1000 - 61;
    utimesSync(lock, before, before);
    expect((await holdersOf(cache, locked('touched', 'toy.lock'))).inUse).toBe('no');
  });

  test.each<LockRule['kind']>(['flock', 'posix', 'gradle', 'pid'])(
    'a %s lock whose file was deleted and made anew is still its holder’s',
    async (kind) => {
      const cache = createCache();
      const lock = `${cache.path}/store/file`;
      const pid = await start(shell(`exec 5<${lock}; `));
      unlinkSync(lock);
      expect(await holdersOf(cache)).toEqual({ inUse: 'no', holders: [] });
      const held = { inUse: 'yes', holders: [{ kind: 'lock', pid, sections: ['store'] }] };
      expect(await holdersOf(cache, locked(kind))).toMatchObject(held);
      writeFileSync(lock, '');
      expect(await holdersOf(cache, locked(kind))).toMatchObject(held);
      expect((await holdersOf(cache, locked(kind, 'logs/file'))).inUse).toBe('no');
    },
  );

  test("Gradle's, after a crash: its number is another process's now", async () => {
    const cache = createCache();
    const innocent = await start(shell(''));
    for (const pid of [innocent, noProcess]) {
      writeFileSync(`${cache.path}/toy.lock`, heldGradleLock(pid));
      expect((await holdersOf(cache, locked('gradle', 'toy.lock'))).inUse).toBe('no');
    }
  });

  test("Gradle's, by its content, where locks cannot be listed", async () => {
    const cache = createCache();
    writeFileSync(`${cache.path}/toy.lock`, heldGradleLock(4711));
    expect(pidInGradleLock(readFileSync(`${cache.path}/toy.lock`))).toBe(4711);
  });
});

/** Above the highest number that Linux gives to a process. */
const noProcess = 4_194_999;

/** As measured on Gradle 4.4.1: 17 bytes of state, then a format, a port, a lock id, the pid and what is being done. */
function heldGradleLock(pid: number): Buffer {
  const text = (value: string) => Buffer.from([0, value.length, ...Buffer.from(value)]);
  const state = [3, ...Buffer.alloc(16)];
  return Buffer.from([...state, 3, ...[0, 0, 0x9c, 0x40], ...Buffer.alloc(8), ...text(`${pid}`), ...text('build')]);
}

describe('an ordinary user among processes of root', needs('a second user'), () => {
  /** Acts as another user until the test ends. The processes that `start` starts are still root's. */
  function becomeOrdinary(cache: ReturnType<typeof createCache>): void {
    chmodSync(cache.home, 0o755);
    process.setegid?.(ordinary);
    process.seteuid?.(ordinary);
    onTestFinished(() => {
      process.seteuid?.(0);
      process.setegid?.(0);
    });
  }
  const ordinary = 65_534;
  const asOrdinary = ['setpriv', `--reuid=${ordinary}`, `--regid=${ordinary}`, '--clear-groups'];
  const inUse = { processes: ['npm ci'] };

  test('is not kept from an idle cache by what may not be looked at', async () => {
    const cache = createCache();
    await start(title('npm ci'), { env: { HOME: cache.home } });
    becomeOrdinary(cache);
    expect(await holdersOf(cache, inUse)).toEqual({ inUse: 'no', holders: [] });
  });

  test('sees the own processes', async () => {
    const cache = createCache();
    chmodSync(cache.home, 0o755);
    const pid = await start([...asOrdinary, ...shell('')], { cwd: cache.path });
    becomeOrdinary(cache);
    expect(await holdersOf(cache)).toMatchObject({ inUse: 'yes', holders: [{ pid }] });
  });

  test('is told that an own process which may not be looked at is in doubt', async () => {
    const cache = createCache();
    // As under `sg docker`: the kernel lets nobody look at a process of another group, ptrace(2).
    const ofOtherGroup = asOrdinary.map((word) => word.replace(`regid=${ordinary}`, `regid=${ordinary - 1}`));
    copyFileSync('/bin/cat', `${cache.home}/npm`);
    chmodSync(cache.home, 0o755);
    writeFileSync(`${cache.home}/ci`, '');
    const options = { cwd: cache.home, env: { HOME: cache.home } };
    const pid = await start([...ofOtherGroup, `${cache.home}/npm`, '-', 'ci'], options);
    becomeOrdinary(cache);
    expect(await holdersOf(cache, inUse)).toMatchObject({ inUse: 'unknown', holders: [{ pid }] });
    expect(await holdersOf(cache)).toEqual({ inUse: 'no', holders: [] });
  });

  test("is told of root's lock, which everyone can see", needs('flock'), async () => {
    const cache = createCache();
    await start(['flock', `${cache.path}/store/file`, ...shell('')]);
    becomeOrdinary(cache);
    const locks = [{ path: 'store/file', kind: 'flock' }] as const;
    expect(await holdersOf(cache, { locks })).toMatchObject({ inUse: 'yes', holders: [{ kind: 'lock' }] });
  });
});
