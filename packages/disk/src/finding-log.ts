import type { Finding } from './usage.js';

/** An error of a system call, as Node throws it. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

/** Tells a failed system call from a fault in this program, which must not be taken for a property of a file. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** Findings of one walk. Bounded: of a million files that cannot be removed, the first thousand are named and the rest counted. */
export class FindingLog {
  static readonly limit = 1000;
  readonly #shownAt: (path: Buffer) => Buffer;
  readonly #findings: Finding[] = [];
  readonly #unnamed = new Map<string, { finding: Finding; more: number }>();

  /** @param shownAt Where something lies for anyone else, if the walk has moved it. */
  constructor(shownAt: (path: Buffer) => Buffer = (path) => path) {
    this.#shownAt = shownAt;
  }

  add(at: Buffer, code: string, message: string): void {
    const path = this.#shownAt(at);
    if (this.#findings.length < FindingLog.limit) {
      this.#findings.push(createFinding(path, code, message));
      return;
    }
    const known = this.#unnamed.get(code);
    if (known) known.more++;
    else this.#unnamed.set(code, { finding: createFinding(path, code, message), more: 0 });
  }

  /** @param failure What did not work, as the beginning of a sentence: `could not be read`. */
  addError(path: Buffer, error: SystemError, failure: string): void {
    // Node's message ends in the path as we named it, which is one below /proc and means nothing to anyone.
    const reason = /^\w+: (.*?)(?:, \w+(?: '|$)|$)/s.exec(error.message)?.[1] ?? error.message;
    this.add(path, error.code, `${failure}: ${reason}`);
  }

  list(): readonly Finding[] {
    const rest = [...this.#unnamed.values()].map(({ finding, more }) =>
      more === 0 ? finding : { ...finding, message: `${finding.message} (and ${more} more like it)` },
    );
    return [...this.#findings, ...rest];
  }
}

function createFinding(path: Buffer, code: string, message: string): Finding {
  const text = path.toString();
  return Buffer.from(text).equals(path)
    ? { path: text, code, message }
    : { path: text, pathBase64: path.toString('base64'), code, message };
}
