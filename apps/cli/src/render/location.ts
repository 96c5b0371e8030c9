import type { Holder, LocationReport, Refusal } from '@devclean/core';
import stringWidth from 'string-width';
import { bar } from './bar.js';
import { bytes, gainOf, sizeOf } from './bytes.js';
import type { Look } from './look.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row } from './table.js';
import { foundByWords, listed, painted, safetyWord, sentences, whyLeft } from './words.js';

/** What is told of a location beside its path. Empty for an ordinary one: in use by its tool, at its default place, idle. */
export function remarksOn(location: LocationReport, look: Look): string[] {
  const { colors } = look;
  const found = foundByWords(location.foundBy);
  return [
    location.active ? '' : colors.yellow('leftover: no installation uses it now'),
    found ?? '',
    location.state === 'empty' ? 'empty' : '',
    location.measuredBy ? `sizes as "${location.measuredBy}" tells them` : '',
    location.inUse === 'yes' ? colors.yellow(`in use by ${listed(location.holders.map(holderWords))}`) : '',
    location.inUse === 'unknown' ? colors.yellow(unknownUse(location.holders)) : '',
    location.held ? `${sizeOf(location.held, look)} removed earlier, waiting beside it` : '',
  ].filter((remark) => remark !== '');
}

function holderWords({ detail, pid, sections }: Holder): string {
  const process = pid === undefined || detail.includes(String(pid)) ? detail : `${detail} (process ${pid})`;
  return sections === undefined || sections.length === 0 ? process : `${process}: ${sections.join(', ')}`;
}

function unknownUse(holders: readonly Holder[]): string {
  const because = holders.length === 0 ? '' : ` (${listed(holders.map(holderWords))})`;
  return `could not tell whether it is in use${because}`;
}

/** Why a location is not taken, and what a person can do about it. */
export function refusalLines(refusals: readonly Refusal[], look: Look, indent: string): string[] {
  const { colors, signs, width } = look;
  return refusals.flatMap(({ reason, detail, hint }) => [
    paragraph(colors.yellow(`left alone: ${whyLeft(reason, detail)}`), width, indent, `${indent}  `),
    ...(hint ? [paragraph(`${signs.arrow} ${hint}`, width, indent, `${indent}  `)] : []),
  ]);
}

export interface SectionRows {
  /** Bytes that fill a whole bar. */
  readonly largest: number;
  /** Columns of a whole bar; none when 0. */
  readonly barWidth: number;
  /** Whose costs are told. */
  readonly costs: 'none' | 'not safe' | 'all';
}

/** A location's parts, largest first, and what is in none of them: together its whole size. */
export function sectionRows(location: LocationReport, { largest, barWidth, costs }: SectionRows, look: Look): Row[] {
  const { colors } = look;
  const share = (allocated: number): string => bar(allocated / largest, barWidth, look);
  const sections = location.sections.toSorted((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes);
  const rows: Row[] = sections.map(({ id, usage, safety, cost, because }) => {
    const telling = costs === 'all' || (costs === 'not safe' && safety !== 'safe');
    const linked = usage.allocatedBytes - usage.reclaimableBytes;
    const words = sentences(
      ...(telling ? [because, cost] : []),
      usage.complete && linked > usage.allocatedBytes / 100
        ? `Frees ${gainOf(usage, look)}: ${bytes(linked)} are ${location.path === null ? 'in use' : 'linked from elsewhere'}.`
        : '',
    );
    return [
      `  ${id}`,
      sizeOf(usage, look),
      painted(share(usage.allocatedBytes), safety, look),
      safetyWord(safety, look),
      colors.dim(words),
    ];
  });
  const { unaccounted } = location;
  if (unaccounted.allocatedBytes === 0 && unaccounted.files === 0) return rows;
  const rest = costs === 'none' ? '' : 'never removed';
  return [
    ...rows,
    ['  the rest', sizeOf(unaccounted, look), share(unaccounted.allocatedBytes), 'kept', rest].map((cell) =>
      colors.dim(cell),
    ),
  ];
}

/** The line (or lines) that a location's parts stand under. */
export function locationHeading(location: LocationReport, look: Look, size?: string): string[] {
  const { colors, width, signs } = look;
  const remarks = remarksOn(location, look);
  const path =
    location.path === null
      ? 'kept by the tool itself'
      : shownPath(location.path, look, width - 2 - (size ? size.length + 3 : 0));
  const line = [`  ${path}`, ...(size === undefined ? [] : [size]), ...remarks].join(` ${signs.dot} `);
  if (stringWidth(line) <= width) return [line];
  const first = [`  ${path}`, ...(size === undefined ? [] : [size])].join(` ${signs.dot} `);
  return [first, ...remarks.map((remark) => paragraph(colors.dim(remark), width, '    ', '      '))];
}
