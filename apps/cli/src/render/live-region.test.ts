import { describe, expect, test } from 'vitest';
import { emulatedTerminal } from '../../test/emulated-terminal.js';
import { type Painted, repaint } from './live-region.js';

/** A terminal at a shell's prompt, in which pictures are painted one over the other. */
function painter(columns: number, rows = 12) {
  const terminal = emulatedTerminal(columns, rows);
  terminal.output.write('$ devclean scan\n');
  let painted: Painted | undefined;
  return {
    ...terminal,
    paint(...lines: string[]) {
      const { text, next } = repaint(painted, lines, terminal.output.columns);
      terminal.output.write(text);
      painted = next;
      return terminal.screen();
    },
  };
}

describe('a picture that is painted over', () => {
  test('stands where the one before it stood, be it longer or shorter', async () => {
    const { paint } = painter(40);
    expect(await paint('one', 'two', 'three')).toBe('$ devclean scan\none\ntwo\nthree');
    expect(await paint('1', 'two and a half')).toBe('$ devclean scan\n1\ntwo and a half');
    expect(await paint('first', 'second', 'third')).toBe('$ devclean scan\nfirst\nsecond\nthird');
    expect(await paint()).toBe('$ devclean scan');
  });

  test('leaves nothing behind when the terminal became narrower or wider meanwhile', async () => {
    const { paint, resize, everything } = painter(60);
    const wide = 'Looking for caches in quite a number of places by now';
    await paint(wide, wide, wide);
    await resize(25, 12);
    await paint('Looking', 'Gradle');
    expect(await everything()).toBe('$ devclean scan\nLooking\nGradle');
    await resize(70, 12);
    expect(await paint(wide)).toBe(`$ devclean scan\n${wide}`);
  });

  test('of characters that are two columns wide, too', async () => {
    const { paint, resize, everything } = painter(40);
    await paint('缓存清理工具缓存清理工具缓存', 'second');
    await resize(20, 12);
    await paint('缓存');
    expect(await everything()).toBe('$ devclean scan\n缓存');
  });

  test('where the screen is full, it scrolls once and then stays', async () => {
    const { paint, output, everything } = painter(30, 6);
    output.write('a\nb\nc\nd\n');
    await paint('one', 'two', 'three');
    await paint('one', 'two', 'four');
    expect(await everything()).toBe('$ devclean scan\na\nb\nc\nd\none\ntwo\nfour');
  });
});
