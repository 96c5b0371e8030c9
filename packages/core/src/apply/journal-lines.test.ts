import { noUsage } from '@devclean/disk';
import { expect, test } from 'vitest';
import { firstChecksum, journalLine, readJournalText } from './journal-lines.js';
import type { JournalRecord } from './journal-record.js';

const folder = { path: '/home/ü/.cache/toy', dev: '2049', ino: '9007199254740993' };
const identity = { dev: '2049', ino: '77', mtimeNs: '1' };
const intent = { provider: 'toy', section: 'store', parent: folder, identity, expected: noUsage };
const records: readonly JournalRecord[] = [
  { type: 'begin', version: 1, batch: '0123456789ab', at: '2026-01-01T00:00:00.000Z', pid: 1 },
  { type: 'intent', item: 0, name: 'a\nb \u202e', hold: { ...folder, as: 'toy.00' }, ...intent },
  { type: 'held', item: 0, until: '2026-01-02T00:00:00.000Z' },
  { type: 'removing', item: 0 },
  { type: 'done', item: 0, removed: noUsage },
  { type: 'end', at: '2026-01-01T00:00:01.000Z' },
];

function written(list: readonly JournalRecord[]): Buffer {
  let previous = firstChecksum;
  const lines = list.map((record, number) => {
    const { line, checksum } = journalLine(record, number, previous);
    previous = checksum;
    return line;
  });
  return Buffer.from(lines.join(''));
}

const journal = written(records);
const lines = journal.toString().trimEnd().split('\n');

test('what was written is read', () => {
  expect(readJournalText(journal)).toMatchObject({ records, length: journal.length });
  expect(readJournalText(Buffer.alloc(0))).toEqual({ records: [], length: 0, checksum: firstChecksum });
});

test('cut off at any byte, it gives the records that were whole, and is not called damaged', () => {
  for (let length = 0; length < journal.length; length++) {
    const cut = readJournalText(journal.subarray(0, length));
    const whole = journal.subarray(0, length).toString('latin1').split('\n').length - 1;
    expect([length, cut.records, cut.damagedAt]).toEqual([length, records.slice(0, whole), undefined]);
    expect(written(cut.records).length).toBe(cut.length);
  }
});

test('with any one bit flipped, it gives only the records before it, and says so where others follow', () => {
  for (let bit = 0; bit < journal.length * 8; bit++) {
    const flipped = Buffer.from(journal);
    const at = bit >> 3;
    flipped[at] = (flipped[at] as number) ^ (1 << (bit & 7));
    const read = readJournalText(flipped);
    const line = journal.subarray(0, at).toString('latin1').split('\n').length - 1;
    // Compared as text first: a deep comparison of each of so many would take a minute.
    if (JSON.stringify(read.records) !== JSON.stringify(records.slice(0, line))) {
      expect([bit, read.records]).toEqual([bit, records.slice(0, line)]);
    }
    if (line < records.length - 2) expect([bit, read.damagedAt]).toEqual([bit, line + 1]);
  }
});

test.each([
  ['a line is missing', lines.toSpliced(2, 1)],
  ['two lines changed places', lines.toSpliced(2, 2, lines[3] as string, lines[2] as string)],
  ['a line stands there twice', lines.toSpliced(2, 0, lines[1] as string)],
])('%s: it is believed up to there', (_, changed) => {
  const read = readJournalText(Buffer.from(`${changed.join('\n')}\n`));
  expect(read).toMatchObject({ records: records.slice(0, 2), damagedAt: 3 });
});
