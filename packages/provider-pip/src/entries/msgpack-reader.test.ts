import type { Bytes } from '@devclean/core';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Packed, readPacked } from './msgpack-reader.js';

/** Bytes that count how often, and how much of them, they are read. */
function counting(content: Uint8Array): Bytes & { reads: number; bytes: number } {
  return {
    size: content.length,
    reads: 0,
    bytes: 0,
    async read(offset, length) {
      const piece = content.subarray(offset, offset + length);
      this.reads++;
      this.bytes += piece.length;
      return piece;
    },
  };
}

/** The same value with the bytes in place of where they lie, as far as they are ours to know. */
function plain(value: Packed, content: Uint8Array): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each, content)]));
  if (typeof value !== 'object') return value;
  const { offset, length } = value as { offset: number; length: number };
  return Buffer.from(content.subarray(offset, offset + length)).toString('hex');
}

const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 300 }));
const leaf = fc.oneof(
  text,
  fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
  fc.boolean(),
  fc.uint8Array({ maxLength: 2000 }),
);
const maps = fc.dictionary(text, fc.oneof(leaf, fc.dictionary(text, leaf, { maxKeys: 20 })), { maxKeys: 40 });

describe('what a library wrote', () => {
  test('is read', async () => {
    await fc.assert(
      fc.asyncProperty(maps, async (map) => {
        const packed = encode(map);
        const expected = JSON.parse(
          JSON.stringify(map, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
        );
        expect(plain(await readPacked(counting(packed), 0), packed)).toEqual(expected);
      }),
    );
  });

  test('is passed over where it is of no use', async () => {
    const packed = encode({ a: [1, [2.5, null]], b: 1.5, c: null, d: new Date(0), e: 'read' });
    const value = await readPacked(counting(packed), 0);
    expect(value).toEqual(
      new Map(Object.entries({ a: undefined, b: undefined, c: undefined, d: undefined, e: 'read' })),
    );
  });

  test('takes two reads behind a payload of any size', async () => {
    const packed = counting(encode({ response: { body: new Uint8Array(5_000_000), headers: { a: 'b' } }, vary: {} }));
    const value = (await readPacked(packed, 0, 'response')) as ReadonlyMap<string, ReadonlyMap<string, Packed>>;
    expect(value.get('response')?.get('headers')).toEqual(new Map([['a', 'b']]));
    expect([packed.reads, packed.bytes < 10_000]).toEqual([2, true]);
  });
});

describe('damage', () => {
  const packed = encode({ response: { body: new Uint8Array(20), headers: { a: 'b', c: 'd' }, status: 200 } });

  test('wherever it is cut off, nothing comes of it', async () => {
    for (let length = 0; length < packed.length; length++) {
      expect(await readPacked(counting(packed.subarray(0, length)), 0)).toBeUndefined();
    }
  });

  test('whatever stands there, it ends soon and without an error', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.tuple(fc.nat(packed.length - 1), fc.nat(255)).map(([at, byte]) => packed.with(at, byte)),
      // Nothing but maps in maps, arrays in arrays, and lengths that nothing is behind.
      fc
        .array(fc.constantFrom(0x81, 0x8f, 0x91, 0x9f, 0xdf, 0xdd, 0xc6, 0xdb, 0xc9, 0xff), { maxLength: 3000 })
        .map((all) => Uint8Array.from(all)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const counted = counting(bytes);
        await readPacked(counted, 0);
        expect(counted.reads).toBeLessThanOrEqual(64);
      }),
      { numRuns: 2000 },
    );
  });

  test('maps in maps are followed to a depth that no response has', async () => {
    const deep = Uint8Array.from([...Array(50_000).fill(0x81), 0x01]);
    expect(await readPacked(counting(deep), 0)).toBeUndefined();
  });
});
