import { execFileSync } from 'node:child_process';
import { isSelected, parseSelector } from '@devclean/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, entryCommand, shellWord, visibleText } from './command-words.js';

test.each([
  ['left-pad@1.3.0', 'left-pad@1.3.0'],
  ['/home/ada/.npm', '/home/ada/.npm'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$(reboot)', "'$(reboot)'"],
  ['~/x', "'~/x'"],
  ['=ls', "'=ls'"],
  ['', "''"],
])('%j is typed as %s', (word, typed) => {
  expect(shellWord(word)).toBe(typed);
});

test('a shell reads each word as it was', () => {
  const words = fc.sample(fc.string({ unit: fc.constantFrom(...`ab '"\\$\`!#&;|<>(){}[]*?~=%^@é日`) }), {
    numRuns: 200,
    seed: 1,
  });
  const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
  expect(execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1)).toEqual(words);
});

test('what a terminal would obey is in no command', () => {
  for (const character of ['\n', '\u001b', '\u0007', '\u009b', '\u202e', '\u200b', '\ufffd', '\ud800'])
    expect(commandLine(['devclean', `a${character}b`])).toBeUndefined();
});

test('an entry is removed by its name and version, in the section that it lies in', () => {
  expect(entryCommand('npm', 'left-pad', '1.3.0', [])).toBe('devclean npm remove left-pad@1.3.0');
  expect(entryCommand('npm', '@babel/core', '7.26.0', ['--section', 'cacache'])).toBe(
    'devclean npm remove --section cacache @babel/core@7.26.0',
  );
  expect(entryCommand('npm', '--yes', undefined, [])).toBe('devclean npm remove -- --yes');
});

test.each([
  ['*', undefined],
  ['a*', '1.0.0'],
  ['a==1', undefined],
  ['a@1', undefined],
  ['a@b', '1.0.0'],
  ['a', '*'],
  ['a', '1@2'],
  ['', '1.0.0'],
])('%j in version %j has no command, because it would be read as something else', (name, version) => {
  expect(entryCommand('npm', name, version, [])).toBeUndefined();
});

test('whatever has a command is selected by it, and nothing else is', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab@=*/-. 1\n\u202e') });
  const entry = fc.record({ name: word, version: fc.option(word, { nil: undefined }) });
  fc.assert(
    fc.property(entry, entry, (one, other) => {
      if (entryCommand('npm', one.name, one.version, []) === undefined) return;
      const selector = parseSelector(one.version === undefined ? one.name : `${one.name}@${one.version}`);
      if (selector === undefined) throw new Error('it is no selector');
      const report = ({ name, version }: typeof one) => ({ name, ...(version !== undefined && { version }) });
      expect(isSelected(report(one), selector)).toBe(true);
      const isSame = one.name === other.name && (one.version === undefined || one.version === other.version);
      expect(isSelected(report(other), selector)).toBe(isSame);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test('what a person would not see is shown as its code', () => {
  expect(visibleText('a\u202eb\u001bc\ud800')).toBe('a\\u{202e}b\\x1bc\\u{d800}');
  expect(visibleText('naïve 日本 א')).toBe('naïve 日本 א');
});
