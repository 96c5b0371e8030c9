import { createHash } from 'node:crypto';

interface Digest {
  readonly algorithm: string;
  readonly hex: string;
}

/** What one line of a bucket says: where to find the content of a key. */
export interface IndexLine {
  readonly key: string;
  /** Digests of the content, strongest first. None of a tombstone, and of a redirect. */
  readonly digests: readonly Digest[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Says that its key is there no more. */
  readonly isTombstone: boolean;
}

/** One key of a bucket, with what its lines come to. */
export interface BucketKey {
  readonly key: string;
  /** What npm may still answer with, newest first: one line for each kind of request. None when the key was deleted. */
  readonly live: readonly IndexLine[];
  /** What nothing reads any more, newest first, tombstones among it. */
  readonly dead: readonly IndexLine[];
}

/**
 * The valid lines of a bucket by key, the way npm reads them. Each is the SHA-1 of some JSON, a tab, and that JSON; whatever else
 * stands there is passed over. Lines are only ever added, and the last one of a key decides.
 * See https://github.com/npm/cacache, `lib/entry-index.js`.
 */
export function bucketKeys(text: string): BucketKey[] {
  const byKey = new Map<string, IndexLine[]>();
  for (const line of text.split('\n')) {
    const read = line === '' ? undefined : readLine(line);
    if (read === undefined) continue;
    const same = byKey.get(read.key);
    if (same === undefined) byKey.set(read.key, [read]);
    else same.push(read);
  }
  return [...byKey].map(([key, lines]) => ({ key, ...divided(lines) }));
}

function readLine(line: string): IndexLine | undefined {
  const [hash, json] = line.split('\t', 2);
  if (json === undefined || hash?.length !== 40) return undefined;
  if (createHash('sha1').update(json).digest('hex') !== hash) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || typeof value.key !== 'string') return undefined;
  const { key, integrity } = value;
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const isTombstone = !integrity && typeof metadata.status !== 'number';
  return { key, digests: digestsOf(integrity), metadata, isTombstone };
}

/**
 * A tombstone ends all that stands before it. Of the rest, make-fetch-happen keeps an answer for each kind of request: a short
 * and a full document of one package may both be there (`lib/cache/entry.js`, `lib/cache/policy.js`).
 */
function divided(lines: readonly IndexLine[]): Pick<BucketKey, 'live' | 'dead'> {
  const live: IndexLine[] = [];
  const dead: IndexLine[] = [];
  const answered = new Set<string>();
  let isDeleted = false;
  for (const line of lines.toReversed()) {
    const request = requestOf(line);
    isDeleted ||= line.isTombstone;
    if (isDeleted || answered.has(request)) dead.push(line);
    else {
      answered.add(request);
      live.push(line);
    }
  }
  return { live, dead };
}

/** What tells the requests for one address apart. npm 6 notes headers as lists, and reads the last line only. */
function requestOf({ key, metadata }: IndexLine): string {
  const { reqHeaders, options } = metadata;
  if (!key.startsWith(requestPrefix) || !isRecord(reqHeaders)) return '';
  const { host, accept } = reqHeaders;
  if (Array.isArray(accept)) return '';
  const { compress } = isRecord(options) ? options : {};
  return JSON.stringify([host, compress, accept, reqHeaders['accept-language'], reqHeaders['accept-encoding']]);
}

/** Of keys that are addresses. */
export const requestPrefix = 'make-fetch-happen:request-cache:';

const hexLengths: Readonly<Record<string, number>> = { sha512: 128, sha384: 96, sha256: 64, sha1: 40, md5: 32 };

/** https://www.w3.org/TR/SRI/#the-integrity-attribute: digests with blanks between them, options behind `?`. */
function digestsOf(integrity: unknown): Digest[] {
  if (typeof integrity !== 'string' || integrity.length > 4096) return [];
  const digests = integrity.split(/\s+/).flatMap((one) => {
    const [, algorithm = '', base64 = ''] = /^([a-z0-9]+)-([A-Za-z0-9+/]+=*)(?:\?.*)?$/.exec(one) ?? [];
    const hex = Buffer.from(base64, 'base64').toString('hex');
    return hex.length === hexLengths[algorithm] ? [{ algorithm, hex }] : [];
  });
  return digests.sort((one, other) => other.hex.length - one.hex.length);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
