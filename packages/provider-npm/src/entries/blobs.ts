import type { BucketKey, IndexLine } from './bucket-lines.js';
import { type KeyName, keyName } from './key-name.js';

/** A file of `content-v2`: named after the digest of what is in it. */
export interface Blob {
  readonly path: string;
  readonly size: number;
  /** Whether a key leads to it. */
  readonly isLive: boolean;
  /** Whether `npm cache verify` keeps it: it looks at the last line of each key only. */
  readonly isKeptByVerify: boolean;
  /** The key by which something once led to it, as far as it could be read. */
  readonly formerName?: KeyName;
}

const blobForm = /^([a-z]+\d+)[/\\]([0-9a-f]{2})[/\\]([0-9a-f]{2})[/\\]([0-9a-f]{28,124})$/;

/**
 * The files of the content, by number: there may be hundreds of thousands. Of each the algorithm and the bytes of its digest are kept, in
 * place of a path that is three times as long.
 */
export class Blobs implements Iterable<Blob> {
  readonly #folder: string;
  readonly #numbers = new Map<string, number>();
  readonly #sizes: number[] = [];
  readonly #live: boolean[] = [];
  readonly #kept: boolean[] = [];
  readonly #formerNames = new Map<number, KeyName | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes a file, if it has the form of one. */
  add(path: string, size: number): void {
    const [, algorithm, ...digits] = blobForm.exec(path.slice(this.#folder.length + 1)) ?? [];
    if (algorithm === undefined) return;
    this.#numbers.set(packed(algorithm, digits.join('')), this.#sizes.length);
    this.#sizes.push(size);
    this.#live.push(false);
    this.#kept.push(false);
  }

  /** Notes what the keys of a bucket lead to. */
  note(keys: readonly BucketKey[]): void {
    for (const { live, dead } of keys) {
      for (const [age, line] of live.entries()) {
        for (const number of this.#numbersOf(line)) {
          this.#live[number] = true;
          this.#kept[number] ||= age === 0;
          this.#formerNames.delete(number);
        }
      }
      for (const line of dead) {
        for (const number of this.#numbersOf(line)) {
          if (!this.#live[number] && !this.#formerNames.has(number)) this.#formerNames.set(number, keyName(line));
        }
      }
    }
  }

  /** The files that a line leads to and that are there. */
  pathsOf({ digests }: IndexLine): string[] {
    return digests.flatMap(({ algorithm, hex }) =>
      this.#numbers.has(packed(algorithm, hex)) ? this.#pathOf(algorithm, hex) : [],
    );
  }

  *[Symbol.iterator](): Generator<Blob> {
    for (const [key, number] of this.#numbers) {
      const formerName = this.#formerNames.get(number);
      yield {
        path: this.#pathOf(...unpacked(key)),
        size: this.#sizes[number] ?? 0,
        isLive: this.#live[number] === true,
        isKeptByVerify: this.#kept[number] === true,
        ...(formerName !== undefined && { formerName }),
      };
    }
  }

  #numbersOf({ digests }: IndexLine): number[] {
    return digests.flatMap(({ algorithm, hex }) => this.#numbers.get(packed(algorithm, hex)) ?? []);
  }

  /** Joined as `context.files` does. */
  #pathOf(algorithm: string, hex: string): string {
    return `${this.#folder}/${algorithm}/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`;
  }
}

function packed(algorithm: string, hex: string): string {
  return `${algorithm}-${Buffer.from(hex, 'hex').toString('latin1')}`;
}

function unpacked(key: string): [algorithm: string, hex: string] {
  const end = key.indexOf('-');
  return [key.slice(0, end), Buffer.from(key.slice(end + 1), 'latin1').toString('hex')];
}
