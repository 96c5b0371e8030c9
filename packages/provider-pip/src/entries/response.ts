import type { Bytes } from '@devclean/core';
import { chunksOf, endsOf, partOf } from './bytes.js';
import { inflated } from './inflated.js';
import { type Packed, readPacked, textOf } from './msgpack-reader.js';

/** A stored HTTP response. */
export interface Response {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** The payload as far as it lies in the same file; empty in `http-v2`, which has a file of its own for it. */
  readonly body: Bytes;
}

/** Of a response packed with all its payload, what is unpacked to get behind that. */
const mostInflated = 256 * 1024 * 1024;

/**
 * Reads what CacheControl, in pip, stored. Nothing where that is damaged, or pickled (`cc=1`, pip 6): a pickle is a program.
 *
 * - `cc=4,` msgpack, from pip 10 on; `cc=3,` is the same, written for a short time
 * - `cc=2,` zlib around JSON in which every value is base64, pip 7 to 9
 *
 * See `serialize.py` in https://github.com/psf/cachecontrol
 *
 * @param light Leaves out what would have to be unpacked whole.
 */
export async function readResponse(file: Bytes, light: boolean): Promise<Response | undefined> {
  const tag = Buffer.from(await file.read(0, 5)).toString('latin1');
  if (tag === 'cc=4,' || tag === 'cc=3,') return packedResponse(file);
  return tag === 'cc=2,' && !light ? inflatedResponse(partOf(file, 5, file.size)) : undefined;
}

async function packedResponse(file: Bytes): Promise<Response | undefined> {
  const response = mapOf(mapOf(await readPacked(file, 5, 'response'))?.get('response'));
  const headers = mapOf(response?.get('headers'));
  if (response === undefined || headers === undefined) return undefined;
  const status = response.get('status');
  const body = response.get('body');
  const span = typeof body === 'object' && 'offset' in body ? body : { offset: 0, length: 0 };
  const entries = [...headers].flatMap(([name, value]) => {
    const text = textOf(value);
    return text === undefined ? [] : [[name.toLowerCase(), text] as const];
  });
  return {
    status: typeof status === 'number' ? status : 0,
    headers: new Map(entries),
    body: partOf(file, span.offset, span.length),
  };
}

function mapOf(value: Packed): ReadonlyMap<string, Packed> | undefined {
  return value instanceof Map ? value : undefined;
}

/** What is kept of the beginning and of the end of a payload in base64; divisible by 4. */
const keptLength = 88 * 1024;
const opening = '{"response":{"body":"';

/**
 * `{"response":{"body":"…","decode_content":…,"headers":{…},…` with keys in order, so the payload, which may be large,
 * comes first. It is passed through, and its two ends kept: they say what it is.
 */
async function inflatedResponse(packed: Bytes): Promise<Response | undefined> {
  let start = '';
  let head = '';
  let tail = '';
  let length = 0;
  let rest: string | undefined;
  for await (const chunk of inflated(chunksOf(packed), 'deflate', mostInflated)) {
    let text = Buffer.from(chunk).toString('latin1');
    if (start.length < opening.length) {
      start += text;
      if (start.length < opening.length) continue;
      if (!start.startsWith(opening)) return undefined;
      text = start.slice(opening.length);
    }
    if (rest !== undefined) {
      rest += text;
      if (rest.length > keptLength) return undefined;
      continue;
    }
    const end = text.indexOf('"');
    const body = end === -1 ? text : text.slice(0, end);
    length += body.length;
    if (head.length < keptLength) head = (head + body).slice(0, keptLength);
    tail += body;
    if (tail.length > 2 * keptLength) tail = tail.slice(-keptLength);
    if (end !== -1) rest = text.slice(end);
  }
  const response = parsed(`${opening}${rest ?? ''}`)?.response;
  if (response === undefined) return undefined;
  const aligned = tail.slice((4 - ((length - tail.length) % 4)) % 4);
  const lastBytes = Buffer.from(aligned, 'base64');
  const size = ((length - aligned.length) / 4) * 3 + lastBytes.length;
  const headers = Object.entries(response.headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[decoded(name).toLowerCase(), decoded(value)] as const] : [],
  );
  return {
    status: typeof response.status === 'number' ? response.status : 0,
    headers: new Map(headers),
    body: endsOf(size, Buffer.from(head, 'base64'), lastBytes),
  };
}

interface Json {
  readonly response?: { readonly status?: unknown; readonly headers?: Readonly<Record<string, unknown>> };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
