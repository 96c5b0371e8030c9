import type { ProviderReport, Refusal, ScanReport } from '@devclean/core';
import { bytes, sizeOf } from './bytes.js';
import { type Gain, gainWords } from './gain-words.js';
import { locationHeading, refusalLines, type SectionRows, sectionRows } from './location.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { counted, listed, safetyPromises, safetyWord } from './words.js';

export interface ScanView {
  readonly report: ScanReport;
  /** Why locations are not taken. */
  readonly refusals: readonly Refusal[];
  /** Where a cache was found. */
  readonly sweep?: SweepGains;
  /** How long the user's settings keep what goes: `24h`. */
  readonly kept?: string | undefined;
  /** Results only. */
  readonly quiet?: boolean;
}

/** What `devclean sweep` would free now: by itself, with the costly parts, with the leftovers. */
export interface SweepGains {
  readonly safe: Gain;
  readonly costly: Gain;
  readonly leftovers: Gain;
}

/** The machine's caches, one block a tool, largest first. */
export function renderScan(view: ScanView, look: Look): string {
  const { report, refusals, sweep, kept, quiet } = printableDocument(view);
  const found = report.providers
    .filter(({ state }) => state === 'found')
    .toSorted((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes);
  const failed = report.providers.filter(({ state }) => state === 'failed');
  const absent = report.providers.filter(({ state }) => state === 'absent').map(({ title }) => title);

  const parts = found.flatMap(({ locations }) =>
    locations.flatMap(({ sections, unaccounted }) => [...sections.map(({ usage }) => usage), unaccounted]),
  );
  const style: SectionRows = {
    largest: Math.max(1, ...parts.map(({ allocatedBytes }) => allocatedBytes)),
    barWidth: look.width < 60 ? 0 : look.width < 110 ? 12 : 24,
    costs: look.width < 72 ? 'none' : look.width < 110 ? 'not safe' : 'all',
  };
  const rows = found.flatMap((provider): Row[] => [...providerRows(provider, refusals, style, look), '']);
  const columns = [{}, { align: 'right' }, {}, {}, {}] as const;
  const lines = [
    ...table(rows, columns, Math.min(look.width, 140)),
    ...failed.flatMap((provider) => [...failureLines(provider, look), '']),
    ...(found.length === 0 || sweep === undefined
      ? emptyLines(absent, failed.length, look)
      : [...totalLines(report, look), '', ...sweepLines(sweep, quiet === true, look), ...keptLines(kept, look)]),
    ...leftOutLines(report, look),
    ...(found.length > 0 && absent.length > 0
      ? ['', paragraph(`Looked for and not found: ${listed(absent)}.`, look.width)]
      : []),
  ];
  return lines.join('\n');
}

function providerRows(provider: ProviderReport, refusals: readonly Refusal[], style: SectionRows, look: Look): Row[] {
  const { colors } = look;
  const several = provider.locations.length > 1;
  const rows: Row[] = [[colors.bold(provider.title), colors.bold(sizeOf(provider.usage, look))]];
  if (provider.knownFrom) rows.push(`  ${colors.dim('from documentation: cleared only when it is named')}`);
  const locations = provider.locations.toSorted(
    (a, b) => Number(b.active) - Number(a.active) || b.usage.allocatedBytes - a.usage.allocatedBytes,
  );
  for (const location of locations) {
    const refused = refusals.filter(({ provider: id, path }) => id === provider.id && path === location.path);
    rows.push(...locationHeading(location, look, several ? sizeOf(location.usage, look) : undefined));
    rows.push(...refusalLines(refused, look, '    '));
    rows.push(...sectionRows(location, style, look));
  }
  const elsewhere = refusals.filter(
    ({ provider: id, path }) => id === provider.id && !locations.some((location) => location.path === path),
  );
  for (const refusal of elsewhere) {
    rows.push(`  ${shownPath(refusal.path ?? '', look, look.width - 2)}`, ...refusalLines([refusal], look, '    '));
  }
  return rows;
}

function failureLines({ title, error }: ProviderReport, { colors, signs, width }: Look): string[] {
  return [
    `${colors.bold(title)}  ${colors.red('could not be looked at')}`,
    ...(error ? [paragraph(error.message, width, '  ')] : []),
    ...(error?.hint ? [paragraph(`${signs.arrow} ${error.hint}`, width, '  ', '    ')] : []),
  ];
}

/** All together, by what it costs to lose: also the legend of the blocks above. */
function totalLines({ providers, totals }: ScanReport, look: Look): string[] {
  const { colors } = look;
  const sum = { safe: 0, costly: 0, risky: 0, kept: 0 };
  for (const { sections, unaccounted } of providers.flatMap(({ locations }) => locations)) {
    for (const { safety, usage } of sections) sum[safety] += usage.allocatedBytes;
    sum.kept += unaccounted.allocatedBytes;
  }
  const rows = (['safe', 'costly', 'risky'] as const)
    .filter((safety) => sum[safety] > 0)
    .map((safety) => [`  ${safetyWord(safety, look)}`, bytes(sum[safety]), safetyPromises[safety]]);
  if (sum.kept > 0)
    rows.push(['  kept', bytes(sum.kept), 'in no part of a cache: never removed'].map((cell) => colors.dim(cell)));
  const heading = ['All together', sizeOf(totals, look), totals.files > 0 ? `in ${counted(totals.files, 'file')}` : ''];
  return table([heading.map((cell) => colors.bold(cell)), ...rows], [{}, { align: 'right' }, {}], look.width);
}

function sweepLines({ safe, costly, leftovers }: SweepGains, quiet: boolean, look: Look): string[] {
  const rows = [[look.colors.bold('devclean sweep'), gainWords(safe, look)]];
  const more = (gain: Gain) => !quiet && gain.bytes > safe.bytes;
  if (more(costly)) rows.push(['devclean sweep --include costly', gainWords(costly, look)]);
  if (more(leftovers)) rows.push(['devclean sweep --leftovers', gainWords(leftovers, look)]);
  if (!quiet) rows.push(['devclean TOOL info', 'tells what each part costs to lose']);
  return table(rows, [{}, {}], look.width);
}

/** What is kept frees nothing before its time is over. */
function keptLines(kept: string | undefined, { width }: Look): string[] {
  if (kept === undefined) return [];
  return [
    paragraph(`Your settings keep what goes for ${kept}: its space comes free then. --keep 0 frees it at once.`, width),
  ];
}

function leftOutLines({ settings = [] }: ScanReport, { width }: Look): string[] {
  return settings
    .filter(({ name }) => name === 'exclude')
    .map(({ value }) => {
      const tools = typeof value === 'string' ? [value] : value;
      return paragraph(
        `Left out by your settings: ${listed(tools)}. "devclean scan ${tools[0]}" looks all the same.`,
        width,
      );
    })
    .flatMap((line) => ['', line]);
}

function emptyLines(absent: readonly string[], failures: number, { width }: Look): string[] {
  if (failures > 0 && absent.length === 0) return [];
  const lookedFor = absent.length > 0 ? ` Looked for ${listed(absent)}.` : '';
  return [paragraph(`Nothing to clean: no developer cache on this machine.${lookedFor}`, width)];
}
