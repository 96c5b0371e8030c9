/** Permanent codes, part of the command line's contract: a script may compare them for ever. */
export type ErrorCode =
  | 'ABORTED'
  | 'ALREADY_RUNNING'
  | 'BAD_ARGUMENT'
  | 'BAD_PLAN'
  | 'BAD_PROVIDER'
  | 'BAD_SETTINGS'
  | 'CACHING_DECIDED_ELSEWHERE'
  | 'CACHING_NOT_SWITCHABLE'
  | 'CANNOT_HOLD'
  | 'CANNOT_RETURN'
  | 'CANNOT_TRASH'
  | 'CLOCK_DOUBTFUL'
  | 'COMMAND_FAILED'
  | 'JOURNAL_UNREADABLE'
  | 'NEEDS_CONFIRMATION'
  | 'NO_HOME'
  | 'NO_NPM'
  | 'NOT_A_PLUGIN'
  | 'NOTHING_HELD'
  | 'NOT_LISTABLE'
  | 'NO_SUCH_ENTRY'
  | 'NO_SUCH_PACKAGE'
  | 'NO_SUCH_PLUGIN'
  | 'PLAN_EXPIRED'
  | 'PLAN_FROM_ELSEWHERE'
  | 'PROVIDER_FAILED'
  | 'REFUSED'
  | 'REGISTRY_UNREACHABLE'
  | 'REMOVAL_INCOMPLETE'
  | 'UNDER_SUDO'
  | 'UNKNOWN_BATCH'
  | 'UNKNOWN_CONTEXT'
  | 'UNKNOWN_LOCATION'
  | 'UNKNOWN_SECTION'
  | 'UNKNOWN_TOOL'
  | 'UNREADABLE_FILE'
  | 'UNWRITABLE_FILE'
  | 'INTERNAL';

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
