import { createHash } from 'node:crypto';

/** A `file-access.bin` as Gradle writes it, of ASCII paths: one block of at most 512 entries. */
export function journalFile(times: Readonly<Record<string, number>>): Buffer {
  const freeList = block(0x44, 16 + 512 * 12, [int64(-1n), int32(0), int32(0)]);
  const header = 10 + 9;
  const rootAt = freeList.length + header;
  const room = 12 + 24 * 512;
  const dataAt = rootAt + room + 9;
  const entries = Object.entries(times)
    .map(([path, time]) => ({ key: keyOf(path), time }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const index = entries.flatMap(({ key }, at) => [int64(key), int64(BigInt(dataAt + 25 * at)), int64(-1n)]);
  return Buffer.concat([
    freeList,
    block(0x55, 10, [int64(BigInt(rootAt)), Buffer.from([2, 0])]),
    block(0x77, room, [int32(entries.length), ...index, int64(-1n)]),
    ...entries.map(({ time }) => block(0x33, 16, [int32(8), int32(8), int64(BigInt(time))])),
  ]);
}

function block(type: number, room: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from([type]), int32(room), ...parts]);
  const written = Buffer.concat([content, int32(content.length)]);
  return Buffer.concat([written, Buffer.alloc(5 + room + 4 - written.length)]);
}

function keyOf(path: string): bigint {
  const length = path.length + 1;
  const head = length < 64 ? [length | 0x80] : [(length & 0x3f) | 0xc0, length >> 6];
  const kryo = Buffer.concat([Buffer.from(head), Buffer.from(path, 'latin1')]);
  return createHash('md5').update(kryo).digest().readBigInt64BE(8);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
