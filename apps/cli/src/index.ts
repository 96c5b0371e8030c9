import { run as runCommand, settings } from '@oclif/core';
import type { ErrorDocument } from '@devclean/core';
import { failureOf } from './failure-of.js';
import { lookOf } from './render/look.js';
import { renderFailure } from './render/failure.js';

/**
 * Runs the command that the arguments of this process name, and sets its exit code. Whatever a command throws ends
 * here, so that every failure speaks with one voice: text on stderr, or one document on stdout under `--json`.
 */
export async function run(from: string): Promise<void> {
  settings.enableAutoTranspile = false; // oclif would otherwise look for TypeScript sources beside the manifest
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read our output has seen enough (`devclean scan | head`); what is under way goes on.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const [first, ...rest] = process.argv.slice(2);
  const argv = first === undefined ? [] : first === 'help' ? [...rest, '--help'] : [first, ...rest];
  try {
    await runCommand(argv, from);
  } catch (thrown) {
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
      const look = lookOf(process.stderr, { home: process.env['HOME'] ?? '', noColor: argv.includes('--no-color') });
      process.stderr.write(`${renderFailure(error, look)}\n`);
    }
  }
}

/** Without the parser: it may be the parser that failed. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
