import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * A folder of our own below `dir`. Everything that is built is built in it, and `remove` removes it and nothing else: it is
 * compared by device and inode first.
 */
export function createScratchFolder(dir) {
  const folder = mkdtempSync(path.join(realpathSync(dir), 'devclean-bench-'));
  const { dev, ino } = lstatSync(folder, { bigint: true });
  // ext4 gives no inode out again within a minute and looks for another one by one, so that building a tree after removing one
  // takes ten times as long. Where this attribute is known, each tree begins somewhere else on the disk.
  spawnSync('chattr', ['+T', folder], { stdio: 'ignore' });
  mkdirSync(path.join(folder, 'home'));
  mkdirSync(path.join(folder, 'tmp'));
  mkdirSync(path.join(folder, 'empty'));
  return {
    path: folder,
    empty: path.join(folder, 'empty'),
    /** For programs that know no caches: nothing of this machine's settings. */
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: path.join(folder, 'home'),
      TMPDIR: path.join(folder, 'tmp'),
      LC_ALL: 'C',
    },
    remove() {
      const now = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
      if (now === undefined) return;
      if (now.dev !== dev || now.ino !== ino)
        throw new Error(`${folder} is not the folder that was made: it is left alone`);
      rmSync(folder, { recursive: true });
    },
  };
}
