import { describe, expect, test } from 'vitest';
import { pickable } from '../../test/pickable.js';
import { openPicker, type PickerState, type PressedKey, pressed, rowsOf, tickedParts } from './picker-state.js';

const named: Readonly<Record<string, PressedKey>> = {
  space: { name: 'space', sequence: ' ' },
  enter: { name: 'return', sequence: '\r' },
  escape: { name: 'escape', sequence: '\u001b' },
  backspace: { name: 'backspace', sequence: '\u007f' },
  'ctrl-n': { name: 'n', ctrl: true, sequence: '\u000e' },
  'ctrl-p': { name: 'p', ctrl: true, sequence: '\u0010' },
  'ctrl-u': { name: 'u', ctrl: true, sequence: '\u0015' },
  f5: { name: 'f5', sequence: '\u001b[15~' },
  ...Object.fromEntries(
    ['up', 'down', 'pageup', 'pagedown', 'home', 'end'].map((name) => [name, { name, sequence: '\u001b[' }]),
  ),
};

/** Presses keys one after the other: names of keys, or letters. */
function after(keys: string, from: PickerState | 'accept' | 'leave' = openPicker(pickable)) {
  return keys
    .split(' ')
    .filter((key) => key !== '')
    .reduce<PickerState | 'accept' | 'leave'>((state, key) => {
      if (typeof state === 'string') throw new Error(`it has ended with "${state}" before ${key}`);
      return pressed(state, named[key] ?? { name: key, sequence: key }, 4);
    }, from);
}

function state(keys: string): PickerState {
  const made = after(keys);
  if (typeof made === 'string') throw new Error(`it ended with "${made}"`);
  return made;
}

/** The highlighted row, as a person would call it. */
function at(made: PickerState): string {
  const row = rowsOf(made).find(({ key }) => key === made.at);
  return row === undefined
    ? ''
    : row.kind === 'tool'
      ? row.tool.title
      : row.kind === 'place'
        ? String(row.place.path)
        : row.part.named.section;
}

const ticked = (made: PickerState) =>
  tickedParts(made).map(({ named: { provider, section } }) => `${provider}/${section}`);

const safe = ['gradle/daemon-logs', 'pip/http'];

describe('the picker', () => {
  test('begins with what a sweep takes', () => {
    const made = openPicker(pickable);
    expect([at(made), ticked(made)]).toEqual(['Gradle', safe]);
  });

  test.each([
    ['down', 'modules'],
    ['j j', 'jdks'],
    ['ctrl-n', 'modules'],
    ['j j k', 'modules'],
    ['j ctrl-p', 'Gradle'],
    ['up', 'Gradle'],
    ['pagedown', 'wrapper'],
    ['pagedown pageup', 'Gradle'],
    ['end', '/home/ada/.cache/go-build'],
    ['end down', '/home/ada/.cache/go-build'],
    ['end home', 'Gradle'],
  ])('moves with %s to %s', (keys, row) => {
    expect(at(state(keys))).toBe(row);
  });

  test.each<[string, string, string[]]>([
    ['a part', 'j space', ['gradle/modules', ...safe]],
    ['a part again', 'j space space', safe],
    ['a risky part: it counts as named', 'j j space', ['gradle/jdks', ...safe]],
    ['a tool: what is safe of it, once more nothing of it', 'space', ['pip/http']],
    ['a tool with nothing ticked', 'n space', ['gradle/daemon-logs']],
    ['a tool with more than what is safe', 'j space k space', ['pip/http']],
    ['a place that is left over: the user is at it', '/ b i g enter home j space', [...safe, 'pip/http']],
    ['a tool with a place that is left over: not that', 'n / p i p enter home space', ['pip/http']],
    ['a part that goes only with another', '/ u v enter end space', [...safe, 'uv/packages', 'uv/environments']],
    ['and both again', '/ u v enter end space up space', safe],
    ['all that is safe', 'n a', safe],
    ['nothing', 'j space n', []],
    ['all that is safe and shown', 'n / p i p enter a', ['pip/http']],
    ['nothing of what is shown', '/ p i p enter n', ['gradle/daemon-logs']],
  ])('ticks %s', (_, keys, expected) => {
    expect(ticked(state(keys))).toEqual(expected);
  });

  test.each([
    ['what is in use', 'pagedown space', 'It cannot be ticked: in use: Gradle daemon (process 4711)'],
    ['what is no cache', 'end space', 'It cannot be ticked: what is in it does not look like a cache of go'],
    ['a tool of which nothing is safe alone', '/ u v enter home space', 'Nothing of it is safe to lose'],
    ['nothing at all', 'n enter', 'Nothing is ticked.'],
  ])('does not take %s', (_, keys, message) => {
    const before = ticked(state(keys.replace(/ \w+$/, '')));
    const made = state(keys);
    expect(ticked(made)).toEqual(before);
    expect(made.message).toContain(message);
    expect(state(`${keys} home`).message).toBeUndefined();
  });

  test.each<[string, string, string[]]>([
    ['a tool', '/ p i p', ['pip', 'place', 'http', 'wheels', 'place', 'http']],
    ['a part', '/ j d k', ['Gradle', 'jdks']],
    ['a safety, and every word', '/ p i p space c o s t l y', ['pip', 'place', 'wheels']],
    ['what is left over', '/ l e f t o v e r', ['pip', 'place', 'http']],
    ['nothing', '/ x y z z y', []],
    ['a tool after corrections', '/ x ctrl-u u x backspace v', ['uv', 'packages', 'environments']],
  ])('filters %s', (_, keys, rows) => {
    const made = state(keys);
    const names = rowsOf(made).map((row) =>
      row.kind === 'tool' ? row.tool.title : row.kind === 'place' ? 'place' : row.part.named.section,
    );
    expect(names).toEqual(rows);
    expect(rows.length === 0 || at(made) !== '').toBe(true);
  });

  test('the keys that do something are letters of the filter there', () => {
    expect(state('/ j k a n q / ? f5').filter).toBe('jkanq/?');
    expect(state('/ p i p down').mode).toBe('list');
  });

  test.each([
    ['enter', 'accept'],
    ['escape', 'leave'],
    ['q', 'leave'],
    ['/ p escape escape', 'leave'],
    ['/ p enter escape escape', 'leave'],
    ['/ p enter enter', 'accept'],
    ['? escape escape', 'leave'],
  ])('%s ends it: %s', (keys, end) => {
    expect(after(keys)).toBe(end);
  });

  test('explains the highlighted row until any key, and scrolls meanwhile', () => {
    expect(state('j ?')).toMatchObject({ mode: 'explain', scrolled: 0 });
    expect(state('j ? down down up')).toMatchObject({ mode: 'explain', scrolled: 1 });
    expect(state('j ? down x')).toMatchObject({ mode: 'list', scrolled: 0 });
    expect(state('/ x y z enter ?').mode).toBe('list');
  });
});
