import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A real folder of the running test, which any user can enter; removed with all that is in it when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'devclean-disk-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => {
    execFileSync('rm', ['-rf', '--one-file-system', folder]);
  });
  return folder;
}
