import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { file, link, sparseFile } from '@devclean/testkit';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { createToolContext } from './create-tool-context.js';
import type { FoundFile, ToolContext } from './tool-context.js';

describe('homes', () => {
  const envHome = async (HOME: string | undefined) =>
    (await createToolContext({ env: { HOME }, platform: 'linux' })).homes;
  test('are the variable’s and the account’s', async () => {
    expect((await envHome('/somewhere/else')).env).toBe('/somewhere/else');
    expect((await envHome('/somewhere/else')).account).toBe((await envHome(undefined)).account);
  });
  test.each([undefined, '', 'relative', '.'])('a variable of %j names none: the account’s counts', async (HOME) => {
    const { env, account } = await envHome(HOME);
    expect(env).toBe(account);
  });
});

describe('reading', () => {
  test('gives text, or nothing for what is no readable file of a sensible length', async () => {
    const made = home({ file: 'text', folder: {}, linked: link('file'), huge: sparseFile(2 ** 21), empty: '' });
    const { readText } = await userOf(made);
    expect(await readText(`${made.path}/file`)).toBe('text');
    expect(await readText(`${made.path}/linked`)).toBe('text');
    expect(await readText(`${made.path}/empty`)).toBe('');
    for (const other of ['folder', 'huge', 'nowhere', 'file/deeper', '\0']) {
      expect(await readText(`${made.path}/${other}`)).toBeUndefined();
    }
    expect(await readText('/dev/zero')).toBeUndefined();
  });

  test('never waits for a FIFO', needs('mkfifo'), async () => {
    const made = home();
    execFileSync('mkfifo', [`${made.path}/fifo`]);
    const { readText, readBytes } = await userOf(made);
    expect(await readText(`${made.path}/fifo`)).toBeUndefined();
    expect(await readBytes(`${made.path}/fifo`, 0, 1)).toBeUndefined();
  });

  test('gives bytes from anywhere, and names in order', async () => {
    const made = home({ b: '0123456789', a: {} });
    const { readBytes, list, exists } = await userOf(made);
    expect(Buffer.from((await readBytes(`${made.path}/b`, 8, 100)) ?? []).toString()).toBe('89');
    expect(await list(made.path)).toEqual(['a', 'b']);
    expect(await list(`${made.path}/b`)).toEqual([]);
    expect(await exists(`${made.path}/b`)).toBe(true);
    expect(await exists(`${made.path}/c`)).toBe(false);
  });
});

describe('reading unnoticed', () => {
  test.runIf(process.platform === 'linux')('leaves the time of last access as it is', async () => {
    const made = home({ ours: 'content', control: 'content' });
    const before = new Date('2020-01-02T03:04:05Z');
    for (const name of ['ours', 'control']) utimesSync(`${made.path}/${name}`, before, new Date());
    const { readBytes } = await userOf(made);
    expect(Buffer.from((await readBytes(`${made.path}/ours`, 0, 100)) ?? []).toString()).toBe('content');
    expect(statSync(`${made.path}/ours`).atime).toEqual(before);
    // Unless this file system notes it of nobody, which proves nothing.
    readFileSync(`${made.path}/control`);
    if (statSync(`${made.path}/control`).atime.getTime() === before.getTime()) return;
    expect(statSync(`${made.path}/control`).atime.getTime()).toBeGreaterThan(before.getTime());
  });

  test('takes no more memory than there is to read', async () => {
    const made = home({ small: 'content' });
    const { readBytes } = await userOf(made);
    expect(await readBytes(`${made.path}/small`, 0, Number.MAX_SAFE_INTEGER)).toHaveLength(7);
    expect(await readBytes(`${made.path}/small`, 100, 5)).toHaveLength(0);
  });
});

describe('the files below a folder', () => {
  const filesIn = async (folder: string, { files }: ToolContext) => {
    const found: FoundFile[] = [];
    for await (const file of files(folder)) found.push(file);
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  };

  test('are all that are files, with their sizes and times, and no link is followed', async () => {
    const mtime = new Date('2020-01-02T03:04:05Z');
    const made = home({
      'a/b/c/deep': file('12345', { mtime }),
      a: { near: '1', empty: {}, linked: link('near'), 'linked folder': link('b') },
      beside: 'not below',
    });
    const found = await filesIn(`${made.path}/a`, await userOf(made));
    expect(found.map(({ path, size }) => [path.slice(made.path.length), size])).toEqual([
      ['/a/b/c/deep', 5],
      ['/a/near', 1],
    ]);
    expect(found[0]).toMatchObject({ mtimeMs: mtime.getTime(), atimeMs: mtime.getTime() });
  });

  test('are none of what is no folder', async () => {
    const made = home({ file: '', folder: { a: '' }, linked: link('folder') });
    for (const other of ['file', 'linked', 'nowhere']) {
      expect(await filesIn(`${made.path}/${other}`, await userOf(made))).toEqual([]);
    }
  });

  test.runIf(process.platform === 'linux')('are not those whose names cannot be told', async () => {
    const made = home({ folder: { told: '' } });
    const [nameless, namelessFolder] = [0xff, 0xfe].map((byte) =>
      Buffer.concat([Buffer.from(`${made.path}/folder/`), Buffer.from([byte])]),
    ) as [Buffer, Buffer];
    writeFileSync(nameless, '');
    mkdirSync(namelessFolder);
    const found = await filesIn(`${made.path}/folder`, await userOf(made));
    rmSync(nameless); // a home is removed by names
    rmdirSync(namelessFolder);
    expect(found).toHaveLength(1);
  });

  test('are not gone on with once it is aborted, nor do they keep others waiting', async () => {
    const made = home({ folder: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}/file`, ''])) });
    const controller = new AbortController();
    let turns = 0;
    const turning = setInterval(() => {
      if (++turns === 2) controller.abort();
    }, 0);
    const context = await userOf(made, { signal: controller.signal });
    const all = async () => {
      for (;;) await filesIn(`${made.path}/folder`, context);
    };
    await expect(all()).rejects.toThrow('aborted');
    clearInterval(turning);
  });
});

describe.runIf(process.platform !== 'win32')('asking a tool', () => {
  const ask = async (script: string, options = {}) => (await userOf(home(), options)).query(['/bin/sh', '-c', script]);

  test('gives what it says, without a shell of ours in between', async () => {
    const { query } = await userOf(home());
    expect(await query(['/bin/echo', '$HOME; *'])).toBe('$HOME; *\n');
  });

  test('happens in an empty folder of its own, which is gone afterwards', async () => {
    const folder = (await ask('ls -A; pwd'))?.trim() ?? '';
    expect(folder).toMatch(/\/devclean-\w+$/);
    expect(existsSync(folder)).toBe(false);
  });

  test('tells it where its user’s home is, and nothing that makes it answer otherwise', async () => {
    const env = { NODE_OPTIONS: '--bad', PIP_QUIET: '3', YARN_CACHE_FOLDER: '/x' };
    expect(await ask('echo "$NODE_OPTIONS$PIP_QUIET$YARN_CACHE_FOLDER.$HOME"', { env })).toMatch(/^\.\/.*home\n$/);
  });

  test.each([
    ['fails', ['/bin/sh', '-c', 'echo said; exit 3']],
    ['is not there', ['/nowhere/tool']],
    ['is no program', ['/etc/passwd']],
    ['is not named by an absolute path', ['sh', '-c', 'echo said']],
    ['has a name that cannot be', ['/bin/sh\0', 'x']],
    ['says too much', ['/bin/sh', '-c', 'yes']],
  ] as [string, [string, ...string[]]][])('gives nothing when it %s', async (_, argv) => {
    expect(await (await userOf(home())).query(argv)).toBeUndefined();
  });

  test('gives nothing when it hangs, in seconds, and ends its children with it', needs('pgrep'), async () => {
    const started = Date.now();
    const unique = 100_000 + process.pid;
    expect(await ask(`/bin/sleep ${unique} & /bin/sleep ${unique}`)).toBeUndefined();
    expect(Date.now() - started).toBeGreaterThan(4000);
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(() => execFileSync('pgrep', ['-f', `^/bin/sleep ${unique}$`])).toThrow();
  });

  test('does not wait for what has left its group', needs('setsid'), async () => {
    const started = Date.now();
    expect(await ask(`${findTool('setsid')} /bin/sleep 30 & /bin/sleep 30`)).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  test('ends when the user has had enough', async () => {
    const abort = new AbortController();
    const answer = ask('/bin/sleep 20', { signal: abort.signal });
    abort.abort();
    expect(await answer).toBeUndefined();
  });
});
