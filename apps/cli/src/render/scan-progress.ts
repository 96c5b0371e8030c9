import type { ListEvent, ScanEvent } from '@devclean/core';
import { bar } from './bar.js';
import { bytes } from './bytes.js';
import { gauge } from './gauge.js';
import type { Look } from './look.js';
import { printable } from './printable.js';
import type { Frame, View } from './progress.js';
import { table } from './table.js';
import { counted, listed } from './words.js';

interface Tool {
  readonly title: string;
  readonly places: Map<string, { readonly files: number; readonly allocatedBytes: number }>;
  /** What its own report says when it is done. */
  bytes: number;
  files: number;
  isDone: boolean;
}

/** More lines than this tell nobody more. */
const mostTools = 10;

/** Columns of a bar. What is wider than half a screen wraps when that is made narrower. */
const barWidth = 20;

/** So few tools are named that are not done yet. */
const fewTools = 3;

/** How far a scan is: the tools as they are measured, the largest on top. */
export class ScanProgress {
  readonly #tools = new Map<string, Tool>();

  constructor(known: readonly { readonly id: string; readonly title: string }[]) {
    for (const { id, title } of known)
      this.#tools.set(id, { title: printable(title), places: new Map(), bytes: 0, files: 0, isDone: false });
  }

  note(event: ScanEvent): void {
    const tool = this.#tools.get(event.type === 'provider' ? event.report.id : event.provider);
    if (tool === undefined) return;
    if (event.type === 'provider') {
      const { allocatedBytes, files } = event.report.usage;
      Object.assign(tool, { bytes: allocatedBytes, files, isDone: true });
      return;
    }
    tool.places.set(event.path, event);
    if (tool.isDone) return;
    const places = [...tool.places.values()];
    tool.bytes = places.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
    tool.files = places.reduce((sum, { files }) => sum + files, 0);
  }

  readonly view: View = (frame) => {
    const { look, rows, spinner, plain } = frame;
    const { colors, width } = look;
    const all = [...this.#tools.values()];
    const waiting = all.filter(({ isDone }) => !isDone);
    const done = all.length - waiting.length;
    const total = all.reduce((sum, tool) => sum + tool.bytes, 0);
    const files = all.reduce((sum, tool) => sum + tool.files, 0);
    const found = total === 0 ? '' : `${bytes(total)} in ${counted(files, 'file')}`;
    const ofTools = all.length === 1 ? '' : `${done} of ${counted(all.length, 'tool')}`;
    const what = all.length === 1 ? `Looking for caches of ${all[0]?.title}` : 'Looking for caches';
    if (plain) return [`${[what, ofTools, found].filter((word) => word !== '').join(', ')}.`];
    const one = all.length === 1;
    const heading = [`${spinner} ${colors.bold(what)}`, one ? found : ofTools]
      .filter((word) => word !== '')
      .join(separator(look));
    const share = gauge(done / all.length, Math.min(barWidth, width - 4), look);
    const bars = one ? [] : [`  ${share}  ${width < 50 ? found.replace(/ in .*/, '') : found}`.trimEnd()];
    const silent = waiting.filter((tool) => tool.bytes === 0);
    const left = waiting.length <= fewTools && all.length > fewTools ? silent : [];
    const still = left.length === 0 ? [] : [colors.dim(`  still at ${listed(left.map(({ title }) => title))}`)];
    const room = Math.min(mostTools, rows - 1 - bars.length - still.length - 1);
    return [heading, ...bars, ...(one ? [] : largest(all, room, frame)), ...still];
  };
}

function largest(all: readonly Tool[], room: number, { look }: Frame): readonly string[] {
  const { colors, width, signs } = look;
  const found = all.filter(({ bytes: size }) => size > 0).sort((a, b) => b.bytes - a.bytes);
  if (room < 1 || found.length === 0) return [];
  const [first] = found;
  const shown = found.length > room ? found.slice(0, Math.max(1, room - 1)) : found;
  const columns = width < 50 ? 0 : 14;
  const rows = shown.map(({ title, bytes: size, isDone }) => [
    isDone ? title : colors.bold(title),
    bytes(size),
    colors.green(bar(size / (first?.bytes ?? 1), columns, look)),
    isDone ? '' : colors.dim(`measuring${signs.ellipsis}`),
  ]);
  const more = found.length - shown.length;
  return [
    ...table(rows, [{}, { align: 'right' }, {}, {}], width, '  '),
    ...(more > 0 ? [colors.dim(`  and ${more} more`)] : []),
  ];
}

function separator({ signs, colors }: Look): string {
  return colors.dim(` ${signs.dot} `);
}

/** How far a list of entries is. */
export class ListProgress {
  readonly #titles: ReadonlyMap<string, string>;
  #last: ListEvent | undefined;

  constructor(known: readonly { readonly id: string; readonly title: string }[]) {
    this.#titles = new Map(known.map(({ id, title }) => [id, printable(title)]));
  }

  note(event: ListEvent): void {
    this.#last = event;
  }

  readonly view: View = ({ spinner, plain }) => {
    const event = this.#last;
    if (event === undefined) return [plain ? 'Reading names.' : `${spinner} Reading names`];
    const where = `${this.#titles.get(event.provider) ?? event.provider} ${printable(event.section)}`;
    const what =
      event.type === 'sizes'
        ? `Measuring what has a name in ${where}: ${bytes(event.allocatedBytes)} in ${counted(event.files, 'file')}`
        : `Reading the names in ${where}${event.count > 0 ? `: ${counted(event.count, 'name')}` : ''}`;
    return [plain ? `${what}.` : `${spinner} ${what}`];
  };
}
