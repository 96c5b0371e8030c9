import { spawnSync } from 'node:child_process';
import { toolsFolder } from './contestants.mjs';

/** Builds the meters that few machines have. @returns the exit code: 1 when one could not be built or there is no cargo. */
export function installTools() {
  let code = 0;
  for (const crate of ['diskus', 'du-dust', 'dua-cli']) {
    const { status, error } = spawnSync('cargo', ['install', '--locked', '--root', toolsFolder, crate], {
      stdio: 'inherit',
    });
    if (error !== undefined) process.stderr.write(`cargo could not be started: ${error.message}\n`);
    if (status !== 0) code = 1;
  }
  return code;
}
