import type { PickablePart, PickablePlace, PickableTool } from './pickable-tools.js';

/** One line of the list. */
export type PickerRow =
  | { readonly kind: 'tool'; readonly key: string; readonly tool: PickableTool }
  | { readonly kind: 'place'; readonly key: string; readonly tool: PickableTool; readonly place: PickablePlace }
  | {
      readonly kind: 'part';
      readonly key: string;
      readonly tool: PickableTool;
      readonly place: PickablePlace;
      readonly part: PickablePart;
    };

/** All that the picker shows is made of this, and all that a key does is a new one. */
export interface PickerState {
  readonly tools: readonly PickableTool[];
  readonly ticked: ReadonlySet<string>;
  /** The key of the highlighted row. */
  readonly at: string;
  readonly filter: string;
  readonly mode: 'list' | 'filter' | 'explain';
  /** Of the explanation: the first line that is shown. */
  readonly scrolled: number;
  /** What the last key had to be told. */
  readonly message?: string | undefined;
}

/** A key as Node's readline names it. */
export interface PressedKey {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly sequence?: string | undefined;
}

/** As it begins: what a sweep takes is ticked. */
export function openPicker(tools: readonly PickableTool[]): PickerState {
  const all = tools.flatMap(({ places }) => places.flatMap(({ parts }) => parts));
  const ticked = new Set(all.filter(({ isSwept }) => isSwept).flatMap(({ together }) => together));
  const state = { tools, ticked, at: '', filter: '', mode: 'list', scrolled: 0 } as const;
  return { ...state, at: rowsOf(state)[0]?.key ?? '' };
}

/** The lines of the list, as the filter leaves them. */
export function rowsOf({ tools, filter }: Pick<PickerState, 'tools' | 'filter'>): readonly PickerRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = (...texts: readonly (string | null | undefined)[]) => {
    const text = texts.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return tools.flatMap((tool): PickerRow[] => {
    const rows = tool.places.flatMap((place): PickerRow[] => {
      const about = [tool.id, tool.title, place.path, place.leftover && 'leftover'] as const;
      const parts = place.parts
        .filter((part) => matches(...about.map((text) => text || ''), part.named.section, part.title, part.safety))
        .map((part): PickerRow => ({ kind: 'part', key: part.key, tool, place, part }));
      if (parts.length === 0 && (place.parts.length > 0 || !matches(...about.map((text) => text || '')))) return [];
      const heading: PickerRow = { kind: 'place', key: place.key, tool, place };
      return tool.places.length > 1 || place.parts.length === 0 ? [heading, ...parts] : parts;
    });
    return rows.length === 0 ? [] : [{ kind: 'tool', key: tool.id, tool }, ...rows];
  });
}

/** What can be ticked in a row. */
export function partsOf(row: PickerRow): readonly PickablePart[] {
  const all =
    row.kind === 'part'
      ? [row.part]
      : row.kind === 'place'
        ? row.place.parts
        : row.tool.places.flatMap(({ parts }) => parts);
  return all.filter(({ blocked }) => blocked === undefined);
}

/** All that is ticked, in the list's order. */
export function tickedParts({ tools, ticked }: Pick<PickerState, 'tools' | 'ticked'>): readonly PickablePart[] {
  return tools.flatMap(({ places }) => places.flatMap(({ parts }) => parts)).filter(({ key }) => ticked.has(key));
}

/**
 * What a key makes of it: another state, or the end of the picking. `page` is how many rows are seen at once.
 */
export function pressed(state: PickerState, key: PressedKey, page: number): PickerState | 'accept' | 'leave' {
  const calm = { ...state, message: undefined };
  if (state.mode === 'explain') return inExplanation(calm, key, page);
  const moved = movement(key, page, state.mode === 'list');
  if (moved !== undefined) return move({ ...calm, mode: 'list' }, moved);
  if (state.mode === 'filter') return inFilter(calm, key);
  switch (key.name === 'space' ? 'space' : isEnter(key) ? 'enter' : key.name === 'escape' ? 'escape' : key.sequence) {
    case 'space':
      return toggle(calm);
    case 'a':
      return tickSafe(calm);
    case 'n':
      return { ...calm, ticked: without(calm.ticked, rowsOf(calm).flatMap(partsOf)) };
    case '/':
      return { ...calm, mode: 'filter' };
    case '?':
      return rowsOf(calm).length === 0 ? calm : { ...calm, mode: 'explain', scrolled: 0 };
    case 'enter':
      return state.ticked.size > 0 ? 'accept' : { ...calm, message: 'Nothing is ticked. Space ticks, Esc leaves.' };
    case 'escape':
      return state.filter === '' ? 'leave' : filtered(calm, '');
    case 'q':
      return 'leave';
    default:
      return state;
  }
}

function inExplanation(state: PickerState, key: PressedKey, page: number): PickerState {
  const moved = movement(key, page, true);
  if (moved === undefined || !Number.isFinite(moved)) return { ...state, mode: 'list', scrolled: 0 };
  return { ...state, scrolled: Math.max(0, state.scrolled + moved) };
}

function inFilter(state: PickerState, key: PressedKey): PickerState {
  if (isEnter(key)) return { ...state, mode: 'list' };
  if (key.name === 'escape') return { ...filtered(state, ''), mode: 'list' };
  if (key.name === 'backspace') return filtered(state, Array.from(state.filter).slice(0, -1).join(''));
  if (key.ctrl && key.name === 'u') return filtered(state, '');
  const text = key.sequence ?? '';
  // No control character is typed on purpose, and some come with keys that mean nothing here.
  return key.ctrl || key.meta || text === '' || /\p{Cc}/u.test(text) ? state : filtered(state, state.filter + text);
}

/** The highlighted row stays where it is still shown. */
function filtered(state: PickerState, filter: string): PickerState {
  const rows = rowsOf({ ...state, filter });
  const at = rows.some(({ key }) => key === state.at) ? state.at : (rows[0]?.key ?? '');
  return { ...state, filter, at };
}

function isEnter({ name }: PressedKey): boolean {
  return name === 'return' || name === 'enter';
}

/** By how many rows a key moves. The letters only where they are not typed. */
function movement({ name, ctrl }: PressedKey, page: number, letters: boolean): number | undefined {
  switch (name) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'k':
      return letters && !ctrl ? -1 : undefined;
    case 'j':
      return letters && !ctrl ? 1 : undefined;
    case 'p':
      return ctrl ? -1 : undefined;
    case 'n':
      return ctrl ? 1 : undefined;
    case 'pageup':
      return -page;
    case 'pagedown':
      return page;
    case 'home':
      return -Infinity;
    case 'end':
      return Infinity;
    default:
      return undefined;
  }
}

function move(state: PickerState, by: number): PickerState {
  const rows = rowsOf(state);
  const index = rows.findIndex(({ key }) => key === state.at);
  const next = Math.max(0, Math.min(rows.length - 1, index + by));
  return { ...state, at: rows[next]?.key ?? '' };
}

/** A part, with what goes only together with it; of a tool or a place all that is safe. */
function toggle(state: PickerState): PickerState {
  const row = rowsOf(state).find(({ key }) => key === state.at);
  if (row === undefined) return state;
  if (row.kind === 'part') {
    const { blocked, together } = row.part;
    if (blocked !== undefined) return { ...state, message: `It cannot be ticked: ${blocked}` };
    const isTicked = state.ticked.has(row.key);
    return { ...state, ticked: isTicked ? minus(state.ticked, together) : plus(state.ticked, together) };
  }
  const ready = partsOf(row);
  if (ready.length === 0) {
    const why = row.kind === 'place' ? row.place.blocked : undefined;
    return { ...state, message: why ? `It cannot be ticked: ${why}` : 'Nothing of it can be ticked. "?" tells why.' };
  }
  const isOn = (part: PickablePart) => state.ticked.has(part.key);
  const safe = withoutGraver(
    ready.filter((part) => part.safety === 'safe' && !isLeftover(row, part)),
    ready,
  );
  if (safe.length === 0 && !ready.some(isOn))
    return { ...state, message: 'Nothing of it is safe to lose: tick its parts one by one.' };
  if (safe.every((key) => state.ticked.has(key))) return { ...state, ticked: without(state.ticked, ready) };
  return { ...state, ticked: plus(state.ticked, safe) };
}

/** Of a leftover nothing is ticked in passing; but the user is at it when the row is its own. */
function isLeftover(row: PickerRow, { key }: PickablePart): boolean {
  if (row.kind !== 'tool') return false;
  return row.tool.places.some(({ leftover, parts }) => leftover && parts.some((part) => part.key === key));
}

function tickSafe(state: PickerState): PickerState {
  const shown = rowsOf(state).flatMap((row) => (row.kind === 'part' ? partsOf(row) : []));
  const swept = shown.filter(({ isSwept }) => isSwept);
  return { ...state, ticked: plus(state.ticked, withoutGraver(swept, allParts(state))) };
}

function allParts({ tools }: PickerState): readonly PickablePart[] {
  return tools.flatMap(({ places }) => places.flatMap(({ parts }) => parts));
}

/** The keys of safe parts and what goes together with them; none that would take something graver along. */
function withoutGraver(safe: readonly PickablePart[], all: readonly PickablePart[]): readonly string[] {
  const isSafe = (key: string) => all.find((part) => part.key === key)?.safety === 'safe';
  return safe.flatMap(({ together }) => (together.every(isSafe) ? together : []));
}

function without(ticked: ReadonlySet<string>, parts: readonly PickablePart[]): ReadonlySet<string> {
  return minus(
    ticked,
    parts.flatMap(({ together }) => together),
  );
}

function plus(ticked: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  return new Set([...ticked, ...keys]);
}

function minus(ticked: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  return new Set([...ticked].filter((key) => !keys.includes(key)));
}
