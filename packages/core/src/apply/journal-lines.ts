import type { JournalRecord } from './journal-record.js';

/** A journal as far as it can be believed. */
export interface JournalText {
  readonly records: readonly JournalRecord[];
  /** Where the next line has to be written: a torn last line is written over. */
  readonly length: number;
  /** The checksum of the last record, which the next one continues. */
  readonly checksum: string;
  /** Number of the line, from 1, behind which nothing can be believed; a torn last line is no damage. */
  readonly damagedAt?: number;
}

const newline = 0x0a;
const digits = 32;

/** What the first line of every journal continues. */
export const firstChecksum = '0'.repeat(digits);

/**
 * One record as a line: checksum, number and JSON. The checksum covers the one before, so that a line which is missing, moved or
 * another journal's is noticed as well as one that was changed.
 */
export function journalLine(
  record: JournalRecord,
  number: number,
  previous: string,
): { line: string; checksum: string } {
  const content = `${number} ${JSON.stringify(record)}`;
  const checksum = checksumOf(previous, content);
  return { line: `${checksum} ${content}\n`, checksum };
}

/** Reads what was written, up to the first line that was not written so. */
export function readJournalText(bytes: Buffer): JournalText {
  const records: JournalRecord[] = [];
  let checksum = firstChecksum;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    const record = end < 0 ? undefined : recordIn(bytes.subarray(start, end), records.length, checksum);
    if (record === undefined) {
      const isLast = end < 0 || end === bytes.length - 1;
      return { records, length: start, checksum, ...(!isLast && { damagedAt: records.length + 1 }) };
    }
    records.push(record);
    checksum = bytes.toString('latin1', start, start + digits);
    start = end + 1;
  }
  return { records, length: start, checksum };
}

function recordIn(line: Buffer, number: number, previous: string): JournalRecord | undefined {
  const text = line.toString('utf8');
  const content = text.slice(digits + 1);
  if (text !== `${checksumOf(previous, content)} ${content}` || !content.startsWith(`${number} `)) return undefined;
  // Bytes that are no UTF-8 read like others; and what cannot be read was not written.
  if (!Buffer.from(text).equals(line)) return undefined;
  try {
    return JSON.parse(content.slice(String(number).length + 1)) as JournalRecord;
  } catch {
    return undefined;
  }
}

function checksumOf(previous: string, content: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto'); // when it is needed: see planId
  return createHash('sha256').update(`${previous}\n${content}`).digest('hex').slice(0, digits);
}
