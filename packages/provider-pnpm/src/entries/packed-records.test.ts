import { expect, test } from 'vitest';
import { unpackRecords } from './packed-records.js';

const text = (word: string) => [0xa0 + word.length, ...Buffer.from(word)];
/** The extension `r`: from here on 0x40 stands for a record with these keys. */
const record = (...keys: string[]) => [0xd4, 0x72, 0x40, 0x90 + keys.length, ...keys.flatMap(text)];
const unpack = (...bytes: number[]) => unpackRecords(Uint8Array.from(bytes));

test.each<[string, number[], unknown]>([
  ['a small number', [7], 7],
  ['a negative one', [0xff], -1],
  ['a long one', [0xcd, 0x01, 0x00], 256],
  ['a text', text('pnpm'), 'pnpm'],
  ['a list', [0x92, 1, 0xc3], [1, true]],
  ['a map', [0x81, ...text('mode'), 0xcd, 0x01, 0xa4], new Map([['mode', 420]])],
  [
    'a record',
    [...record('a', 'b'), 1, 2],
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
  ],
  ['the same record once more', [0x92, ...record('a'), 1, 0x40, 2], [new Map([['a', 1]]), new Map([['a', 2]])]],
])('%s', (_, bytes, value) => expect(unpack(...bytes)).toEqual(value));

test.each<[string, number[]]>([
  ['nothing', []],
  ['a text that ends too soon', [0xa5, 0x61]],
  ['what is never used', [0xc1]],
  ['a record without keys', [0xd4, 0x72, 0x40, 7]],
  ['lists in lists without end', Array<number>(1000).fill(0x91)],
  ['a list longer than there is', [0xdd, 0xff, 0xff, 0xff, 0xff]],
])('of %s nothing is known', (_, bytes) => expect(unpack(...bytes)).toBeUndefined());
