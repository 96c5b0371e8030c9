import { digest } from '../archives/sample-bytes.js';
import { file, type Tree } from '../write-tree.js';

/** One response as pip 23.3 and newer store it: metadata and body, five folders deep, named after the SHA-224 of the address. */
export function pipResponse(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  mtime: Date,
  status = 200,
): Tree {
  const path = `http-v2/${fanOut(url)}`;
  return {
    [path]: file(pipMetadata(Buffer.alloc(0), headers, status), { mode: 0o600, mtime }),
    [`${path}.body`]: file(body, { mode: 0o600, mtime }),
  };
}

/** The same as pip 10 to 23.2 store it: one file, the body inside. */
export function oldPipResponse(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  mtime: Date,
  status = 200,
): Tree {
  return { [`http/${fanOut(url)}`]: file(pipMetadata(body, headers, status), { mode: 0o600, mtime }) };
}

function fanOut(url: string): string {
  const hash = digest('sha224', url);
  return `${[...hash.slice(0, 5)].join('/')}/${hash}`;
}

/** CacheControl's fourth format: a tag and one msgpack map. */
function pipMetadata(body: Uint8Array, headers: Readonly<Record<string, string>>, status: number): Buffer {
  const response = { body, headers, status, version: 11, reason: 'OK', decode_content: false };
  const vary = { 'Accept-Encoding': 'identity' };
  return Buffer.concat([Buffer.from('cc=4,'), msgpack({ response, vary })]);
}

type Packable = string | number | boolean | Uint8Array | { readonly [key: string]: Packable };

/** As much of msgpack as pip's metadata needs, in the shortest form of each value, as pip writes it. */
function msgpack(value: Packable): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'number') {
    if (value < 128) return Buffer.from([value]);
    return Buffer.from(value < 256 ? [0xcc, value] : [0xcd, value >> 8, value & 0xff]);
  }
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    const { length } = bytes;
    const head = length < 32 ? [0xa0 | length] : length < 256 ? [0xd9, length] : [0xda, length >> 8, length & 0xff];
    return Buffer.concat([Buffer.from(head), bytes]);
  }
  if (value instanceof Uint8Array) {
    const head = Buffer.from([0xc6, 0, 0, 0, 0]);
    head.writeUInt32BE(value.length, 1);
    return Buffer.concat([value.length === 0 ? Buffer.from([0xc4, 0]) : head, value]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    Buffer.from(entries.length < 16 ? [0x80 | entries.length] : [0xde, 0, entries.length]),
    ...entries.flatMap(([key, inner]) => [msgpack(key), msgpack(inner)]),
  ]);
}
