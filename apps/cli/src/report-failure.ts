import { DevcleanError, type ErrorDocument } from '@devclean/core';
import { colorSetting } from './color-setting.js';
import { failureOf } from './failure-of.js';
import { renderFailure } from './render/failure.js';
import { lookOf } from './render/look.js';
import { printable } from './render/printable.js';

/** Says what was thrown on the way through a command, and sets the exit code. */
export function reportFailure(thrown: unknown, argv: readonly string[]): void {
  const failure = failureOf(thrown);
  // `--help` and `--version` end the process by throwing.
  process.exitCode = failure?.exitCode ?? 0;
  if (failure === undefined) return;
  const { error, stack } = failure;
  if (stack) process.stderr.write(`${stack.split('\n').map(printable).join('\n')}\n`);
  if (asksForJson(argv)) {
    const document: ErrorDocument = { schema: 'devclean.error/1', ...error };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const look = lookOf(process.stderr, {
      home: process.env.HOME ?? '',
      noColor: argv.includes('--no-color'),
      color: colorSetting(),
    });
    process.stderr.write(`${renderFailure(error, look)}\n`);
  }
}

/** That there is no home folder at all. */
export function noHome(cause: unknown): DevcleanError {
  return new DevcleanError('NO_HOME', 'There is no home folder: HOME is not set, and the account has none.', {
    hint: 'Set HOME to your home folder and run devclean again.',
    cause,
  });
}

/** That devclean alone asks, and there is nobody to answer. */
export function noTerminal(): DevcleanError {
  return new DevcleanError(
    'BAD_ARGUMENT',
    'devclean without a command asks what to remove, and there is no terminal to ask at.',
    {
      hint: 'In a script, "devclean sweep --yes" removes what is safe, and "devclean scan --json" tells what there is.',
    },
  );
}

/** That a provider has been asked and will never answer. */
export function neverAnswered(): DevcleanError {
  return new DevcleanError('PROVIDER_FAILED', 'A provider that a plugin brought never answered.', {
    hint: 'Take away the plugin that came last, and run devclean again. What was under way is in the journal.',
  });
}

/** Without the parser: it may be the parser that failed. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}
