import type { Transform } from 'node:stream';

export type Compression = 'gzip' | 'deflate' | 'br';

/**
 * Unpacks a stream as far as the reader reads, and at most `limit` bytes: a few kilobytes may stand for gigabytes. Ends
 * where the data is damaged or cut off.
 */
export async function* inflated(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const { Readable } = process.getBuiltinModule('node:stream');
  const unpacker = create(compression);
  const packed = Readable.from(chunks);
  packed.on('error', (error) => unpacker.destroy(error)); // a pipe does not pass it on
  packed.pipe(unpacker);
  let given = 0;
  try {
    for await (const chunk of unpacker as AsyncIterable<Uint8Array>) {
      yield chunk.subarray(0, limit - given);
      given += chunk.length;
      if (given >= limit) return;
    }
  } catch {
    // What came before the damage has been given.
  } finally {
    packed.destroy();
    unpacker.destroy();
  }
}

/** What is cut off gives what there is: zlib is told to flush where its input ends, not to insist on an end of its own. */
function create(compression: Compression): Transform {
  const { constants, createBrotliDecompress, createGunzip, createInflate } = process.getBuiltinModule('node:zlib');
  switch (compression) {
    case 'gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  }
}

/** The first bytes of a stream, as many as asked for where there are so many. */
export async function headOf(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let have = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    have += chunk.length;
    if (have >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}
