import { deflateSync } from 'node:zlib';
import type { Bytes } from '@devclean/core';
import { oldPipResponse } from '@devclean/testkit/known-tools';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../test/files-in-memory.js';
import { readResponse } from './response.js';

const inMemory = (content: Uint8Array): Bytes => ({
  size: content.length,
  read: async (offset, length) => content.subarray(offset, offset + length),
});

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');

/** As pip 7 to 9 wrote it, keys in order. */
function cc2(body: Uint8Array, headers: Readonly<Record<string, string>>): Buffer {
  const packed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [base64(name), base64(value)]));
  const response = { body: base64(body), decode_content: false, headers: packed, reason: base64('OK'), status: 200 };
  return Buffer.concat([Buffer.from('cc=2,'), deflateSync(JSON.stringify({ response, vary: {} }))]);
}

/** Bytes that show where they stand. */
const numbered = (length: number) => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32BE(at, at);
  return bytes;
};

describe('a response of pip 7 to 9', () => {
  test.for([0, 1, 2, 3, 4, 1000, 66_000, 67_585, 400_001, 1_000_002])('keeps both ends of %d bytes', async (length) => {
    const body = numbered(length);
    const response = await readResponse(inMemory(cc2(body, { 'Content-Type': 'text/html', ETag: '"x"' })), false);
    expect(response?.status).toBe(200);
    expect(response?.headers).toEqual(new Map(Object.entries({ 'content-type': 'text/html', etag: '"x"' })));
    expect(response?.body.size).toBe(length);
    expect(Buffer.from((await response?.body.read(0, 1000)) ?? [])).toEqual(body.subarray(0, 1000));
    const tail = Math.max(0, length - 65_000);
    expect(Buffer.from((await response?.body.read(tail, 65_000)) ?? [])).toEqual(body.subarray(tail));
  });

  test('is left for later when it is large', async () => {
    expect(await readResponse(inMemory(cc2(numbered(10), {})), true)).toBeUndefined();
  });

  test('wherever it is cut off, nothing comes of it', async () => {
    const whole = cc2(numbered(300), { a: 'b' });
    for (let length = 0; length < whole.length - 4; length++) {
      const response = await readResponse(inMemory(whole.subarray(0, length)), false);
      // The last bytes are a checksum.
      if (response !== undefined) expect(length).toBeGreaterThan(whole.length - 12);
    }
  });
});

describe('a response of pip 10 to 23.2', () => {
  const [packed = new Uint8Array()] = filesOf(
    oldPipResponse('https://x', Buffer.from('the body'), { 'X-Some': 'thing' }, new Date(0), 301),
    '',
  ).values();

  test.for(['cc=4,', 'cc=3,'])('begins with %s', async (tag) => {
    const response = await readResponse(inMemory(Buffer.concat([Buffer.from(tag), packed.subarray(5)])), true);
    expect(response).toMatchObject({ status: 301, headers: new Map([['x-some', 'thing']]) });
    expect(Buffer.from((await response?.body.read(0, 100)) ?? []).toString()).toBe('the body');
    expect(await response?.body.read(8, 100)).toHaveLength(0);
  });
});

test('a pickle stays closed, and what is no response is none', async () => {
  for (const text of ['cc=1,(dp0\n', 'cc=0,', 'cc=5,', '', 'cc=4,', 'cc=2,', 'HTTP/1.1 200 OK', 'cc=4,\xc3']) {
    expect(await readResponse(inMemory(Buffer.from(text, 'latin1')), false)).toBeUndefined();
  }
});
