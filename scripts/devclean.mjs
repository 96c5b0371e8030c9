// `npm run devclean -- ARGS`: set up if anything changed, then run the CLI as if it had been started directly.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { giveUp, root, setUp } from './set-up.mjs';

try {
  await setUp();
} catch (error) {
  giveUp(error);
}
if (process.exitCode === undefined) {
  // npm runs scripts in the project's root and keeps the user's folder here; the CLI still sees INIT_CWD, and all npm set.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  // In this process, for want of exec(2): signals, the terminal and the exit code are the CLI's own, and 40 ms are saved.
  // For the same reason package.json says `exec node`: else a shell stands between npm and this process, and dies of a
  // Ctrl-C at once, while the CLI is still putting things in order.
  const run = path.join(root, 'apps', 'cli', 'bin', 'run.js');
  process.argv[1] = run;
  await import(pathToFileURL(run).href);
}
