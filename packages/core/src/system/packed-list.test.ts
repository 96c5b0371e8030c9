import { expect, test } from 'vitest';
import { PackedList } from './packed-list.js';

test('gives back what was put in, by its index and in order', () => {
  const list = new PackedList<unknown>();
  const values = [{ name: 'zwei-ü', parts: [1, 2] }, '', 'x'.repeat(3_000_000), '\ud800', null, 'last'];
  expect(values.map((value) => list.push(value))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(values.map((_, index) => list.at(index))).toEqual(values);
  expect([...list]).toEqual(values);
  expect(list.length).toBe(6);
  expect(() => list.at(6)).toThrow(RangeError);
});

test('holds more than one chunk', () => {
  const list = new PackedList<{ name: string }>();
  for (let index = 0; index < 30_000; index++) list.push({ name: `${index}-${'x'.repeat(80)}` });
  for (const index of [0, 1, 44, 29_998, 29_999]) expect(list.at(index).name).toMatch(new RegExp(`^${index}-x`));
});
