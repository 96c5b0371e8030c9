import stringWidth from 'string-width';
import { bytes } from '../render/bytes.js';
import { clipped } from '../render/clipped.js';
import type { Gain } from '../render/gain-words.js';
import type { Look } from '../render/look.js';
import { printable } from '../render/printable.js';
import { shortenedTo, shownPath } from '../render/shown-path.js';
import { paragraph } from '../render/table.js';
import { documentationOnly, lastUseWord, safetyPromises, safetyWord, sentences } from '../render/words.js';
import { explainRow } from './explain-row.js';
import { gainOfPlace, gainOfTool, type PickablePart } from './pickable-tools.js';
import { type PickerRow, type PickerState, partsOf, rowsOf } from './picker-state.js';

export interface PickerView {
  readonly state: PickerState;
  /** What the ticked parts give back. */
  readonly gain: Gain;
  /** Lines that there are. */
  readonly rows: number;
  /** The first row that was shown before: the list moves no more than it has to. */
  readonly top: number;
}

export interface PickerScreen {
  readonly lines: readonly string[];
  readonly top: number;
  /** How many rows of the list are seen at once. */
  readonly page: number;
}

/** The picker as it stands on a screen of `rows` lines and the look's columns. */
export function renderPicker(view: PickerView, look: Look): PickerScreen {
  const { lines, ...screen } = view.state.mode === 'explain' ? explanationScreen(view, look) : listScreen(view, look);
  return { ...screen, lines: lines.map((line) => clipped(line, look.width)) };
}

function listScreen({ state, gain, rows, top }: PickerView, look: Look): PickerScreen {
  const { colors } = look;
  const all = rowsOf(state);
  const index = all.findIndex(({ key }) => key === state.at);
  const detailRows = rows < 18 ? 1 : 2;
  // A title, two rules, what the highlighted row is, and the keys.
  const page = Math.max(1, rows - detailRows - 4);
  const first = firstRow({ top, index, page, all });
  const shown = all.slice(first, first + page);
  const columns = columnsFor(all, state, look);
  const body = shown.map((row) => rowLine(row, row.key === state.at, { state, columns }, look));
  const nothing = state.filter === '' ? [] : [colors.dim(`  Nothing has "${printable(state.filter)}" in its name.`)];
  const list = all.length === 0 ? nothing : body;
  const below = Math.max(0, all.length - first - page);
  return {
    lines: [
      titleLine(state, gain, look),
      ruleLine(filterWords(state, look), first > 0 ? `${first} above` : '', look),
      ...list,
      ...Array.from({ length: Math.max(0, page - list.length) }, () => ''),
      ruleLine('', below > 0 ? `${below} below` : '', look),
      ...detailLines(state, all[index], detailRows, look),
      keysLine(state, look),
    ],
    top: first,
    page,
  };
}

/** A tool's own line is shown with its first part. */
function firstRow({
  top,
  index,
  page,
  all,
}: {
  top: number;
  index: number;
  page: number;
  all: readonly PickerRow[];
}): number {
  const last = Math.max(0, all.length - page);
  const before =
    all[index - 1]?.kind === 'part' || page < 4 ? index : Math.max(0, index - (all[index]?.kind === 'tool' ? 0 : 1));
  return Math.max(0, Math.min(last, Math.min(Math.max(top, index - page + 1), before)));
}

function titleLine({ ticked }: PickerState, gain: Gain, look: Look): string {
  const { colors, width } = look;
  const amount =
    gain.bytes === 0 && ticked.size === 0 ? 'nothing' : `${gain.isMost ? 'at most ' : ''}${bytes(gain.bytes)}`;
  const right = `frees ${amount}`;
  const left = width < 34 ? 'Pick' : 'Pick what to remove';
  const space = Math.max(1, width - 2 - left.length - right.length);
  return ` ${colors.bold(left)}${' '.repeat(space)}frees ${colors.bold(colors.green(amount))}`;
}

function ruleLine(left: string, right: string, look: Look): string {
  const { colors, signs, width } = look;
  const before = left === '' ? '' : ` ${left} `;
  const after = right === '' ? '' : ` ${right}`;
  const line = signs.line.repeat(Math.max(1, width - stringWidth(before) - after.length));
  return before + colors.dim(line + after);
}

function filterWords({ mode, filter }: PickerState, { colors, width }: Look): string {
  if (mode !== 'filter' && filter === '') return '';
  const text = shortenedTo(printable(filter), Math.max(4, width - 20), '..');
  return mode === 'filter' ? `${colors.cyan('/')}${text}${colors.cyan('_')}` : `${colors.cyan('/')}${text}`;
}

interface Columns {
  /** With indentation and box. */
  readonly name: number;
  readonly size: number;
  readonly showUse: boolean;
  readonly showCost: boolean;
}

function columnsFor(all: readonly PickerRow[], { tools }: PickerState, { width }: Look): Columns {
  const wanted = Math.max(12, ...all.map((row) => indentOf(row) + 4 + stringWidth(nameOf(row))));
  const most = Math.max(...tools.map((tool) => bytes(gainOfTool(tool)).length), 7);
  return {
    // Beside it stand a size and a safety, however narrow it is.
    name: Math.min(wanted, Math.max(10, Math.min(width - most - 12, Math.floor(width * 0.45)))),
    size: most,
    showUse: width >= 62,
    showCost: width >= 110,
  };
}

function indentOf(row: PickerRow): number {
  return row.kind === 'tool' ? 0 : row.kind === 'place' ? 2 : row.tool.places.length > 1 ? 4 : 2;
}

function nameOf(row: PickerRow): string {
  if (row.kind === 'tool') return printable(row.tool.title);
  return row.kind === 'part' ? printable(row.part.named.section) : '';
}

function rowLine(
  row: PickerRow,
  isHighlighted: boolean,
  { state, columns }: { readonly state: PickerState; readonly columns: Columns },
  look: Look,
): string {
  const { colors, signs, width } = look;
  const pointer = isHighlighted ? colors.cyan(signs.pointer) : ' ';
  const indent = ' '.repeat(indentOf(row));
  const box = boxOf(row, state.ticked);
  const start = `${pointer} ${indent}${box === '[x]' ? colors.green(box) : colors.dim(box)} `;
  const before = 2 + indent.length + 4;
  if (row.kind === 'place') {
    const words = [
      row.place.leftover ? 'leftover' : '',
      row.place.blocked === undefined ? bytes(gainOfPlace(row.place)) : blockedWords(row.place.blocked),
    ];
    const rest = words.filter((word) => word !== '').join(` ${signs.dot} `);
    const path =
      row.place.path === null
        ? ''
        : shownPath(printable(row.place.path), look, Math.max(12, Math.floor((width - before) * 0.5)));
    const text = [path, rest].filter((word) => word !== '').join(` ${signs.dot} `);
    return start + bolded(colors.dim(cut(text, width - before, look)), isHighlighted, look);
  }
  const name = padded(cut(nameOf(row), columns.name - before + 2, look), columns.name - before + 2);
  const shownName = isHighlighted || row.kind === 'tool' ? colors.bold(name) : name;
  const used = columns.name + 2;
  if (row.kind === 'tool') {
    const gain = gainOfTool(row.tool);
    const size = (gain === 0 ? '' : bytes(gain)).padStart(columns.size);
    const [place] = row.tool.places;
    const room = width - used - columns.size - 4;
    const where = row.tool.places.length === 1 && place?.path && place.parts.length > 0 && room > 8 ? place : undefined;
    const path =
      where === undefined
        ? ''
        : `${where.leftover ? `leftover ${signs.dot} ` : ''}${shownPath(printable(where.path ?? ''), look, room - (where.leftover ? 11 : 0))}`;
    return `${start}${shownName}  ${colors.bold(size)}  ${colors.dim(cut(path, room, look))}`.trimEnd();
  }
  const { part } = row;
  const size = bytes(part.blocked === undefined ? part.gain : part.size).padStart(columns.size);
  const rest = width - used - columns.size - 4;
  if (part.blocked !== undefined)
    return colors.dim(`${start}${shownName}  ${size}  ${cut(blockedWords(part.blocked), rest, look)}`);
  const safety = padded(safetyWord(part.safety, look), 6);
  const use = columns.showUse ? `  ${padded(colors.dim(useWords(part)), 18)}` : '';
  const cost = columns.showCost
    ? `  ${colors.dim(cut(printable(sentences(part.because, part.cost)), rest - 6 - 22, look))}`
    : '';
  return `${start}${shownName}  ${size}  ${safety}${use}${cost}`.trimEnd();
}

function boxOf(row: PickerRow, ticked: ReadonlySet<string>): string {
  const ready = partsOf(row);
  if (ready.length === 0) return ' - ';
  const on = ready.filter(({ key }) => ticked.has(key)).length;
  return on === 0 ? '[ ]' : on === ready.length ? '[x]' : '[-]';
}

/** Why it cannot be ticked: the sentence, and in the row no more of it than fits. */
function blockedWords(blocked: string): string {
  return printable(blocked);
}

function useWords({ lastUsedAt, lastUsedFrom }: PickablePart): string {
  if (lastUsedAt === undefined) return '';
  return [lastUsedAt.slice(0, 10), lastUsedFrom ? lastUseWord[lastUsedFrom] : ''].join(' ').trimEnd();
}

function detailLines(state: PickerState, row: PickerRow | undefined, count: number, look: Look): readonly string[] {
  const { colors, width, signs } = look;
  const text = state.message ?? (row === undefined ? '' : detailOf(row));
  const lines = paragraph(printable(text), width - 1, ' ').split('\n');
  const shown = lines.slice(0, count);
  const last = shown.length - 1;
  if (lines.length > count)
    shown[last] = cut(`${shown[last]} ${lines[count]?.trim()}`, width - 2 - signs.ellipsis.length, look);
  const filled = [...shown.map((line) => line.trimEnd()), ...Array.from({ length: count - shown.length }, () => '')];
  return filled.map((line) => (state.message === undefined ? line : colors.yellow(line)));
}

function detailOf(row: PickerRow): string {
  if (row.kind === 'tool') return sentences(row.tool.summary, row.tool.knownFrom && documentationOnly);
  if (row.kind === 'place') {
    const { blocked, leftover, path } = row.place;
    if (blocked !== undefined) return sentences(`Left alone: ${blocked}`);
    return leftover ? 'A leftover: no installation uses it now.' : (path ?? 'Kept by the tool itself.');
  }
  const { part } = row;
  if (part.blocked !== undefined) return sentences(`Left alone: ${part.blocked}`);
  return sentences(`${part.title}: ${safetyPromises[part.safety]}`, part.because, part.cost);
}

const allKeys = ['space tick', 'a safe', 'n none', '/ filter', '? explain', 'enter plan', 'esc leave'];
const fewKeys = ['space tick', '/ filter', '? explain', 'enter', 'esc'];
const leastKeys = ['space', '?', 'enter', 'esc'];
const ends = ['enter', 'esc'];
const filterKeys = ['type to filter', 'enter keep it', 'esc clear it'];

function keysLine({ mode }: PickerState, look: Look): string {
  const choices = mode === 'filter' ? [filterKeys, ends] : [allKeys, fewKeys, leastKeys, ends];
  return keys(choices, look);
}

function keys(choices: readonly (readonly string[])[], { colors, signs, width }: Look): string {
  const lines = choices.map((words) => words.join(` ${signs.dot} `));
  const line = lines.find((text) => text.length < width - 1) ?? '';
  return ` ${colors.dim(line)}`;
}

function explanationScreen({ state, rows, top }: PickerView, look: Look): PickerScreen {
  const { signs, width } = look;
  const page = Math.max(1, rows - 4);
  const row = rowsOf(state).find(({ key }) => key === state.at);
  const [title = '', ...text] = row === undefined ? [] : explainRow(row, { ...look, width: Math.min(width - 2, 84) });
  const most = Math.max(0, text.length - page);
  const first = Math.min(state.scrolled, most);
  const shown = text.slice(first, first + page);
  const more = [`${signs.line === '-' ? 'up/down' : '↑↓'} read on`, 'any other key: back'];
  return {
    lines: [
      ` ${title}`,
      ruleLine('', first > 0 ? `${first} above` : '', look),
      ...shown.map((line) => (line === '' ? '' : ` ${line}`)),
      ...Array.from({ length: page - shown.length }, () => ''),
      ruleLine('', most > first ? `${most - first} below` : '', look),
      keys([...(most > 0 ? [more] : []), ['any key: back'], ['any key']], look),
    ],
    top,
    page,
  };
}

function bolded(text: string, isBold: boolean, { colors }: Look): string {
  return isBold ? colors.bold(text) : text;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The beginning of a text that fits. */
function cut(text: string, width: number, { signs }: Look): string {
  if (stringWidth(text) <= width) return text;
  const room = width - stringWidth(signs.ellipsis);
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += stringWidth(character);
    if (used > room) break;
    kept += character;
  }
  return room < 1 ? '' : kept.trimEnd() + signs.ellipsis;
}
