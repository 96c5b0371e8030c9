import type { EntryList, EntryReport, Usage } from '@devclean/core';
import { bytes, sizeOf } from './bytes.js';
import type { Look } from './look.js';
import { printable, printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, tableLines } from './table.js';
import { count, counted, lastUseSentence, lastUseWord } from './words.js';

/** What is shown of a list. The entries are gone through several times, one after the other: there may be hundreds of thousands. */
export interface ShownList {
  readonly entries: Iterable<EntryReport>;
  readonly unnamed: EntryList['unnamed'];
}

/** The lines of what lies in a tool's caches by name, in the order of the list, and of what has no name. */
export function* listLines(list: ShownList, look: Look): Generator<string> {
  const unnamed = printableDocument(list.unnamed);
  const totals = totalsOf(list.entries);
  for (const { location } of unnamed) totals.locations.add(location);
  for (const location of totals.locations) {
    if (totals.locations.size > 1 || look.terminal) yield look.colors.bold(shownPath(location, look));
    const rows = {
      *[Symbol.iterator]() {
        for (const entry of printableEntries(list.entries))
          if (entry.location === location) yield entryRow(entry, look);
      },
    };
    yield* tableLines(rows, columns, look.width);
    yield '';
  }
  yield* totalLines(totals, unnamed, look);
}

function* printableEntries(entries: Iterable<EntryReport>): Generator<EntryReport> {
  for (const entry of entries) yield printableDocument(entry);
}

/** What else can be done about orphans. */
export function remarkLines(remark: string, tool: string, { colors, width }: Look): string {
  const removal = `"devclean ${tool} remove '*' --orphans" removes just these.`;
  return paragraph(colors.dim(printable(`${removal} ${remark}`)), width);
}

const columns = [{ align: 'right' }, {}, {}, {}, {}, {}, {}, {}] as const;

function entryRow(
  { name, version, kind, usage, lastUsedAt, lastUsedFrom, fileName, nameFrom, remark }: EntryReport,
  look: Look,
): Row {
  const { colors, width } = look;
  const day = lastUsedAt === undefined ? '' : lastUsedAt.slice(0, 10);
  const used = lastUsedFrom === undefined || width < 80 ? day : `${day} ${lastUseWord[lastUsedFrom]}`;
  return [
    sizeOf(usage, look),
    colors.bold(name),
    version ?? '',
    width < 50 ? '' : kind,
    width < 64 ? '' : colors.dim(used),
    width < 110 || fileName === undefined ? '' : colors.dim(fileName),
    width < 140 || nameFrom === undefined ? '' : colors.dim(nameFrom),
    width < 96 || remark === undefined ? '' : colors.dim(remark),
  ];
}

interface Totals {
  entries: number;
  bytes: number;
  readonly locations: Set<string>;
  /** How often a name was found in a place, and a last use from one. */
  readonly nameFrom: Map<string, number>;
  readonly lastUsedFrom: Map<NonNullable<EntryReport['lastUsedFrom']>, number>;
}

function totalsOf(entries: Iterable<EntryReport>): Totals {
  const totals: Totals = { entries: 0, bytes: 0, locations: new Set(), nameFrom: new Map(), lastUsedFrom: new Map() };
  for (const { location, usage, nameFrom, lastUsedFrom } of printableEntries(entries)) {
    totals.entries++;
    totals.bytes += usage.allocatedBytes;
    totals.locations.add(location);
    count(nameFrom, totals.nameFrom);
    count(lastUsedFrom, totals.lastUsedFrom);
  }
  return totals;
}

function totalLines(totals: Totals, unnamed: EntryList['unnamed'], look: Look): string[] {
  const lines = [`${counted(totals.entries, 'entry').replace(/entrys$/, 'entries')}, ${bytes(totals.bytes)}.`];
  const named = [...totals.nameFrom].sort(([, a], [, b]) => b - a).map(([source, times]) => `${source} (${times})`);
  if (named.length > 0) lines.push(paragraph(look.colors.dim(`Names are from: ${named.join(', ')}.`), look.width));
  const lastUse = lastUseSentence(totals.lastUsedFrom);
  if (lastUse !== '') lines.push(paragraph(look.colors.dim(lastUse), look.width));
  const rest = unnamed.filter(({ usage }) => usage.files > 0);
  if (rest.length === 0) return lines;
  const files = rest.reduce((sum, { usage }) => sum + usage.files, 0);
  const takes = files === 1 ? 'takes' : 'take';
  return [...lines, paragraph(`${counted(files, 'file')} without a name ${takes} up ${bytes(sum(rest))}.`, look.width)];
}

function sum(all: readonly { readonly usage: Usage }[]): number {
  return all.reduce((bytesSoFar, { usage }) => bytesSoFar + usage.allocatedBytes, 0);
}
