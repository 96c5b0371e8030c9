import type { ToolContext } from '@devclean/core';

/** What a column holds, as far as it is of use. */
export type Column = string | number | Uint8Array | undefined;

const limits = {
  pages: 1_000_000,
  depth: 20,
  rows: 2_000_000,
  payload: 64 * 1024 * 1024,
  wal: 256 * 1024 * 1024,
} as const;
const windowLength = 1024 * 1024;

class Damaged extends Error {}

/**
 * The rows of a table of an SQLite database, read page by page: Node 20 brings no SQLite, and opening a database with one would write
 * to it. What its journal (`-wal`) holds and the database does not yet is read too. Ends without a word where the file is damaged, or
 * changes meanwhile. https://www.sqlite.org/fileformat2.html
 */
export async function* sqliteRows(
  file: string,
  table: string,
  context: ToolContext,
): AsyncGenerator<readonly Column[]> {
  try {
    const pages = await openPages(file, context);
    if (pages === undefined) return;
    let root: number | undefined;
    for await (const [type, , name, page] of rowsOf(1, pages)) {
      if (type === 'table' && name === table && typeof page === 'number') root = page;
    }
    if (root !== undefined) yield* rowsOf(root, pages);
  } catch (error) {
    if (!(error instanceof Damaged || error instanceof RangeError)) throw error;
  }
}

interface Pages {
  readonly size: number;
  /** Without what is reserved at a page's end. */
  readonly usable: number;
  read(number: number): Promise<Buffer>;
}

async function openPages(file: string, context: ToolContext): Promise<Pages | undefined> {
  const journal = await readJournal(`${file}-wal`, context);
  const start = await bytesAt(file, 0, 100, context);
  const header = journal?.pages.has(1) ? await journal.read(1) : start;
  if (header === undefined || header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    return undefined;
  const said = header.readUInt16BE(16);
  const size = said === 1 ? 65_536 : said;
  // Text in any other encoding is none of pnpm's.
  if (size < 512 || (size & (size - 1)) !== 0 || (journal && journal.size !== size) || header.readUInt32BE(56) > 1)
    return undefined;
  let window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };
  let reads = 0;
  return {
    size,
    usable: size - (header[20] ?? 0),
    read: async (number) => {
      if (number < 1 || ++reads > limits.pages) throw new Damaged();
      if (journal?.pages.has(number)) return journal.read(number);
      const offset = (number - 1) * size;
      const from = offset - window.start;
      if (from < 0 || from + size > window.bytes.length) {
        window = {
          start: offset,
          bytes: (await bytesAt(file, offset, Math.max(size, windowLength), context)) ?? Buffer.alloc(0),
        };
      }
      const page = window.bytes.subarray(offset - window.start, offset - window.start + size);
      if (page.length < size) throw new Damaged();
      return page;
    },
  };
}

interface Journal {
  readonly size: number;
  /** Where the newest of each page lies. */
  readonly pages: ReadonlyMap<number, number>;
  read(number: number): Promise<Buffer>;
}

/** The pages of all transactions that came to their end. https://www.sqlite.org/walformat.html */
async function readJournal(file: string, context: ToolContext): Promise<Journal | undefined> {
  const header = await bytesAt(file, 0, 32, context);
  if (header === undefined || header.length < 32 || header.readUInt32BE(0) >>> 1 !== 0x377f0682 >>> 1) return undefined;
  const size = header.readUInt32BE(8);
  if (size < 512 || size > 65_536) return undefined;
  const salt = header.subarray(16, 24);
  const pages = new Map<number, number>();
  const pending = new Map<number, number>();
  let window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };
  for (let at = 32; at < limits.wal; at += 24 + size) {
    if (at + 24 > window.start + window.bytes.length) {
      const bytes = await bytesAt(file, at, windowLength, context);
      if (bytes === undefined || bytes.length < 24) break;
      window = { start: at, bytes };
    }
    const frame = window.bytes.subarray(at - window.start, at - window.start + 24);
    // What an earlier round of the journal has left behind has other salts.
    if (frame.length < 24 || !frame.subarray(8, 16).equals(salt)) break;
    pending.set(frame.readUInt32BE(0), at + 24);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [number, offset] of pending) pages.set(number, offset);
    pending.clear();
  }
  return {
    size,
    pages,
    read: async (number) => {
      const page = await bytesAt(file, pages.get(number) ?? 0, size, context);
      if (page === undefined || page.length < size) throw new Damaged();
      return page;
    },
  };
}

async function bytesAt(
  file: string,
  offset: number,
  length: number,
  context: ToolContext,
): Promise<Buffer | undefined> {
  const bytes = await context.readBytes(file, offset, length);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Kinds of pages of a b-tree: of a table by its rows' numbers, or of an index, which a table WITHOUT ROWID is kept as. */
const kinds = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const;

async function* rowsOf(root: number, pages: Pages): AsyncGenerator<readonly Column[]> {
  let rows = 0;
  for await (const payload of payloadsOf(root, pages, 0, new Set())) {
    if (++rows > limits.rows) throw new Damaged();
    yield columnsOf(payload);
  }
}

async function* payloadsOf(
  number: number,
  pages: Pages,
  depth: number,
  above: ReadonlySet<number>,
): AsyncGenerator<Buffer> {
  if (depth > limits.depth || above.has(number)) throw new Damaged();
  const page = Buffer.from(await pages.read(number));
  const start = number === 1 ? 100 : 0;
  const kind = page[start];
  const isInterior = kind === kinds.indexInterior || kind === kinds.tableInterior;
  if (!isInterior && kind !== kinds.indexLeaf && kind !== kinds.tableLeaf) throw new Damaged();
  const cells = page.readUInt16BE(start + 3);
  const first = start + (isInterior ? 12 : 8);
  const way = new Set([...above, number]);
  for (let i = 0; i < cells; i++) {
    let at = page.readUInt16BE(first + 2 * i);
    if (isInterior) {
      yield* payloadsOf(page.readUInt32BE(at), pages, depth + 1, way);
      at += 4;
    }
    if (kind === kinds.tableInterior) continue;
    const [length, behind] = varint(page, at);
    const content = kind === kinds.tableLeaf ? varint(page, behind)[1] : behind;
    yield await payloadAt(page, content, length, kind === kinds.tableLeaf, pages);
  }
  if (isInterior) yield* payloadsOf(page.readUInt32BE(start + 8), pages, depth + 1, way);
}

/** What does not fit into a cell goes on in a chain of pages. */
async function payloadAt(page: Buffer, at: number, length: number, isTable: boolean, pages: Pages): Promise<Buffer> {
  const { usable } = pages;
  if (length > limits.payload) throw new Damaged();
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return whole(page.subarray(at, at + length), length);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const here = fitting <= most ? fitting : least;
  const pieces = [page.subarray(at, at + here)];
  let left = length - here;
  for (let next = page.readUInt32BE(at + here); left > 0; ) {
    if (next === 0) throw new Damaged();
    const more = Buffer.from(await pages.read(next));
    pieces.push(more.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= usable - 4;
    next = more.readUInt32BE(0);
  }
  return whole(Buffer.concat(pieces), length);
}

function whole(bytes: Buffer, length: number): Buffer {
  if (bytes.length < length) throw new Damaged();
  return bytes;
}

function columnsOf(payload: Buffer): Column[] {
  const [headerLength, first] = varint(payload, 0);
  const columns: Column[] = [];
  let content = headerLength;
  for (let at = first; at < headerLength; ) {
    const [type, next] = varint(payload, at);
    at = next;
    const [column, length] = columnAt(payload, content, type);
    columns.push(column);
    content += length;
  }
  return columns;
}

const integerWidths = [0, 1, 2, 3, 4, 6, 8];

function columnAt(payload: Buffer, at: number, type: number): [Column, number] {
  if (type >= 12) {
    const length = Math.floor((type - 12) / 2);
    const bytes = whole(payload.subarray(at, at + length), length);
    return [type % 2 === 0 ? bytes : bytes.toString(), length];
  }
  if (type === 7) return [undefined, 8];
  if (type === 8 || type === 9) return [type - 8, 0];
  const width = integerWidths[type];
  if (width === undefined) throw new Damaged();
  if (width === 0) return [undefined, 0];
  return [width === 8 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, width), width];
}

/** A number of one to nine bytes, and where it ends. */
function varint(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes.readUInt8(at + i);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value * 256 + bytes.readUInt8(at + 8), at + 9];
}
