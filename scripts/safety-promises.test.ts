import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * docs/safety.md says of each promise which test fails when it is broken. A row reads `| 4 | leaves… | `file`: words of a test; `file` |`:
 * behind a file stand words of one of its tests, or numbers of cases.
 */
const root = path.resolve(import.meta.dirname, '..');
const document = readFileSync(path.join(root, 'docs/safety.md'), 'utf8');

interface Proof {
  readonly file: string;
  /** What one of its tests is called, or a part of that; nothing when it is all of the file. */
  readonly words: string;
}

/** The rows of the table: number, and what proves the promise. */
function promises(text: string): { readonly number: number; readonly proofs: readonly Proof[] }[] {
  const rows = text.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \|$/gm);
  return [...rows].map(([, number, tests = '']) => ({
    number: Number(number),
    proofs: [...tests.matchAll(/`([^`]+)`(?:: ([^;`]+))?/g)].map(([, file = '', words = '']) => ({
      file,
      words: words.trim(),
    })),
  }));
}

/** Why a proof is none. Cases may be listed as not tried instead. */
function problemsOf({ file, words }: Proof, untried: string): string[] {
  const found = [file, `packages/${file}`].find((name) => existsSync(path.join(root, name)));
  if (found === undefined || !/\.(test|hostile)\.ts$/.test(found)) return [`${file} is no test`];
  const text = readFileSync(path.join(root, found), 'utf8');
  const range = /^(\d+) to (\d+)$/.exec(words);
  if (range !== null) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    const cases = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return cases
      .filter((number) => !new RegExp(`['"\`]${number} `).test(text) && !mentions(untried, number))
      .map((number) => `${file} has no case ${number}`);
  }
  return words
    .split(/…|\.\.\./)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !text.includes(part))
    .map((part) => `${file} has no test about "${part}"`);
}

/** Whether a case is in a list such as `30 to 36, 42`. */
function mentions(list: string, number: number): boolean {
  return [...list.matchAll(/(\d+)(?: to (\d+))?/g)].some(
    ([, from, to = from]) => Number(from) <= number && number <= Number(to),
  );
}

const untried = document.slice(document.indexOf('## Tried nowhere yet'));

test('the promises are numbered without a gap', () => {
  const numbers = promises(document).map(({ number }) => number);
  expect(numbers.length).toBeGreaterThan(20);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test.each(promises(document))('promise $number names tests that are there', ({ proofs }) => {
  expect(proofs.length).toBeGreaterThan(0);
  expect(proofs.flatMap((proof) => problemsOf(proof, untried))).toEqual([]);
});

test.each([
  ['a file that is not there', { file: 'hostile/none.hostile.ts', words: '' }],
  ['a file that is no test', { file: 'core/src/apply/guard.ts', words: '' }],
  ['words that no test has', { file: 'hostile/corpus.hostile.ts', words: 'no words of a test' }],
  ['words of which one part is missing', { file: 'hostile/corpus.hostile.ts', words: 'it is not believed… and more' }],
  ['a case that is not there', { file: 'hostile/corpus.hostile.ts', words: '100 to 101' }],
])('%s is noticed', (_, proof) => {
  expect(problemsOf(proof, '')).not.toEqual([]);
});
