import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { needs } from '../../../testkit/src/real-tools.js';
import { endedProcess } from '../../test/ended-process.js';
import { askPsAndLsof, familyOf, isAlive, parseLsof, parsePs, processEnvironment, readProcesses } from './processes.js';

const uid = process.geteuid?.();

test('a family is everyone above and everyone below, and no cousin', () => {
  const listed = [
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 2],
  ].map(([pid = 0, ppid = 0]) => ({ pid, ppid }));
  expect(familyOf(3, listed)).toEqual(new Set([3, 2, 1, 4, 5]));
});

test('the table is without us and those above us', async () => {
  const context = uid === undefined ? {} : { uid };
  const { processes, family } = await readProcesses(context);
  expect([...family]).toEqual(expect.arrayContaining([process.pid]));
  expect(processes.some(({ pid }) => family.has(pid))).toBe(false);
});

test.runIf(process.platform === 'linux')("a process's variables", async () => {
  expect((await processEnvironment(process.pid))?.get('PATH')).toBe(process.env.PATH);
});

test('what has ended is not alive', async () => {
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  expect(child.pid !== undefined && isAlive(child.pid)).toBe(true);
  await once(child, 'exit');
  expect(child.pid !== undefined && isAlive(child.pid)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'what has ended is not alive either while its parent has not asked after it',
  async () => {
    const pid = await endedProcess();
    expect(process.kill(pid, 0)).toBe(true);
    expect(isAlive(pid)).toBe(false);
  },
);

test('ps: the command is the rest of the line', () => {
  expect(parsePs('    1     0     0 /sbin/init splash\n  812   1  501 npm ci   \n')).toEqual([
    { pid: 1, ppid: 0, uid: 0, argv: ['/sbin/init', 'splash'] },
    { pid: 812, ppid: 1, uid: 501, argv: ['npm', 'ci'] },
  ]);
});

test('lsof: only what has a place in the file system, and still has it', () => {
  const text =
    'p7\nfcwd\nn/home/me\nftxt\nn/usr/bin/node\nf3\nn/home/me/.npm/_logs/a b.log\nfDEL\nn/old.so\nf4\nn127.0.0.1:80\np8\nfrtd\nn/\n';
  expect(parseLsof(text)).toEqual(
    new Map([
      [
        7,
        [
          { how: 'working folder', path: '/home/me' },
          { how: 'program', path: '/usr/bin/node' },
          { how: 'open file', path: '/home/me/.npm/_logs/a b.log' },
        ],
      ],
      [8, []],
    ]),
  );
});

test('the real ps and lsof say what /proc says of a process', needs('ps', 'lsof'), async () => {
  const child = spawn('cat', { cwd: '/usr', stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.stdin.end());
  child.stdin.write('ready');
  await once(child.stdout, 'data');
  const listed = (await askPsAndLsof(uid)).find(({ pid }) => pid === child.pid);
  expect(listed).toMatchObject({ ppid: process.pid, uid, argv: ['cat'], inspectable: true });
  expect(listed?.uses).toEqual(
    expect.arrayContaining([
      { how: 'working folder', path: '/usr' },
      { how: 'program', path: expect.stringMatching(/\/(cat|coreutils|busybox)$/) },
    ]),
  );
});
