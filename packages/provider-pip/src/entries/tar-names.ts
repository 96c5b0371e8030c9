import { parseCoreMetadata } from './core-metadata.js';
import { type Distribution, splitStem } from './distribution.js';

const block = 512;
/** setuptools puts PKG-INFO near the front; behind as much as this, the folder's name has to do. */
const mostRead = 256 * 1024;

/**
 * What a source archive calls itself: by its `name-version/PKG-INFO` if that comes early, or else by the name of that folder.
 * Reads no further than it has to.
 */
export async function nameInTar(chunks: AsyncIterable<Uint8Array>): Promise<Distribution | undefined> {
  let data = Buffer.alloc(0);
  let at = 0;
  let folder: string | undefined;
  for await (const chunk of chunks) {
    data = Buffer.concat([data, chunk]);
    for (; at + block <= data.length; ) {
      const header = parseHeader(data.subarray(at, at + block));
      if (header === undefined) return fromFolder(folder);
      if (header.isFile) folder ??= /^(?:\.\/)?([^/]+)\//.exec(header.name)?.[1];
      if (header.isFile && /^(?:\.\/)?[^/]+\/PKG-INFO$/.test(header.name)) {
        const end = at + block + Math.min(header.size, 32 * 1024);
        if (data.length < end) break;
        const found = parseCoreMetadata(data.toString('utf8', at + block, end));
        return found ? { ...found, kind: 'sdist' } : fromFolder(folder);
      }
      at += block + Math.ceil(header.size / block) * block;
    }
    if (data.length >= mostRead) break;
  }
  return fromFolder(folder);
}

function fromFolder(folder: string | undefined): Distribution | undefined {
  return folder === undefined ? undefined : splitStem(folder, 'sdist');
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
function parseHeader(header: Buffer): { name: string; size: number; isFile: boolean } | undefined {
  const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '');
  const size = text(124, 136).trim();
  if (!isTarHeader(header) || !/^[0-7]+$/.test(size)) return undefined;
  const prefix = text(345, 500);
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    size: Number.parseInt(size, 8),
    isFile: /^[0\0]$/.test(header.toString('latin1', 156, 157)),
  };
}

export function isTarHeader(header: Buffer): boolean {
  return header.toString('latin1', 257, 262) === 'ustar';
}
