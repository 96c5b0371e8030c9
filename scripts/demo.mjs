// `npm run demo`: a throw-away home with caches of all five tools, and what devclean makes of it. The home is in the
// system's folder for temporary files, every tool's variables point into it, and it is gone afterwards.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { giveUp, root, setUp } from './set-up.mjs';

const commands = ['scan', 'sweep --dry-run', 'pip purge --yes', 'scan pip'];

try {
  await setUp();
} catch (error) {
  giveUp(error);
}
if (process.exitCode === undefined) {
  const testkit = path.join(root, 'packages', 'testkit', 'dist');
  const { createHome } = await import(path.join(testkit, 'index.js'));
  const { developerHome } = await import(path.join(testkit, 'known-tools.js'));
  process.stdout.write('Building a home with caches of pip, npm, pnpm, Yarn and Gradle …\n');
  const home = createHome(developerHome({ scale: 1 }));
  process.once('exit', () => home.remove());
  process.once('SIGINT', () => process.exit(130));
  for (const command of commands) {
    process.stdout.write(`\n$ devclean ${command}\n`);
    const run = path.join(root, 'apps', 'cli', 'bin', 'run.js');
    const { status, signal } = spawnSync(process.execPath, [run, ...command.split(' ')], {
      cwd: home.path,
      env: { ...home.env, ...terminal() },
      stdio: 'inherit',
    });
    if (status !== 0) {
      process.stderr.write(`\ndemo: devclean ${command} ended with ${signal ?? status}\n`);
      process.exit(status ?? 1);
    }
  }
}

/** What the commands need to know of the terminal; the rest of this machine's environment is none of their business. */
function terminal() {
  const names = ['TERM', 'COLORTERM', 'COLUMNS', 'NO_COLOR', 'FORCE_COLOR', 'CI'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
