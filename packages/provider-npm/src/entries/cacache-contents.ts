import { basename } from 'node:path';
import type { FoundFile, FoundSection, ToolContext } from '@devclean/core';
import { Blobs } from './blobs.js';
import { type BucketKey, bucketKeys } from './bucket-lines.js';

/** A file of `index-v5`. */
export interface Bucket {
  readonly path: string;
  readonly keys: readonly BucketKey[];
}

export interface CacacheContents {
  /** Complete when all buckets have been read. */
  readonly blobs: Blobs;
  /** The files of the index that have a valid line. */
  readonly buckets: AsyncIterable<Bucket>;
  /** Whether every bucket could be read whole. Where not, nobody knows what no key names. To be asked after the last of them. */
  readonly isWhole: () => Promise<boolean>;
}

/** npm 5 and 6 add a line at each look and never clean up: a bucket may grow for years. */
const mostRead = 8 * 1024 * 1024;

/**
 * Reads the names of the content, and then the index as its buckets are asked for.
 *
 *     content-v2/<algorithm>/<2 hex>/<2 hex>/<rest>   what is cached
 *     index-v5/<2 hex>/<2 hex>/<60 hex>               what leads there, by the SHA-256 of the key
 */
export async function readCacache(
  { paths }: Pick<FoundSection, 'paths'>,
  context: ToolContext,
): Promise<CacacheContents> {
  const folder = (name: string) => paths.find((path) => basename(path) === name);
  const content = folder('content-v2');
  const index = folder('index-v5');
  const blobs = new Blobs(content ?? '');
  if (content !== undefined) for await (const { path, size } of context.files(content)) blobs.add(path, size);
  let isReadable = true;
  async function* buckets(): AsyncGenerator<Bucket> {
    if (index === undefined) return;
    for await (const file of context.files(index)) {
      if (!/^[0-9a-f]{2}[/\\][0-9a-f]{2}[/\\][0-9a-f]{60}$/.test(file.path.slice(index.length + 1))) continue;
      context.signal.throwIfAborted();
      const text = await endOf(file, context);
      isReadable &&= text !== undefined && file.size <= mostRead;
      const keys = text === undefined ? [] : bucketKeys(text);
      if (keys.length === 0) continue;
      blobs.note(keys);
      yield { path: file.path, keys };
    }
  }
  return {
    blobs,
    buckets: buckets(),
    // A folder that cannot be looked into, or is a link, may hide what leads to the rest.
    isWhole: once(async () => isReadable && (await canBeSeen(index, context)) && (await canBeSeen(content, context))),
  };
}

/** The last lines are those that count. */
async function endOf({ path, size }: FoundFile, context: ToolContext): Promise<string | undefined> {
  const bytes = await context.readBytes(path, Math.max(0, size - mostRead), mostRead);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

async function canBeSeen(folder: string | undefined, context: ToolContext): Promise<boolean> {
  return folder === undefined || (await context.lastWrite(folder)) !== undefined;
}

function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let done: Promise<Value> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
