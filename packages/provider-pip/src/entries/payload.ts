import type { Bytes } from '@devclean/core';
import { chunksOf } from './bytes.js';
import { parseCoreMetadata } from './core-metadata.js';
import type { Kind } from './distribution.js';
import { type Compression, headOf, inflated } from './inflated.js';
import { isTarHeader, nameInTar } from './tar-names.js';
import { nameInZip } from './zip-names.js';

/** What a payload shows itself to be. */
export interface Payload {
  readonly kind: Kind;
  readonly name?: string;
  readonly version?: string;
}

const mostInflated = 1024 * 1024;

/** What kind of thing begins like this; `packed` needs unpacking to tell. */
export function kindOf(head: Uint8Array): Kind | 'packed' | undefined {
  const text = Buffer.from(head.subarray(0, 64)).toString('latin1');
  if (text.startsWith('PK\x03\x04')) return 'wheel';
  if (text.startsWith('\x1f\x8b')) return 'packed';
  if (text.startsWith('BZh') || text.startsWith('\xfd7zXZ\0')) return 'sdist';
  if (/^(?:\xef\xbb\xbf)?Metadata-Version:/i.test(text)) return 'metadata';
  if (/^(?:\xef\xbb\xbf)?\s*[{<]/.test(text)) return 'index';
  return undefined;
}

/**
 * Looks at the payload itself, as little as will do. An index page is recognised, and not read for its name here.
 */
export async function readPayload(body: Bytes): Promise<Payload | undefined> {
  const head = await body.read(0, 512);
  const kind = kindOf(head);
  switch (kind) {
    case 'wheel':
      return (await nameInZip(body)) ?? { kind: 'unknown' };
    case 'packed':
      return readPacked(body);
    case 'metadata':
      return { kind, ...parseCoreMetadata(Buffer.from(await body.read(0, 8192)).toString()) };
    default:
      return kind && { kind };
  }
}

/** A source archive, or a text that was sent packed. */
async function readPacked(body: Bytes): Promise<Payload | undefined> {
  const unpacked = () => inflated(chunksOf(body), 'gzip', mostInflated);
  const head = await headOf(unpacked(), 512);
  if (isTarHeader(head)) return (await nameInTar(unpacked())) ?? { kind: 'sdist' };
  const kind = kindOf(head);
  if (kind === 'metadata') return { kind, ...parseCoreMetadata((await headOf(unpacked(), 8192)).toString()) };
  return kind === 'index' ? { kind } : undefined;
}

/** How a body was packed for its way, if it was. The first bytes decide: a header may be missing, or wrong. */
export async function compressionOf(
  body: Bytes,
  contentEncoding: string | undefined,
): Promise<Compression | undefined> {
  const [first, second] = await body.read(0, 2);
  if (first === 0x1f && second === 0x8b) return 'gzip';
  const said = contentEncoding?.trim().toLowerCase();
  if (said === 'br') return 'br';
  return said === 'deflate' && first !== undefined && (first & 0x0f) === 8 ? 'deflate' : undefined;
}
