import { describe, expect, test } from 'vitest';
import { leftWords, Pace, rateWords } from './pace.js';

/** As if the work had gone on for so many seconds, with so much done in each. */
function after(seconds: number, each: number, total: number, pace = new Pace(total), from = 0): Pace {
  for (let i = 0; i <= seconds * 10; i++) pace.note(pace.done + (i === 0 ? 0 : each / 10), from + i * 100);
  return pace;
}

describe('the pace of some work', () => {
  test('tells what is left once it means something', () => {
    expect(after(1, 1000, 100_000).leftMs).toBeUndefined(); // too soon
    expect(after(2, 100, 100_000).leftMs).toBeUndefined(); // too little of it
    const pace = after(3, 1000, 10_000);
    expect(pace.share).toBeCloseTo(0.3);
    expect(pace.perSecond).toBeCloseTo(1000);
    expect(pace.leftMs).toBeCloseTo(7000);
  });

  test('follows a change slowly', () => {
    const pace = after(5, 1000, 100_000);
    const before = pace.leftMs ?? 0;
    pace.note(pace.done, 5100);
    expect(pace.leftMs).toBeGreaterThan(before);
    expect(pace.leftMs).toBeLessThan(before * 1.1);
    after(20, 100, 100_000, pace, 5100);
    expect(pace.perSecond).toBeLessThan(120);
  });

  test('does not count what is done between', () => {
    const pace = after(3, 1000, 10_000);
    pace.pause();
    expect(pace.leftMs).toBeUndefined();
    after(1, 1000, 10_000, pace, 60_000);
    expect(pace.perSecond).toBeCloseTo(1000);
  });

  test('is never more than all, and never goes back', () => {
    const pace = new Pace(10);
    pace.note(25, 0);
    pace.note(3, 100);
    expect([pace.done, pace.share]).toEqual([10, 1]);
    expect(new Pace(0).share).toBe(0);
  });
});

test.each([
  [400, 'nearly done'],
  [2100, '3 s left'],
  [23_000, '25 s left'],
  [200_000, '3 min left'],
  [7_300_000, '2 h 2 min left'],
])('%i ms are "%s"', (ms, words) => {
  expect(leftWords(ms)).toBe(words);
});

test.each([
  [0.4, '0/s'],
  [52_345, '52,300/s'],
  [987, '987/s'],
])('%d a second are "%s"', (rate, words) => {
  expect(rateWords(rate)).toBe(words);
});
