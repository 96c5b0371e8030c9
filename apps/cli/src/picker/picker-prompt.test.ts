import { describe, expect, test } from 'vitest';
import { emulatedTerminal, keys } from '../../test/emulated-terminal.js';
import { terminal as lookOf } from '../../test/looks.js';
import { pickable } from '../../test/pickable.js';
import { pickAtScreen } from './picker-prompt.js';

/** The picker at a terminal on which something stood before. */
async function opened(columns = 80, rows = 24) {
  const terminal = emulatedTerminal(columns, rows);
  terminal.output.write('$ devclean\n');
  const abort = new AbortController();
  const end = pickAtScreen({
    tools: pickable,
    gainOf: (parts) => ({ bytes: parts.reduce((sum, { gain }) => sum + gain, 0), isMost: false }),
    look: lookOf(columns),
    input: terminal.input,
    output: terminal.output,
    signal: abort.signal,
  }).then(
    (parts) => parts?.map(({ named: { provider, section } }) => `${provider}/${section}`),
    (error: Error) => error.name,
  );
  await terminal.screen();
  const pointer = async () => (await terminal.screen()).split('\n').find((line) => line.startsWith('❯'));
  return { ...terminal, terminal, end, abort, pointer };
}

/** What it leaves behind: what stood there before, and a terminal that answers as ever. */
async function leftAsItWas({ terminal, end }: Awaited<ReturnType<typeof opened>>) {
  await end;
  expect(await terminal.screen()).toBe('$ devclean');
  expect({ cursor: terminal.isCursorShown, raw: terminal.input.isRaw }).toEqual({ cursor: true, raw: false });
}

describe('the picker at a terminal', () => {
  test('has the screen to itself, follows the keys, and gives what is ticked', async () => {
    const picker = await opened();
    expect(picker.terminal.isSecondScreen).toBe(true);
    expect(picker.terminal.isCursorShown).toBe(false);
    expect(await picker.screen()).toContain('frees 952 MB');
    await picker.type('n', keys.down, ' ', '/', ...'wheel', keys.enter, keys.end, ' ');
    expect(await picker.screen()).toContain('frees 2.02 GB');
    expect(await picker.pointer()).toContain('[x] wheels');
    await picker.type(keys.enter);
    expect(await picker.end).toEqual(['gradle/modules', 'pip/wheels']);
    await leftAsItWas(picker);
  });

  test('keeps what it shows in shape, whatever the window becomes', async () => {
    const picker = await opened();
    await picker.type(keys.end);
    for (const [columns, rows] of [
      [50, 15],
      [120, 40],
      [30, 9],
      [80, 24],
    ] as const) {
      await picker.resize(columns, rows);
      const screen = await picker.screen();
      expect(screen.split('\n')).toHaveLength(rows - 1);
      expect(screen.split('\n').filter((line) => line.includes('Pick'))).toHaveLength(1);
      expect(screen.split('\n').at(-1)).toContain('enter');
      expect(await picker.pointer()).toBeDefined();
    }
    await picker.type('?');
    expect(await picker.screen()).toContain('Left alone');
    await picker.type('x', 'q');
    await leftAsItWas(picker);
  });

  test.each([
    ['Esc', keys.escape, undefined],
    ['Ctrl-C', keys.interrupt, 'ExitPromptError'],
    ['the end of the input', keys.endOfInput, undefined],
  ])('%s leaves it, and the terminal as it was', async (_, key, expected) => {
    const picker = await opened();
    await picker.type(' ', key);
    expect(await picker.end).toBe(expected);
    await leftAsItWas(picker);
  });

  test('a signal leaves it, too', async () => {
    const picker = await opened();
    picker.abort.abort();
    expect(await picker.end).toBe('AbortPromptError');
    await leftAsItWas(picker);
  });
});
