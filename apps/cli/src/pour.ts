import type { Writable } from 'node:stream';

const chunkLength = 64 * 1024;

/** Writes pieces in chunks, each when the one before it has been taken, and gives up when they cannot be: the stream tells of that. */
export async function pour(pieces: Iterable<string>, stream: Writable): Promise<void> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    if (!(await isWritten(chunk, stream))) return;
    chunk = '';
  }
  await isWritten(chunk, stream);
}

function isWritten(chunk: string, stream: Writable): Promise<boolean> {
  return new Promise((resolve) => stream.write(chunk, (error) => resolve(error == null)));
}
