import { type ErrorCode, type ErrorData, isDevcleanError } from '@devclean/core';
import { nearest } from './nearest.js';

type ExitCode = 0 | 1 | 2 | 70 | 130;

export interface Failure {
  readonly error: ErrorData;
  readonly exitCode: ExitCode;
  /** Where in our code it happened: for a bug only. */
  readonly stack?: string;
}

/** Everything else is a wrong request. */
const exitCodes: Partial<Record<ErrorCode, ExitCode>> = {
  ABORTED: 130,
  ALREADY_RUNNING: 1,
  BAD_PROVIDER: 1,
  CACHING_DECIDED_ELSEWHERE: 1,
  CANNOT_HOLD: 1,
  CANNOT_RETURN: 1,
  CANNOT_TRASH: 1,
  CLOCK_DOUBTFUL: 1,
  COMMAND_FAILED: 1,
  INTERNAL: 70,
  JOURNAL_UNREADABLE: 1,
  NOTHING_HELD: 1,
  NO_NPM: 1,
  NO_SUCH_ENTRY: 1,
  NO_SUCH_PACKAGE: 1,
  NOT_A_PLUGIN: 1,
  PROVIDER_FAILED: 1,
  REFUSED: 1,
  REGISTRY_UNREACHABLE: 1,
  REMOVAL_INCOMPLETE: 1,
};

/** What a command threw, in our voice. Nothing when it only ends the process, as `--help` does. */
export function failureOf(thrown: unknown): Failure | undefined {
  if (isDevcleanError(thrown)) {
    const { code, message, hint } = thrown;
    return { error: { code, message, ...(hint && { hint }) }, exitCode: exitCodes[code] ?? 2 };
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
  const seeHelp = 'The command with --help shows what it takes.';
  const [flag] = flags;
  if (thrown.constructor.name === 'NonExistentFlagsError' && flag !== undefined) {
    const suggestion = nearest(flag.split('=')[0] ?? flag, known);
    return badArgument(
      `This command has no flag ${flag}.`,
      suggestion ? `Did you mean ${suggestion}?` : `It has ${known.join(', ')}.`,
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
  return badArgument(message.replaceAll(/\s+/g, ' ').replace(/[^.]$/, '$&.'), seeHelp);
}

function badArgument(message: string, hint: string): ErrorData {
  return { code: 'BAD_ARGUMENT', message, hint };
}

function bug(thrown: Error): Failure {
  return {
    error: {
      code: 'INTERNAL',
      message: `Something went wrong inside devclean: ${thrown.message}`,
      hint: 'This is a bug. Please report it with the lines above and the output of "devclean doctor --json".',
    },
    exitCode: 70,
    ...(thrown.stack && { stack: thrown.stack }),
  };
}
