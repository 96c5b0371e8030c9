import { ERROR_CODES, type ErrorData, isDevcleanError } from '@devclean/core';
import { nearest } from './nearest.js';

type ExitCode = 0 | 1 | 2 | 70 | 130;

export interface Failure {
  readonly error: ErrorData;
  readonly exitCode: ExitCode;
  /** Where in our code it happened: for a bug only. */
  readonly stack?: string;
}

/** What a command threw, in our voice. Nothing when it only ends the process, as `--help` does. */
export function failureOf(thrown: unknown): Failure | undefined {
  if (isDevcleanError(thrown)) {
    const { code, message, hint } = thrown;
    return { error: { code, message, ...(hint && { hint }) }, exitCode: ERROR_CODES[code]?.exitCode ?? 2 };
  }
  if (!(thrown instanceof Error)) return bug(new Error(String(thrown)));
  // Names and not classes: a plugin brings its own copies of oclif and of the question's library.
  if (thrown.name === 'ExitPromptError' || thrown.name === 'AbortPromptError') {
    return { error: { code: 'ABORTED', message: 'Nothing was removed.' }, exitCode: 130 };
  }
  const exit = (thrown as { oclif?: { exit?: unknown } }).oclif?.exit;
  if ((thrown as { code?: unknown }).code === 'EEXIT') return undefined;
  return typeof exit === 'number' ? { error: parseFailure(thrown), exitCode: 2 } : bug(thrown);
}

interface ParseDetails {
  readonly args?: readonly unknown[];
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/** oclif's complaint about flags and arguments, said as ours: what is wrong, and what was probably meant. */
function parseFailure(thrown: Error): ErrorData {
  const { args = [], flags = [], parse } = thrown as ParseDetails;
  const known = Object.keys(parse?.input?.flags ?? {}).map((flag) => `--${flag}`);
  const seeHelp = 'Run the command with --help to see what it takes.';
  const [flag] = flags;
  if (thrown.constructor.name === 'NonExistentFlagsError' && flag !== undefined) {
    const suggestion = nearest(flag.split('=')[0] ?? flag, known);
    return badArgument(
      `This command has no flag ${flag}.`,
      suggestion ? `Did you mean ${suggestion}?` : `Choose one of: ${known.join(', ')}.`,
    );
  }
  if (thrown.constructor.name === 'UnexpectedArgsError') {
    const words = args.map((arg) => `"${String(arg)}"`).join(', ');
    return badArgument(`This command takes no such argument: ${words}.`, seeHelp);
  }
  if (thrown.constructor.name === 'RequiredArgsError') {
    const names = args.map((arg) => String((arg as { name?: unknown }).name).toUpperCase()).join(' ');
    return badArgument(`${names} is missing.`, seeHelp);
  }
  const [message = ''] = thrown.message.replace(/\nSee more help with --help$/, '').split('\n\n');
  const said = message.replaceAll(/\s+/g, ' ').replace(/^Expected (.+) to be one of: (.+)$/, '"$1" is none of: $2');
  return badArgument(said.replace(/[^.]$/, '$&.'), seeHelp);
}

function badArgument(message: string, hint: string): ErrorData {
  return { code: 'BAD_ARGUMENT', message, hint };
}

function bug(thrown: Error): Failure {
  return {
    error: {
      code: 'INTERNAL',
      message: `Something went wrong inside devclean: ${thrown.message.replace(/[.\s]*$/, '')}.`,
      hint: 'Report it, with the lines above and what "devclean doctor --json" prints: this is a bug.',
    },
    exitCode: 70,
    ...(thrown.stack && { stack: thrown.stack }),
  };
}
