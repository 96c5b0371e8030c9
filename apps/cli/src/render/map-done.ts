import type { MapDocument, ScanReport } from '@devclean/core';
import { bytes } from './bytes.js';
import type { Look } from './look.js';
import { printable } from './printable.js';
import { paragraph } from './table.js';
import { counted } from './words.js';

export interface MapDone {
  readonly document: MapDocument;
  readonly report: ScanReport;
  /** What was asked for, as it was typed. */
  readonly asked: { readonly output: string; readonly open?: boolean };
  readonly quiet: boolean;
}

/** Where the map is, and what is on it. */
export function renderMapDone({ document, report, asked, quiet }: MapDone, { width, colors }: Look): string {
  const { entries, notListed, opened } = document;
  const file = printable(asked.output);
  const tools = report.providers.filter(({ state }) => state === 'found').length;
  const named = entries.named === 0 ? [] : [`${counted(entries.named, 'entry', 'entries')} by name`];
  const what = [`${bytes(report.totals.reclaimableBytes)} in ${counted(tools, 'tool')}`, ...named].join(', ');
  const lines = [`The map is in ${colors.bold(file)}: ${what}.`];
  if (asked.open && !opened)
    lines.push(colors.yellow('It could not be opened: nothing here shows pages. Open the file yourself.'));
  if (!quiet) {
    if (entries.aggregated > 0)
      lines.push(
        `${counted(entries.aggregated, 'smaller entry', 'smaller entries')} are counted on it, and not named.`,
      );
    for (const { provider, because } of notListed)
      lines.push(printable(`What lies in ${provider} has no names on it: ${because}`));
    if (!asked.open) lines.push(colors.dim('It opens in any browser, from the disk; --open does that.'));
  }
  return lines.map((line) => paragraph(line, width)).join('\n');
}
