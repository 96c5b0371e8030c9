import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Forgets what the system has read from disk, folders and inodes too. @returns why not, where that is not allowed. */
export function dropPageCache() {
  flush();
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3\n');
    return undefined;
  } catch (error) {
    return process.platform === 'linux' ? `not allowed here (${error.code}); it takes root` : 'only done on Linux';
  }
}

/** Writes out what is waiting, so that nobody pays for what was done before. */
export function flush() {
  spawnSync('sync', { stdio: 'ignore' });
}
