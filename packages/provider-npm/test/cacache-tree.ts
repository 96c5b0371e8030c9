import { createHash } from 'node:crypto';

/** A line of npm's index: what a key leads to. */
export interface Line {
  readonly key: string;
  /** Nothing of a tombstone, and of a redirect. */
  readonly content?: string | Uint8Array;
  readonly algorithm?: 'sha512' | 'sha1';
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The key by whose digest the bucket is found, where it is not this one's. */
  readonly filedUnder?: string;
}

const digest = (algorithm: string, data: string | Uint8Array, encoding: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(data).digest(encoding);

const fanOut = (hex: string) => `${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4)}`;

export const bucketOf = (key: string) => `index-v5/${fanOut(digest('sha256', key))}`;

export const blobOf = (content: string | Uint8Array, algorithm = 'sha512') =>
  `content-v2/${algorithm}/${fanOut(digest(algorithm, content))}`;

export const requestKey = (address: string) => `make-fetch-happen:request-cache:${address}`;

/** An answer as npm 7 and newer note it. */
export function answer(
  address: string,
  content: string | Uint8Array,
  type = 'application/octet-stream',
  accept = '*/*',
): Line {
  return {
    key: requestKey(address),
    content,
    metadata: {
      url: address,
      reqHeaders: { accept },
      resHeaders: { 'content-type': type },
      options: { compress: true },
    },
  };
}

/** The files of a `_cacache` in which these lines were written one after the other, below `root`. */
export function cacacheFiles(lines: readonly Line[], root = ''): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {};
  for (const { key, content, algorithm = 'sha512', metadata = {}, filedUnder = key } of lines) {
    const integrity = content === undefined ? null : `${algorithm}-${digest(algorithm, content, 'base64')}`;
    const json = JSON.stringify({ key, integrity, time: 0, size: content?.length, metadata });
    const bucket = root + bucketOf(filedUnder);
    files[bucket] = `${files[bucket] ?? ''}\n${digest('sha1', json)}\t${json}`;
    if (content !== undefined) files[root + blobOf(content, algorithm)] = content;
  }
  return files;
}
