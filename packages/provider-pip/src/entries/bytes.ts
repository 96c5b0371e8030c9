import type { Bytes } from '@devclean/core';

const none = new Uint8Array();

/** A part of them; no more than there is. */
export function partOf(whole: Bytes, start: number, length: number): Bytes {
  const size = Math.max(0, Math.min(length, whole.size - start));
  return {
    size,
    read: async (offset, wanted) =>
      offset >= size ? none : whole.read(start + offset, Math.min(wanted, size - offset)),
  };
}

/** The beginning and the end of something whose middle nobody kept. */
export function endsOf(size: number, head: Uint8Array, tail: Uint8Array): Bytes {
  const tailStart = size - tail.length;
  return {
    size,
    read: async (offset, length) =>
      offset >= tailStart
        ? tail.subarray(offset - tailStart, offset - tailStart + length)
        : head.subarray(offset, offset + length),
  };
}

const chunkLength = 64 * 1024;

/** All of them, in order. */
export async function* chunksOf(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.size; ) {
    const chunk = await bytes.read(offset, chunkLength);
    if (chunk.length === 0) return;
    yield chunk;
    offset += chunk.length;
  }
}
