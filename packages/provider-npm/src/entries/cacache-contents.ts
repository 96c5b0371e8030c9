import { basename } from 'node:path';
import type { FoundFile, FoundSection, ToolContext } from '@devclean/core';
import { type BucketKey, bucketKeys, type IndexLine } from './bucket-lines.js';

/** A file of `content-v2`: named after the digest of what is in it. */
export interface Blob {
  readonly path: string;
  readonly size: number;
  /** Keys that lead to it, and the last lines of those that do. */
  owners: number;
  /** Whether `npm cache verify` keeps it: it looks at the last line of each key only. */
  isKeptByVerify: boolean;
  /** The line by which something once led to it, where nothing does any more. */
  deadLine?: IndexLine;
}

/** A file of `index-v5`. */
export interface Bucket {
  readonly path: string;
  readonly keys: readonly BucketKey[];
}

/** The files of the content, and where one of a digest lies. */
export interface Blobs {
  readonly folder: string;
  readonly byPath: ReadonlyMap<string, Blob>;
}

export interface CacacheContents {
  readonly blobs: Blobs;
  /** Whether every bucket could be read whole. Where not, nobody knows what no key names. */
  readonly isWhole: () => Promise<boolean>;
}

/** npm 5 and 6 add a line at each look and never clean up: a bucket may grow for years. */
const mostRead = 8 * 1024 * 1024;

/**
 * Reads an index, and gives each of its buckets that has a valid line to `see`, one at a time; the files of the content are known
 * before, what leads to them after the last.
 *
 *     content-v2/<algorithm>/<2 hex>/<2 hex>/<rest>   what is cached
 *     index-v5/<2 hex>/<2 hex>/<60 hex>               what leads there, by the SHA-256 of the key
 */
export async function readCacache(
  { paths }: Pick<FoundSection, 'paths'>,
  context: ToolContext,
  see: (bucket: Bucket, blobs: Blobs) => void,
): Promise<CacacheContents> {
  const folder = (name: string) => paths.find((path) => basename(path) === name);
  const content = folder('content-v2');
  const index = folder('index-v5');
  const byPath = new Map<string, Blob>();
  const blobs = { folder: content ?? '', byPath };
  if (content !== undefined) {
    for await (const { path, size } of context.files(content)) {
      if (!blobForm.test(path.slice(content.length + 1))) continue;
      byPath.set(path, { path, size, owners: 0, isKeptByVerify: false });
    }
  }
  let isReadable = true;
  if (index !== undefined) {
    for await (const file of context.files(index)) {
      if (!/^[0-9a-f]{2}[/\\][0-9a-f]{2}[/\\][0-9a-f]{60}$/.test(file.path.slice(index.length + 1))) continue;
      context.signal.throwIfAborted();
      const text = await endOf(file, context);
      isReadable &&= text !== undefined && file.size <= mostRead;
      const keys = text === undefined ? [] : bucketKeys(text);
      if (keys.length === 0) continue;
      note(keys, blobs);
      see({ path: file.path, keys }, blobs);
    }
  }
  return {
    blobs,
    // A folder that cannot be looked into, or is a link, may hide what leads to the rest.
    isWhole: once(async () => isReadable && (await canBeSeen(index, context)) && (await canBeSeen(content, context))),
  };
}

/** The last lines are those that count. */
async function endOf({ path, size }: FoundFile, context: ToolContext): Promise<string | undefined> {
  const bytes = await context.readBytes(path, Math.max(0, size - mostRead), mostRead);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

function note(keys: readonly BucketKey[], blobs: Blobs): void {
  for (const { live, dead } of keys) {
    for (const blob of new Set(live.flatMap((line) => blobsOf(line, blobs)))) blob.owners++;
    for (const blob of live[0] === undefined ? [] : blobsOf(live[0], blobs)) blob.isKeptByVerify = true;
    for (const line of dead) for (const blob of blobsOf(line, blobs)) blob.deadLine ??= line;
  }
}

/** The files that a line leads to and that are there. */
export function blobsOf({ digests }: IndexLine, { folder, byPath }: Blobs): Blob[] {
  return digests.flatMap(({ algorithm, hex }) => {
    // Joined as `context.files` does: were the path brought into another form, what is in use would look like an orphan.
    return byPath.get(`${folder}/${algorithm}/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`) ?? [];
  });
}

const blobForm = /^[a-z]+\d+[/\\][0-9a-f]{2}[/\\][0-9a-f]{2}[/\\][0-9a-f]{28,124}$/;

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
