import { expect, test } from 'vitest';
import { printable, printableDocument } from './printable.js';

test.each([
  ['escape sequences', 'a\u001b[2Jb', 'a\\x1b[2Jb'],
  ['line breaks', 'a\nb\rc', 'a\\nb\\x0dc'],
  ['C1 controls', 'a\u009b31mb', 'a\\x9b31mb'],
  ['what turns text around', 'a\u202egpj.exe', 'a\\u{202e}gpj.exe'],
  ['half of a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['what cannot be seen', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
])('%s are shown as codes', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each(['/home/ada/.cache/pip', 'Zoë', '缓存', '👩‍💻'])('%s stays as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('a document is printable down to its last string', () => {
  expect(printableDocument({ a: ['x\u001b', { b: 'y\n' }], n: 1, none: null })).toEqual({
    a: ['x\\x1b', { b: 'y\\n' }],
    n: 1,
    none: null,
  });
});
