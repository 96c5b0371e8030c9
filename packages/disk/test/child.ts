import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

export const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
export const withOwnMounts = ['unshare', '-m', '--propagation', 'private'];
export const withFewDescriptors = ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'];

let compiled = '';

/** Compiles the sources afresh, for processes that cannot run them as they are (Node 20). Once a test file. */
export function compileForChildren(): void {
  beforeAll(() => {
    compiled = mkdtempSync(join(realpathSync(tmpdir()), 'devclean-disk-compiled-'));
    const flags = ['--outDir', compiled, '--composite', 'false', '--incremental', 'false', '--declaration', 'false'];
    execFileSync(join(packageFolder, '../../node_modules/.bin/tsc'), ['-p', packageFolder, ...flags]);
    writeFileSync(join(compiled, 'package.json'), '{ "type": "module" }');
    chmodSync(compiled, 0o755);
  });
  afterAll(() => removeFlat(compiled));
}

/**
 * Runs code in a process of its own, as another user or with other mounts. `disk` is the package, `fs` is `node:fs`, `sh` runs a line
 * of shell, `args` are the arguments, and what the code gives to `answer` is the result.
 */
export async function inChild<T>(code: string, args: readonly string[], wrapper: readonly string[] = []): Promise<T> {
  const program = `
    import * as fs from 'node:fs';
    import { execFileSync } from 'node:child_process';
    const disk = { ...await import('${compiled}/index.js'), ...await import('${compiled}/measure/measure-tree.js'),
      ...await import('${compiled}/handle/open-directory.js'), ...await import('${compiled}/handle/checked-directory.js'),
      ...await import('${compiled}/handle/proc-directory.js') };
    const removal = await import('${compiled}/remove/remove-tree.js');
    const args = process.argv.slice(1);
    const sh = (line, ...more) => execFileSync('sh', ['-ec', line, 'sh', ...more], { encoding: 'utf8' });
    const answer = (value) => console.log(JSON.stringify(value ?? null));
    ${code}`;
  const [command = '', ...rest] = [...wrapper, process.execPath, '--input-type=module', '-e', program, ...args];
  const { stdout } = await run(command, rest, { cwd: '/', maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as T;
}

function removeFlat(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeFlat(join(folder, entry.name));
    else unlinkSync(join(folder, entry.name));
  }
  rmdirSync(folder);
}
