/**
 * The text of a JSON document, as `JSON.stringify` indents it by two, in pieces, and the end of its last line. A list in it need not be one, but may be anything that
 * gives its elements one after the other, and is gone through once.
 */
export function* documentPieces(document: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(document)) {
    yield `${before}\n  ${JSON.stringify(name)}: `;
    if (isIterable(value)) yield* listPieces(value);
    else yield indented(value, '  ');
    before = ',';
  }
  yield before === '{' ? '{}\n' : '\n}\n';
}

function* listPieces(elements: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const element of elements) {
    yield `${before}\n    ${indented(element, '    ')}`;
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
