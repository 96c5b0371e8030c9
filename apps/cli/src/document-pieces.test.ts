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
  for (const piece of documentPieces({ entries: elements() })) {
    if (!piece.includes('"b"')) continue;
    expect(made, 'how many are made when the second one is given').toBe(2);
    return;
  }
  expect.fail('the second one was not given');
});
