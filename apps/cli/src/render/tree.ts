import type { LocationReport, ProviderReport, ScanReport, Usage } from '@devclean/core';
import stringWidth from 'string-width';
import { bar } from './bar.js';
import { gainOf } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shortenedTo, shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { painted, safetyWord } from './words.js';

/** A line of the tree: who it is, what it gives back, and how that compares. */
interface Branch {
  readonly name: string;
  readonly isHeading?: boolean;
  readonly usage: Usage;
  readonly safety?: 'safe' | 'costly' | 'risky' | 'kept';
  /** Of a location that is no ordinary one: in a word, what keeps it from being cleared. */
  readonly state?: string;
  readonly below: readonly Branch[];
}

/** A scan that found something as a tree: tools, locations and sections, each with what removing it would give back, the most first. */
export function renderTree(scanned: ScanReport, look: Look): string {
  const report = printableDocument(scanned);
  const { width } = look;
  const found = report.providers.filter(({ state }) => state === 'found');
  const root: Branch = {
    name: 'All together',
    isHeading: true,
    usage: report.totals,
    below: inOrder(found.map((provider) => toolBranch(provider, look))),
  };
  const failures = report.providers
    .filter(({ state }) => state === 'failed')
    .map(({ title, error }) => paragraph(`${title} could not be looked at: ${error?.message ?? ''}`, width));
  const widest = Math.max(1, ...root.below.map(({ usage }) => usage.reclaimableBytes));
  const barWidth = width < 60 ? 0 : width < 110 ? 16 : 32;
  // Size, bar, safety and the gaps between them.
  const room = width - (barWidth === 0 ? 24 : 26 + barWidth);
  const rows = rowsOf(root, ['', ''], { widest, barWidth, room }, look);
  return [...table(rows, [{}, { align: 'right' }, {}, {}], width), ...failures].join('\n');
}

function toolBranch(provider: ProviderReport, look: Look): Branch {
  const { title, usage, locations } = provider;
  return {
    name: title,
    isHeading: true,
    usage,
    below: inOrder(locations.map((location) => locationBranch(location, look))),
  };
}

function locationBranch(location: LocationReport, look: Look): Branch {
  const { path, usage, sections, unaccounted } = location;
  const rest: Branch = { name: 'the rest', usage: unaccounted, safety: 'kept', below: [] };
  return {
    name: path === null ? 'kept by the tool itself' : shownPath(path, look, Number.POSITIVE_INFINITY),
    usage,
    state: stateOf(location),
    below: [
      ...inOrder(sections.map(({ id, safety, usage: own }) => ({ name: id, usage: own, safety, below: [] }))),
      ...(unaccounted.allocatedBytes > 0 || unaccounted.files > 0 ? [rest] : []),
    ],
  };
}

function stateOf({ state, inUse, active }: LocationReport): string {
  if (state === 'empty') return 'empty';
  if (state !== 'recognised') return 'left alone';
  return inUse === 'yes' ? 'in use' : active ? '' : 'leftover';
}

function inOrder(branches: readonly Branch[]): Branch[] {
  return branches.toSorted((a, b) => b.usage.reclaimableBytes - a.usage.reclaimableBytes);
}

interface Measures {
  readonly widest: number;
  readonly barWidth: number;
  /** Columns for a name and what stands before it. */
  readonly room: number;
}

/** `before`: what stands before the branch, and before what is below it. */
function rowsOf(
  branch: Branch,
  [before, beforeBelow]: readonly [string, string],
  measures: Measures,
  look: Look,
): Row[] {
  const { colors, signs } = look;
  const { name, isHeading, usage, safety, state = '', below } = branch;
  const shown = shortenedTo(name, Math.max(6, measures.room - stringWidth(before)), signs.ellipsis);
  const drawn = bar(usage.reclaimableBytes / measures.widest, measures.barWidth, look);
  // The sum of all bars is no bar among them.
  const isRoot = before === '' && beforeBelow === '';
  const share = isRoot
    ? ''
    : safety === undefined || safety === 'kept'
      ? colors.dim(drawn)
      : painted(drawn, safety, look);
  const word =
    safety === undefined ? colors.dim(state) : safety === 'kept' ? colors.dim('kept') : safetyWord(safety, look);
  const row: Row = [
    colors.dim(before) + (isHeading ? colors.bold(shown) : shown),
    isHeading ? colors.bold(gainOf(usage, look)) : gainOf(usage, look),
    share,
    word,
  ];
  const [branching, last, trunk] = signs.tree;
  const rows = below.flatMap((one, index) => {
    const isLast = index === below.length - 1;
    return rowsOf(
      one,
      [beforeBelow + (isLast ? last : branching), beforeBelow + (isLast ? ' '.repeat(trunk.length) : trunk)],
      measures,
      look,
    );
  });
  return [row, ...rows];
}
