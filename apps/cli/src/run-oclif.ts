import { fileURLToPath } from 'node:url';
// By parts and not '@oclif/core', which loads all that oclif has.
import '@oclif/core/command'; // it listens on stdout as it loads, and `guardOutput` must come after that
import type { Interfaces } from '@oclif/core';
import { Config } from '@oclif/core/config';
import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { isAlone } from './is-alone.js';

/** Finds the command that the arguments name, and runs it. Apart, because merely loading oclif fails where there is no home. */
export async function runOclif(argv: string[], from: string): Promise<void> {
  warnOfSurroundings();
  settings.enableAutoTranspile = false; // it would otherwise look for TypeScript sources beside the manifest
  if (isAlone(argv)) {
    if (isTerminal()) return runAlone(argv, from);
    if (argv.length > 0) throw (await import('./report-failure.js')).noTerminal(); // without flags there is help
  }
  // A plugin's code is loaded in a worker, and only to find caches: see docs/decisions/0009-plugins.md.
  await run(argv, { root: fileURLToPath(from), userPlugins: false, ...(process.env.DEBUG ? {} : { logger: silent }) });
}

/** oclif has no command for no name at all, but help. */
async function runAlone(argv: string[], from: string): Promise<void> {
  const { Pick } = await import('./commands.js');
  await Pick.run(argv, await Config.load({ root: fileURLToPath(from), userPlugins: false }));
}

/** The question goes to stderr, the result to stdout, and somebody has to be able to answer. */
function isTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].every(({ isTTY }) => isTTY === true);
}

/** Of oclif's notes on what it does, which DEBUG shows: the library that it writes them with takes a tenth of what it needs to start. */
const silent: Interfaces.Logger = {
  namespace: 'oclif',
  child: () => silent,
  debug() {},
  error() {},
  info() {},
  trace() {},
  warn() {},
};

/** What oclif says where all of it is loaded, of a working folder that is gone and of a Node that is too old. */
function warnOfSurroundings(): void {
  try {
    process.cwd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      process.stderr.write('WARNING: current directory does not exist\n');
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.emitWarning(`Node version must be >=20.19 to use this CLI. Current node version: ${process.versions.node}`);
  }
}
