import { expect, test } from 'vitest';
import { type NumbersAnswer, readNumbers } from './read-numbers.js';

const numbers = (...all: number[]): NumbersAnswer => ({ is: 'numbers', numbers: all });

test.each<[string, NumbersAnswer]>([
  ['', { is: 'ticked' }],
  ['  ', { is: 'ticked' }],
  ['3', numbers(3)],
  ['1 3-5', numbers(1, 3, 4, 5)],
  ['5, 1,3 ; 2', numbers(1, 2, 3, 5)],
  ['2 - 4', numbers(2, 3, 4)],
  ['3 3 2-3', numbers(2, 3)],
  ['q', { is: 'leave' }],
  ['No', { is: 'leave' }],
  ['? 3', { is: 'explain', number: 3 }],
  ['3?', { is: 'explain', number: 3 }],
  ['?', { is: 'unclear', why: 'A number goes with the question mark: ? 3 explains the third.' }],
  ['? 9', { is: 'unclear', why: 'There is no 9: the numbers go from 1 to 5.' }],
  ['1 0', { is: 'unclear', why: 'There is no 0: the numbers go from 1 to 5.' }],
  ['1-6', { is: 'unclear', why: 'There is no 6: the numbers go from 1 to 5.' }],
  ['1-99999999999999999999', { is: 'unclear', why: 'There is no 100000000000000000000: the numbers go from 1 to 5.' }],
  ['4-2', { is: 'unclear', why: '"4-2" goes backwards.' }],
  ['-3', { is: 'unclear', why: '"-3" is no number.' }],
  ['all', { is: 'unclear', why: '"all" is no number.' }],
  ['1.5', { is: 'unclear', why: '"1.5" is no number.' }],
])('"%s"', (typed, answer) => {
  expect(readNumbers(typed, 5)).toEqual(answer);
});
