import { WriteStream } from 'node:tty';
import stringWidth from 'string-width';
import { expect, onTestFinished, test, vi } from 'vitest';
import { plainSigns } from '../../scripts/lazy-start.mjs';
import { asciiSigns, lookOf, unicodeSigns } from './look.js';

const home = '/home/ada';
const { getColorDepth } = WriteStream.prototype;
const tty = { isTTY: true, columns: 100, getColorDepth } as WriteStream;
const file = {} as WriteStream;

test.each([
  ['a terminal', tty, { TERM: 'xterm' }, true],
  ['a pipe', file, {}, false],
  ['NO_COLOR', tty, { TERM: 'xterm', NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', tty, { TERM: 'xterm', NO_COLOR: '' }, true],
  ['TERM=dumb', tty, { TERM: 'dumb' }, false],
  ['FORCE_COLOR at a pipe', file, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR against NO_COLOR', file, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colours with %s', (_, stream, env, colours) => {
  expect(lookOf(stream, { home, env }).colors.red('x') !== 'x').toBe(colours);
});

test('an empty NO_COLOR of this process, which Node itself takes for a no', () => {
  for (const [name, value] of Object.entries({
    NO_COLOR: '',
    TERM: 'xterm',
    FORCE_COLOR: undefined,
    CI: undefined,
    NODE_DISABLE_COLORS: undefined,
  }))
    vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(lookOf(tty, { home }).colors.red('x')).not.toBe('x');
});

test.each([
  ['never', tty, { TERM: 'xterm' }, false],
  ['always', file, {}, true],
  ['always', tty, { TERM: 'xterm', NO_COLOR: '1' }, false],
  ['never', file, { FORCE_COLOR: '1' }, true],
  ['auto', file, {}, false],
] as const)('colours where the settings say %s', (color, stream, env, colours) => {
  expect(lookOf(stream, { home, env, color }).colors.red('x') !== 'x').toBe(colours);
  expect(lookOf(stream, { home, env, color, noColor: true }).colors.red('x')).toBe('x');
});

test('--no-color wins over all', () => {
  expect(lookOf(tty, { home, env: { FORCE_COLOR: '1' }, noColor: true }).colors.red('x')).toBe('x');
});

test.runIf(process.platform === 'linux').each([
  [{ LANG: 'en_GB.UTF-8' }, unicodeSigns],
  [{ LANG: 'C.utf8' }, unicodeSigns],
  [{ LANG: 'C' }, asciiSigns],
  [{}, asciiSigns],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, asciiSigns],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: '' }, unicodeSigns],
  [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, asciiSigns],
])('signs in the locale %o', (env, signs) => {
  expect(lookOf(tty, { home, env }).signs).toBe(signs);
});

test('a stream without columns is 80 wide', () => {
  expect(lookOf(file, { home, env: {} }).width).toBe(80);
  expect(lookOf(tty, { home, env: {} }).width).toBe(100);
});

test('the bundle may take our signs for plain text: each is one column wide and joins no other', () => {
  const plain = new RegExp(`^[${plainSigns}]*$`);
  const signs = Object.values(unicodeSigns).flat().join('').replaceAll(' ', '');
  expect(signs).toMatch(plain);
  const segmenter = new Intl.Segmenter();
  for (const sign of signs) {
    expect(stringWidth(sign), sign).toBe(1);
    for (const other of `${signs}a1#`) expect([...segmenter.segment(sign + other)], sign + other).toHaveLength(2);
  }
});
