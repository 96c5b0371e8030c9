import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { plain, screen, terminal } from '../../test/looks.js';
import { part, pickable, place, tool } from '../../test/pickable.js';
import type { PickableTool } from './pickable-tools.js';
import { openPicker, type PickerState, pressed, tickedParts } from './picker-state.js';
import { renderPicker } from './render-picker.js';

/** The picker after so many steps down, and then these letters. */
function after(down: number, letters = '', tools: readonly PickableTool[] = pickable): PickerState {
  const keys = [
    ...Array.from({ length: down }, () => ({ name: 'down', sequence: '' })),
    ...Array.from(letters, (sequence) => ({ name: sequence, sequence })),
  ];
  return keys.reduce<PickerState>((state, key) => {
    const next = pressed(state, key, 5);
    return typeof next === 'string' ? state : next;
  }, openPicker(tools));
}

function shown(state: PickerState, width = 79, rows = 22, look = terminal(width)): string {
  const gain = { bytes: tickedParts(state).reduce((sum, one) => sum + one.gain, 0), isMost: false };
  return renderPicker({ state, gain, rows, top: 0 }, look).lines.join('\n');
}

describe('the picker on a screen', () => {
  test('of 80 columns', () => {
    expect(shown(after(1))).toBe(screen`
       Pick what to remove                                              frees 952 MB
      ───────────────────────────────────────────────────────────────────────────────
        [-] Gradle          2.24 GB  ~/.gradle
      ❯   [ ] modules       1.90 GB  costly  2026-01-02 written
          [ ] jdks           330 MB  risky   2026-01-02 written
          [x] daemon-logs   12.0 MB  safe    2026-01-02 written
           -  wrapper        812 MB  in use: Gradle daemon (process 4711)
        [-] pip             1.11 GB
          [-] ~/.cache/pip · 1.06 GB
            [x] http         940 MB  safe    2026-01-02 written
            [ ] wheels       120 MB  costly  2026-01-02 written
          [ ] /mnt/big/pip-cache · leftover · 55.0 MB
            [ ] http        55.0 MB  safe    2026-01-02 written
        [ ] uv              52.0 MB  ~/.cache/uv
          [ ] packages      50.0 MB  safe    2026-01-02 written
          [ ] environments  2.00 MB  costly  2026-01-02 written
         -  Go
           -  ~/.cache/go-build · what is in it does not look like a cache of go. Lo…
      ───────────────────────────────────────────────────────────────────────────────
       The modules: comes back, with work or time. The next build downloads every
       dependency again; offline builds fail.
       space tick · a safe · n none · / filter · ? explain · enter plan · esc leave
    `);
  });

  test('of 50 columns and 15 lines, scrolled no further than it has to be', () => {
    expect(shown(after(10), 49, 14)).toBe(screen`
       Pick what to remove                frees 952 MB
      ───────────────────────────────────────── 2 above
          [ ] jdks           330 MB  risky
          [x] daemon-logs   12.0 MB  safe
           -  wrapper        812 MB  in use: Gradle da…
        [-] pip             1.11 GB
          [-] ~/.cache/pip · 1.06 GB
            [x] http         940 MB  safe
            [ ] wheels       120 MB  costly
          [ ] /mnt/big/pip-cache · leftover · 55.0 MB
      ❯     [ ] http        55.0 MB  safe
      ───────────────────────────────────────── 5 below
       The http: comes back by itself. The next run…
       space tick · / filter · ? explain · enter · esc
    `);
  });

  test('of 120 columns: with what it costs to lose', () => {
    expect(shown(after(2), 119, 10).split('\n').slice(2, 5).join('\n')).toBe(
      [
        '  [-] Gradle          2.24 GB  ~/.gradle',
        '    [ ] modules       1.90 GB  costly  2026-01-02 written  The next build downloads every dependency again; offline bu…',
        '❯   [ ] jdks           330 MB  risky   2026-01-02 written  a build asks for one of them. The next run fetches jdks aga…',
      ].join('\n'),
    );
  });

  test('of a terminal that knows ASCII only, with a filter', () => {
    expect(shown(after(0, '/pip'), 80, 12, plain)).toBe(screen`
       Pick what to remove                                               frees 952 MB
       /pip_ -------------------------------------------------------------------------
      > [-] pip         1.11 GB
          [-] ~/.cache/pip - 1.06 GB
            [x] http     940 MB  safe    2026-01-02 written
            [ ] wheels   120 MB  costly  2026-01-02 written
          [ ] /mnt/big/pip-cache - leftover - 55.0 MB
            [ ] http    55.0 MB  safe    2026-01-02 written

      --------------------------------------------------------------------------------
       What pip downloaded.
       type to filter - enter keep it - esc clear it
    `);
    expect(shown(after(0, '/xyzzy'))).toContain('  Nothing has "xyzzy" in its name.');
  });

  test('says why what is highlighted cannot be ticked', () => {
    const text = shown(after(15));
    expect(text).toContain('❯    -  ~/.cache/go-build');
    expect(text).toContain(' Left alone: what is in it does not look like a cache of go.');
  });

  test('with an explanation on it', () => {
    expect(shown(after(2, '?'), 60, 17)).toBe(screen`
       Gradle jdks
      ────────────────────────────────────────────────────────────
       The jdks.

       risky: something stops working until you act.
       a build asks for one of them. The next run fetches jdks
       again.

       It takes up 330 MB in 3 files, and 330 MB come back. Last
       use: 2026-01-02 (written).
         ~/.cache/jdks

       When it is ticked and you say yes, devclean removes it,
       after it has looked through it once more. It is risky: the
       tick counts as naming it.
      ──────────────────────────────────────────────────── 1 below
       ↑↓ read on · any other key: back
    `);
    const command = shown(after(13, '?'));
    expect(command).toContain('the tool itself clears it: /bin/uv cache\n clean. 1 other part can only go with it.');
  });

  const hostile = tool('evil', 'Evil \u001b[31mTool\u202e', [
    place('/home/ada/缓存/\u001b]0;gotcha\u0007', [
      part('section-with-a-name-that-is-far-too-long-for-any-screen', 'safe', 1e15, {
        title: '缓存'.repeat(40),
        cost: '\u001b[2J gone\r\n',
      }),
      part('b', 'risky', 0, { blocked: '\u001b[31mred' }),
    ]),
    place(null, [part('c', 'costly', 5)], { leftover: true }),
  ]);

  test('of any size: no line is longer, there are no more of them, and no name does anything to the terminal', () => {
    const anyKey = fc.constantFrom(
      'down',
      'up',
      'end',
      'pagedown',
      'space',
      'a',
      'n',
      '/',
      '?',
      'x',
      'escape',
      'return',
    );
    const size = fc.record({ width: fc.integer({ min: 19, max: 150 }), rows: fc.integer({ min: 8, max: 40 }) });
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 12 }), size, fc.nat(20), (names, { width, rows }, top) => {
        let state = openPicker([...pickable, hostile]);
        for (const name of names) {
          const next = pressed(state, { name, sequence: name === 'space' ? ' ' : name }, 5);
          if (typeof next !== 'string') state = next;
        }
        const gain = { bytes: 1_234_567, isMost: true };
        const { lines } = renderPicker({ state, gain, rows, top }, terminal(width));
        expect(lines).toHaveLength(rows);
        expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
        const isListed = state.mode !== 'explain' && state.at !== '';
        if (isListed) expect(lines.filter((line) => line.startsWith('❯'))).toHaveLength(1);
        expect(lines.at(-1)?.trim()).not.toBe('');
      }),
      { numRuns: 60 },
    );
  });
});
