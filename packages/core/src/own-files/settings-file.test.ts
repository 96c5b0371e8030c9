import {
  chmodSync,
  chownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { link } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { textOfSettings, writeSettingsFile } from './settings-file.js';

const me = { ...(process.geteuid && { uid: process.geteuid() }) };
const text = '{"protect": ["~/work"]}';

function machine(content: Parameters<typeof home>[0] = { '.config/devclean/settings.json': text }) {
  const made = home(content);
  return { made, folder: `${made.path}/.config/devclean`, file: `${made.path}/.config/devclean/settings.json` };
}

describe('a file is no word of the user’s where', () => {
  test.each([
    ['others may write to it', (file: string) => chmodSync(file, 0o646)],
    ['others may write to its folder', (file: string) => chmodSync(path.dirname(file), 0o757)],
    ['others may write to the folder around', (file: string) => chmodSync(path.dirname(path.dirname(file)), 0o757)],
  ])('%s', (_, open) => {
    const { file } = machine();
    open(file);
    expect(() => textOfSettings(file, me)).toThrow(/^others may write to .*chmod go-w/);
  });

  test('it is another user’s', () => {
    const { file } = machine();
    if (me.uid === 0) chownSync(file, 4711, 4711);
    expect(() => textOfSettings(file, { uid: me.uid === 0 ? 0 : 4711 })).toThrow('belongs to user');
  });

  test('a link leads to what others may write to', () => {
    const { file, made } = machine({
      '.config/devclean/settings.json': link('../../dotfiles/settings.json'),
      'dotfiles/settings.json': text,
    });
    expect(textOfSettings(file, me)).toBe(text);
    chmodSync(`${made.path}/dotfiles`, 0o777);
    expect(() => textOfSettings(file, me)).toThrow('others may write to');
  });
});

test('a folder that is sticky is nobody else’s to change a file in', () => {
  const { file, folder } = machine();
  chmodSync(folder, 0o1777);
  expect(textOfSettings(file, me)).toBe(text);
});

describe('it is written', () => {
  test('with its folder, for the user’s eyes only, and nothing is left beside it', () => {
    const { file, folder } = machine({});
    writeSettingsFile(file, '{}', undefined, me);
    writeSettingsFile(file, text, '{}', me);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('with the rights that it had', () => {
    const { file } = machine();
    chmodSync(file, 0o644);
    writeSettingsFile(file, '{}', text, me);
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });
});

describe('nothing is written', () => {
  const refused = expect.objectContaining({
    code: 'UNWRITABLE_FILE',
    hint: expect.stringContaining('Nothing was changed'),
  });

  test('through a link', () => {
    const { file, made } = machine({ '.config/devclean/settings.json': link('../../mine.json'), 'mine.json': text });
    expect(() => writeSettingsFile(file, '{}', text, me)).toThrow(refused);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(`${made.path}/mine.json`, 'utf8')).toBe(text);
  });

  test('into a folder that is a link', () => {
    const { file, made } = machine({ '.config/devclean': link('../elsewhere'), elsewhere: {} });
    expect(() => writeSettingsFile(file, '{}', undefined, me)).toThrow(refused);
    expect(readdirSync(`${made.path}/elsewhere`)).toEqual([]);
  });

  test('over what somebody has written meanwhile', () => {
    const { file } = machine();
    writeFileSync(file, '{"protect": ["~/other"]}');
    expect(() => writeSettingsFile(file, '{}', text, me)).toThrow(refused);
    expect(readFileSync(file, 'utf8')).toContain('other');
  });

  test('where others may write', () => {
    const { file, folder } = machine({ '.config/devclean': {} });
    chmodSync(folder, 0o777);
    expect(() => writeSettingsFile(file, '{}', undefined, me)).toThrow(refused);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('in place of a link that leads nowhere', () => {
    const { file, folder } = machine({ '.config/devclean': {} });
    symlinkSync('nowhere', file);
    expect(() => writeSettingsFile(file, '{}', undefined, me)).toThrow(refused);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
});
