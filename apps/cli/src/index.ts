import { homedir } from 'node:os';
import { DevcleanError, type ErrorDocument } from '@devclean/core';
import { failureOf } from './failure-of.js';
import { guardOutput } from './guard-output.js';
import { renderFailure } from './render/failure.js';
import { lookOf } from './render/look.js';

/**
 * Runs the command that the arguments of this process name, and sets its exit code. Whatever a command throws ends
 * here, so that every failure speaks with one voice: text on stderr, or one document on stdout under `--json`.
 */
export async function run(from: string): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const argv = first === undefined ? [] : first === 'help' ? [...rest, '--help'] : [first, ...rest];
  try {
    checkHome();
    const { runOclif } = await import('./run-oclif.js');
    guardOutput();
    await runOclif(argv, from);
  } catch (thrown) {
    report(thrown, argv);
  }
}

/** oclif ends with a stack trace while it loads when there is no home at all, as in a container with a made-up user. */
function checkHome(): void {
  try {
    homedir();
  } catch (cause) {
    throw new DevcleanError('NO_HOME', 'There is no home folder: HOME is not set, and the account has none.', {
      hint: 'Set HOME to your home folder and run devclean again.',
      cause,
    });
  }
}

function report(thrown: unknown, argv: readonly string[]): void {
  const failure = failureOf(thrown);
  // `--help` and `--version` end the process by throwing.
  process.exitCode = failure?.exitCode ?? 0;
  if (failure === undefined) return;
  const { error, stack } = failure;
  if (stack) process.stderr.write(`${stack}\n`);
  if (asksForJson(argv)) {
    const document: ErrorDocument = { schema: 'devclean.error/1', ...error };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const look = lookOf(process.stderr, { home: process.env.HOME ?? '', noColor: argv.includes('--no-color') });
    process.stderr.write(`${renderFailure(error, look)}\n`);
  }
}

/** Without the parser: it may be the parser that failed. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
