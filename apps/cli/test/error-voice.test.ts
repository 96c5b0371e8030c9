import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_CODES } from '@devclean/core';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const folders = ['apps/cli/src', ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/src`)];

interface Thrown {
  readonly at: string;
  readonly code: string;
  /** The string literals among its arguments, behind the code: of the message, and of the hint. */
  readonly message: readonly string[];
  readonly hint: readonly string[] | undefined;
}

/** Strings whole, and all else character by character. */
const tokens = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|[\s\S]/g;

/** Every `new DevcleanError(…)` of the sources. What a variable holds is not seen here. */
const all = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => thrownIn(path.join(folder, name))),
);

function thrownIn(file: string): Thrown[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/new DevcleanError\(/g)].map(({ index }) => {
    const call = untilClosed(text.slice(index + 'new DevcleanError('.length));
    const line = text.slice(0, index).split('\n').length;
    const [, code = ''] = /^\s*'([A-Z_]+)'/.exec(call) ?? [];
    const [before = '', behind] = call.replace(/^\s*[^,]+,/, '').split(/\bhint\b/);
    return {
      at: `${file}:${line}`,
      code,
      message: literals(before),
      hint: behind === undefined ? undefined : literals(behind),
    };
  });
}

/** The text up to the parenthesis that closes the call. */
function untilClosed(text: string): string {
  let depth = 1;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '(') depth++;
    if (token === ')' && --depth === 0) return text.slice(0, index);
  }
  return text;
}

/** Whole sentences among the strings: what is put into one, or stands for a name, is shorter. */
function literals(text: string): string[] {
  return [...text.matchAll(tokens)]
    .map(([token]) => token)
    .filter((token) => /^['"`]/.test(token))
    .map((token) =>
      token
        .slice(1, -1)
        .replaceAll(/\\(['"`])/g, '$1')
        .replaceAll(/\$\{[^}]*\}/g, '…'),
    )
    .filter((sentence) => /\w \w/.test(sentence));
}

test('each has a code, and there are enough to look at', () => {
  expect(all.length).toBeGreaterThan(80);
  expect(all.filter(({ code }) => code !== '' && !(code in ERROR_CODES))).toEqual([]);
});

describe('what an error says', () => {
  test.each(all.map((one) => [one.at, one] as const))('%s', (_, { code, message, hint }) => {
    const [first] = message;
    // A sentence with its full stop, or one that ends in what somebody else said.
    if (first !== undefined) expect(first).toMatch(/^(["…A-Z-]|devclean|npm )[\s\S]*[.…]$/);
    if (code !== 'ABORTED') expect(hint, 'a hint').toBeDefined();
    for (const sentence of [...message, ...(hint ?? [])]) expect(sentence).not.toMatch(/please|sorry|oops|![^=]/i);
    for (const sentence of hint ?? []) {
      expect(sentence).toMatch(/^(Did you mean "[^"]+"\?|[A-Z…][\s\S]*([.…]|:|"))$/);
      // What to do, and not what is.
      expect(sentence).not.toMatch(/^(It|Its|They|There|This|That|Nothing|What|Only|The|Of)\b/);
    }
  });
});

test('docs/errors.md says in a sentence what each code means', () => {
  for (const [code, { meaning }] of Object.entries(ERROR_CODES))
    expect(meaning, code).toMatch(/^([A-Z]|devclean |npm )[^!]+\.$/);
});
