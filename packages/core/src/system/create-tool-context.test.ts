import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { link, sparseFile } from '@devclean/testkit';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { createToolContext } from './create-tool-context.js';

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
