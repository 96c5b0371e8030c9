import { expect, test } from 'vitest';
import { documentPieces } from './document-pieces.js';

test.each([
  {},
  { schema: 'x/1', entries: [], 'a "name"': null, rest: {} },
  {
    entries: [{ paths: ['one\ntwo', 'three'], usage: { files: 1 } }, [], 'text'],
    unnamed: [1, [2]],
    more: { deep: [{}] },
  },
])('a document in pieces is what it would be at once: %j', (document) => {
  expect([...documentPieces(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
});

test('elements are asked for one at a time', () => {
  let made = 0;
  function* elements() {
    for (const name of ['a', 'b', 'c']) {
      made++;
      yield { name };
    }
  }
  const pieces = documentPieces({ entries: elements() });
  while (made < 2) pieces.next();
  expect(pieces.next().value).not.toContain('c');
  expect(made).toBe(3);
  expect([...pieces].join('')).toBe('\n  ]\n}\n');
});
