import { gzipSync } from 'node:zlib';
import { sampleBytes } from '@devclean/testkit/known-tools';
import { expect, test } from 'vitest';
import { headOf, inflated } from './inflated.js';

/** Pieces of a thousand bytes, and how many of them were taken. */
function pieces(content: Uint8Array) {
  const taken = { count: 0, ended: false };
  async function* give() {
    try {
      for (let at = 0; at < content.length; at += 1000) {
        taken.count++;
        yield content.subarray(at, at + 1000);
      }
    } finally {
      taken.ended = true;
    }
  }
  return { chunks: give(), taken };
}

const noise = sampleBytes('noise', 3_000_000);
const whole = async (chunks: AsyncIterable<Uint8Array>) => headOf(chunks, Number.MAX_SAFE_INTEGER);

test('all of it comes, in order', async () => {
  expect((await whole(inflated(pieces(gzipSync(noise)).chunks, 'gzip', 4_000_000))).equals(noise)).toBe(true);
});

test('no more comes than the limit, of something packed to almost nothing', async () => {
  const { chunks, taken } = pieces(gzipSync(Buffer.alloc(50_000_000)));
  expect(await whole(inflated(chunks, 'gzip', 100_001))).toHaveLength(100_001);
  expect(taken.ended).toBe(true);
});

test('no more is taken than the reader reads', async () => {
  const { chunks, taken } = pieces(gzipSync(noise));
  expect(await headOf(inflated(chunks, 'gzip', 4_000_000), 10)).toEqual(noise.subarray(0, 10));
  expect([taken.count < 1000, taken.ended]).toEqual([true, true]);
});

test('what comes before damage is given, and what is cut off too', async () => {
  const packed = gzipSync(noise);
  const cut = await whole(inflated(pieces(packed.subarray(0, 1_500_000)).chunks, 'gzip', 4_000_000));
  expect(cut.length).toBeGreaterThan(1_400_000);
  expect(cut.equals(noise.subarray(0, cut.length))).toBe(true);
  const damaged = Buffer.from(packed).fill(0xff, 1_500_000, 1_600_000);
  await whole(inflated(pieces(damaged).chunks, 'gzip', 4_000_000));
  expect(await whole(inflated(pieces(noise).chunks, 'gzip', 4_000_000))).toHaveLength(0);
  expect(await whole(inflated(pieces(Buffer.alloc(0)).chunks, 'br', 100))).toHaveLength(0);
});

test('what cannot be read ends it', async () => {
  async function* failing() {
    yield gzipSync(noise).subarray(0, 100_000);
    throw new Error('unreadable');
  }
  await expect(whole(inflated(failing(), 'gzip', 4_000_000))).resolves.toBeInstanceOf(Buffer);
});
