import type { ToolContext } from '@devclean/core';
import { isRecord } from './bucket-lines.js';
import { isPackageName, isVersion } from './package-name.js';

/** What a file calls itself. */
export interface NamedPackage {
  readonly name: string;
  readonly version?: string;
}

const block = 512;
const chunkLength = 64 * 1024;
/** npm puts package.json near the front of what it packs; others need not. */
const mostRead = 1024 * 1024;
const mostUnpacked = 4 * 1024 * 1024;
const longestManifest = 256 * 1024;

/**
 * The package that a file of the cache holds, by the `package.json` in its first folder, or by the first words of a registry's
 * document. Reads no further than it has to, a part of the file at most, and nothing of what it reads is followed.
 */
export async function packageIn(
  path: string,
  context: ToolContext,
): Promise<(NamedPackage & { readonly kind: 'tarball' | 'index' }) | undefined> {
  const head = await context.readBytes(path, 0, 4096);
  if (head === undefined) return undefined;
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const found = (await manifestAtOnce(path, context)) ?? (await manifestIn(unpacked(path, context)));
    return found && { ...found, kind: 'tarball' };
  }
  const name = /^\s*\{(?:"_id":"[^"\\]*",)?(?:"_rev":"[^"\\]*",)?"name":"([^"\\]+)"/.exec(
    Buffer.from(head).toString(),
  )?.[1];
  return name !== undefined && isPackageName(name) ? { kind: 'index', name } : undefined;
}

/** Most manifests come early: without a stream, which takes many times as long. */
async function manifestAtOnce(path: string, context: ToolContext): Promise<NamedPackage | undefined> {
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  const packed = await context.readBytes(path, 0, chunkLength);
  try {
    const limits = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked };
    return packed && (await manifestIn([gunzipSync(packed, limits)]));
  } catch {
    return undefined;
  }
}

async function* unpacked(path: string, context: ToolContext): AsyncGenerator<Buffer> {
  const { Readable } = process.getBuiltinModule('node:stream');
  const { constants, createGunzip } = process.getBuiltinModule('node:zlib');
  // What is cut off gives what there is.
  const unpacker = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const packed = Readable.from(chunksOf(path, context));
  packed.on('error', (error) => unpacker.destroy(error)); // a pipe does not pass it on
  packed.pipe(unpacker);
  try {
    yield* unpacker;
  } catch {
    // What came before the damage has been given.
  } finally {
    packed.destroy();
    unpacker.destroy();
  }
}

async function* chunksOf(path: string, context: ToolContext): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < mostRead; ) {
    const chunk = await context.readBytes(path, offset, chunkLength);
    if (chunk === undefined || chunk.length === 0) return;
    yield chunk;
    offset += chunk.length;
  }
}

/** Keeps no more of the archive than the header or the manifest that it is in the middle of. */
async function manifestIn(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<NamedPackage | undefined> {
  let data = Buffer.alloc(0);
  let given = 0;
  /** Bytes of a file that nobody wants, still to come. */
  let skip = 0;
  for await (const chunk of chunks) {
    given += chunk.length;
    if (given > mostUnpacked) return undefined;
    const passed = Math.min(skip, chunk.length);
    skip -= passed;
    data = Buffer.concat([data, chunk.subarray(passed)]);
    while (data.length >= block) {
      const header = headerOf(data);
      if (header === undefined) return undefined;
      const whole = Math.ceil(header.size / block) * block;
      if (!/^(?:\.\/)?[^/]+\/package\.json$/.test(header.name) || header.size > longestManifest) {
        skip = Math.max(0, block + whole - data.length);
        data = data.subarray(block + whole);
        continue;
      }
      if (data.length < block + header.size) break;
      return packageOf(data.toString('utf8', block, block + header.size));
    }
  }
  return undefined;
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
function headerOf(data: Buffer): { readonly name: string; readonly size: number } | undefined {
  const text = (from: number, to: number) => data.toString('utf8', from, to).replace(/\0.*$/s, '');
  const size = text(124, 136).trim();
  if (data.toString('latin1', 257, 262) !== 'ustar' || !/^[0-7]+$/.test(size)) return undefined;
  const prefix = text(345, 500);
  return { name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, size: Number.parseInt(size, 8) };
}

/** Name and version as a `package.json` gives them. */
export function packageOf(manifest: string): NamedPackage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(manifest.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  return namedIn(value);
}

/** Name and version of an object that has them, where they are such. */
export function namedIn(value: unknown): NamedPackage | undefined {
  if (!isRecord(value)) return undefined;
  const { name, version } = value;
  if (typeof name !== 'string' || !isPackageName(name)) return undefined;
  return typeof version === 'string' && isVersion(version) ? { name, version } : { name };
}
