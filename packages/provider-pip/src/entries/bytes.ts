import type { ToolContext } from '@devclean/core';

/** Something that is read piece by piece and never whole: a file, or a part of one. */
export interface Bytes {
  readonly size: number;
  /** From `offset` on; fewer than asked for where it ends, none where it cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const none = new Uint8Array();

export function fileBytes(path: string, size: number, context: ToolContext): Bytes {
  return {
    size,
    read: async (offset, length) => (await context.readBytes(path, offset, length)) ?? none,
  };
}

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
