import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHome, diffSnapshots, folder, snapshotTree } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

/** Every system call that changes a file system, but for opening: see `opensForWriting`. Names that a kernel lacks begin with `?`. */
const mutating = [
  'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat', 'rmdir', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'link', 'linkat',
  'symlink', 'symlinkat', 'chmod', 'fchmod', 'fchmodat', '?fchmodat2', 'chown', 'lchown', 'fchown', 'fchownat', 'truncate',
  'ftruncate', 'utime', 'utimes', 'utimensat', 'futimesat', 'setxattr', 'lsetxattr', 'fsetxattr', 'removexattr',
  'lremovexattr', 'fremovexattr', 'fallocate', 'mount', 'umount2', 'bind',
].map((name) => (name.startsWith('?') ? name : `?${name}`)); // biome-ignore format: a list of words
const opening = ['?open', '?openat', '?openat2', '?creat'];

/** The lines of a trace that change something outside of devclean's own folders. */
function changes(trace: string, own: readonly string[]): string[] {
  return trace.split('\n').filter((line) => {
    const call = /(?:^|\s)(\w+)\((.*)$/.exec(line);
    if (call === null || /= -1 E/.test(line)) return false;
    const [, name = '', args = ''] = call;
    const writes = /^open|^creat/.test(name) ? /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(args) || name === 'creat' : true;
    if (!writes || /"\/dev\/(null|tty|pts\/\d+|shm\/)/.test(args)) return false;
    // Netlink and the like: no file.
    if (name === 'bind' && !args.includes('sun_path="/')) return false;
    return !own.some((folder) => args.includes(`"${folder}/`) || args.includes(`"${folder}"`));
  });
}

test('the trace’s reader finds what changes something, and nothing else', () => {
  const trace = [
    '12 openat(AT_FDCWD, "/home/a", O_RDONLY|O_CLOEXEC) = 3',
    '12 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3',
    '12 mkdir("/own/x", 0700) = 0',
    '12 mkdir("/owner", 0700) = 0',
    '12 unlink("/gone") = -1 ENOENT (No such file or directory)',
    '12 openat(AT_FDCWD, "/home/b", O_WRONLY|O_CREAT, 0666) = 4',
  ];
  expect(changes(trace.join('\n'), ['/own'])).toEqual([trace[3], trace[5]]);
});

describe('what only reads makes no call that could change anything', needs('strace'), () => {
  test.each([
    [['scan']],
    [['scan', '--json']],
    [['sweep', '--dry-run']],
    [['sweep', '--dry-run', '--json', '--include', 'costly', '--leftovers']],
    [['pip', 'purge', '--dry-run']],
    [['npm', 'purge', '--dry-run', '--json']],
    [['sweep']], // there is nobody to ask: it refuses
    [['npm', 'info']],
    [['pip', 'info', '--json']],
    [['npm', 'path']],
    [['history']],
    [['history', '--json']],
    [['doctor']],
    [['apply', 'plan.json', '--dry-run']],
    [['apply', 'plan.json']], // as above
    [['providers']],
    [['doctor']],
    [['history', '--json']],
    [['--help']],
    [['--version']],
  ])('%j', async (args) => {
    const made = createHome({ '.cache/pip': pipCache(), '.npm': npmCache() });
    onTestFinished(() => made.remove());
    // Something is held, and an interrupted run left something: whoever only looks leaves both.
    await devclean(made, ['npm', 'purge', '--yes', '--keep', '1h', '--section', 'logs']);
    made.write({ [`.cache/.devclean-hold-${process.geteuid?.()}`]: folder({ 'pip.00': 'left' }, { mode: 0o700 }) });
    const trace = path.join(made.root, 'trace');
    if (args[0] === 'apply') await devclean(made, ['npm', 'purge', '--plan-out', 'plan.json']);
    const before = snapshotTree(made.path);
    const calls = [...mutating, ...opening].join(',');
    const through = ['strace', '-f', '-qq', '-s', '4096', '-o', trace, '-e', `trace=${calls}`, '-e', 'signal=none'];
    const run = await devclean(made, args, { through, env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    // The doctor finds the stray.
    expect(args[0] === 'doctor' ? [1] : [0, 2]).toContain(run.code);
    // Empty folders for the tools that are asked lie in the temporary folder.
    const own = [`${made.path}/.local/state/devclean`, `${made.path}/.cache/devclean`, `${made.root}/tmp`];
    expect(changes(readFileSync(trace, 'utf8'), own)).toEqual([]);
    expect(diffSnapshots(before, snapshotTree(made.path))).toEqual([]);
  });
});
