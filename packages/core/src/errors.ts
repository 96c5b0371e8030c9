/**
 * Permanent codes, part of the command line's contract: a script may compare them for ever. Each with what devclean exits with when it ends a command,
 * and what it stands for, as docs/errors.md has it.
 */
export const ERROR_CODES = {
  ABORTED: { exitCode: 130, meaning: 'You said no, or interrupted it. What was not done yet is untouched.' },
  ALREADY_RUNNING: { exitCode: 1, meaning: 'Another devclean of yours is removing something now.' },
  BAD_ARGUMENT: {
    exitCode: 2,
    meaning: 'A command, flag or argument that does not exist, contradicts another, or has a value that is none.',
  },
  BAD_PLAN: {
    exitCode: 2,
    meaning: 'The file is no plan, is of another version, or was changed after devclean wrote it.',
  },
  BAD_PROVIDER: {
    exitCode: 1,
    meaning: 'A provider, a plugin or a file that describes a tool is wrong, or goes beyond what it declared.',
  },
  BAD_SETTINGS: { exitCode: 2, meaning: 'The settings cannot be used. Nothing is removed until they can.' },
  CACHING_DECIDED_ELSEWHERE: {
    exitCode: 1,
    meaning: 'A variable or another file decides whether the tool caches, so its command would change nothing.',
  },
  CACHING_NOT_SWITCHABLE: { exitCode: 2, meaning: 'The tool has no command that turns its caching off.' },
  CANNOT_HOLD: { exitCode: 1, meaning: 'What was to be held with --keep cannot be held. It is untouched.' },
  CANNOT_RETURN: { exitCode: 1, meaning: 'What was removed cannot be brought back, or not to its place.' },
  CANNOT_TRASH: { exitCode: 1, meaning: 'What was to go to the trash cannot go there.' },
  CLOCK_DOUBTFUL: { exitCode: 1, meaning: 'The clock cannot be believed, so nothing is removed for its age.' },
  COMMAND_FAILED: { exitCode: 1, meaning: "A tool's own command could not be run, or failed." },
  INTERNAL: { exitCode: 70, meaning: 'A bug in devclean.' },
  JOURNAL_UNREADABLE: {
    exitCode: 1,
    meaning: 'The journal cannot be read or written. What is held stays where it is.',
  },
  NEEDS_CONFIRMATION: {
    exitCode: 2,
    meaning: 'Something would be removed or changed, and there is no terminal to ask at and no --yes.',
  },
  NOTHING_HELD: { exitCode: 1, meaning: 'Nothing of the batch can be brought back or freed.' },
  NOT_A_PLUGIN: { exitCode: 1, meaning: 'The package is no plugin of devclean.' },
  NOT_LISTABLE: { exitCode: 2, meaning: 'What is in the caches of the tool cannot be named.' },
  NO_HOME: { exitCode: 2, meaning: 'There is no home folder.' },
  NO_NPM: { exitCode: 1, meaning: 'Plugins are installed by npm, and there is none.' },
  NO_SUCH_ENTRY: { exitCode: 1, meaning: 'Nothing in the caches has the name that was asked for. Nothing is removed.' },
  NO_SUCH_PACKAGE: { exitCode: 1, meaning: 'The registry has no such plugin.' },
  NO_SUCH_PLUGIN: { exitCode: 2, meaning: 'No plugin of that name is installed.' },
  PLAN_EXPIRED: { exitCode: 2, meaning: 'The plan is too old, or the clock was set back.' },
  PLAN_FROM_ELSEWHERE: {
    exitCode: 2,
    meaning: 'Another user, another machine or another start of this one made the plan.',
  },
  PROVIDER_FAILED: { exitCode: 1, meaning: 'A provider threw something, ended or never answered.' },
  REFUSED: { exitCode: 1, meaning: 'A guard said no: the message says which and why.' },
  REGISTRY_UNREACHABLE: { exitCode: 1, meaning: 'npm cannot reach its registry.' },
  REMOVAL_INCOMPLETE: { exitCode: 1, meaning: 'Some of what was to be removed is still there.' },
  UNDER_SUDO: { exitCode: 2, meaning: 'Nothing is removed as root for somebody else.' },
  UNKNOWN_BATCH: { exitCode: 2, meaning: 'There is no batch of that name.' },
  UNKNOWN_CONTEXT: { exitCode: 2, meaning: 'There is no installation of that name.' },
  UNKNOWN_LOCATION: { exitCode: 2, meaning: 'Nothing is there, or it is the cache of no tool that devclean knows.' },
  UNKNOWN_SECTION: { exitCode: 2, meaning: 'The tool has no section of that name.' },
  UNKNOWN_TOOL: { exitCode: 2, meaning: 'devclean knows no tool of that name.' },
  UNREADABLE_FILE: { exitCode: 2, meaning: 'A file that was named, or that devclean keeps, cannot be read.' },
  UNWRITABLE_FILE: { exitCode: 2, meaning: 'A file that was named, or that devclean keeps, cannot be written.' },
} as const satisfies Record<string, { exitCode: 1 | 2 | 70 | 130; meaning: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The JSON form of an error: what happened and why, and what to do about it. */
export interface ErrorData {
  code: string;
  message: string;
  hint?: string;
}

/** The one error type. Recognised by `isDevcleanError`, never by `instanceof`: plugins bring their own copy of core. */
export class DevcleanError extends Error {
  readonly devclean = 1;
  readonly code: ErrorCode;
  /** What the user can do now. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DevcleanError';
    this.code = code;
    this.hint = options.hint;
  }
}

export function isDevcleanError(error: unknown): error is DevcleanError {
  return error instanceof Error && (error as Partial<DevcleanError>).devclean === 1;
}

/** Any thrown value as data. Whatever is not ours keeps the code that its caller gives it. */
export function errorData(error: unknown, code: ErrorCode = 'INTERNAL'): ErrorData {
  if (isDevcleanError(error)) {
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  if (error instanceof Error) return { code, message: error.message };
  return { code, message: typeof error === 'string' ? error : 'Something was thrown that is no error.' };
}
