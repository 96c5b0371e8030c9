import { expect, test } from 'vitest';
import { NameStack } from './name-stack.js';

test('gives names back in reverse, byte for byte, and keeps its own copy', () => {
  const stack = new NameStack();
  const names = Array.from({ length: 5000 }, (_, index) => Buffer.from(`\xff${index}`, 'latin1'));
  for (const name of names) stack.push(Buffer.from(name).fill(name));
  const first = stack.pop();
  stack.push(Buffer.from('x'.repeat(255)));
  expect(first).toEqual(names.at(-1));
  expect(stack.pop()).toEqual(Buffer.from('x'.repeat(255)));
  for (const name of names.slice(0, -1).reverse()) expect(stack.pop()).toEqual(name);
  expect(() => stack.pop()).toThrow(RangeError);
});
