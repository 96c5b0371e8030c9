import type { EntryList, EntryReport, Usage } from '@devclean/core';
import { bytes, sizeOf } from './bytes.js';
import type { Look } from './look.js';
import { printable, printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { counted, lastUseSentence, lastUseWord } from './words.js';

/** What lies in a tool's caches by name, in the order of the document, and what has no name. */
export function renderList(document: EntryList, look: Look): string {
  const { entries, unnamed } = printableDocument(document);
  const { colors, width } = look;
  const locations = [...new Set([...entries, ...unnamed].map(({ location }) => location))];
  const lines: string[] = [];
  for (const location of locations) {
    const here = entries.filter((entry) => entry.location === location);
    if (locations.length > 1 || look.terminal) lines.push(colors.bold(shownPath(location, look)));
    lines.push(
      ...table(
        here.map((entry) => entryRow(entry, look)),
        columns,
        width,
      ),
      '',
    );
  }
  return [...lines, ...totalLines(entries, unnamed, look)].join('\n');
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

function totalLines(entries: readonly EntryReport[], unnamed: EntryList['unnamed'], look: Look): string[] {
  const total = [`${counted(entries.length, 'entry').replace(/entrys$/, 'entries')}, ${bytes(sum(entries))}.`];
  const sources = new Map<string, number>();
  for (const { nameFrom } of entries) if (nameFrom) sources.set(nameFrom, (sources.get(nameFrom) ?? 0) + 1);
  const named = [...sources].sort(([, a], [, b]) => b - a).map(([source, count]) => `${source} (${count})`);
  if (named.length > 0) total.push(paragraph(look.colors.dim(`Names are from: ${named.join(', ')}.`), look.width));
  const lastUse = lastUseSentence(entries);
  if (lastUse !== '') total.push(paragraph(look.colors.dim(lastUse), look.width));
  const rest = unnamed.filter(({ usage }) => usage.files > 0);
  if (rest.length === 0) return total;
  const files = rest.reduce((count, { usage }) => count + usage.files, 0);
  const takes = files === 1 ? 'takes' : 'take';
  return [...total, paragraph(`${counted(files, 'file')} without a name ${takes} up ${bytes(sum(rest))}.`, look.width)];
}

function sum(all: readonly { readonly usage: Usage }[]): number {
  return all.reduce((bytesSoFar, { usage }) => bytesSoFar + usage.allocatedBytes, 0);
}
