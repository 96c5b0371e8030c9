import { providerCommands } from '@devclean/plugin-kit';
import type { Command } from '@oclif/core/command';
import * as Parser from '@oclif/core/parser';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands.js';

const pip = { id: 'pip', title: 'pip', homepage: '', summary: 'Python packages that pip downloaded' };
const sbt = { id: 'devclean-sbt', title: 'sbt', homepage: '', summary: '' }; // of an example
const toy = { ...sbt, id: 'toy' };
const classes: Readonly<Record<string, Command.Class>> = { ...COMMANDS, ...providerCommands(pip) };
const known = { ...classes, ...providerCommands(toy) };
const shown = Object.entries(classes).filter(([, { hidden }]) => !hidden);

/** What stands behind `devclean` in a line of shell. */
function wordsOf(example: Command.Example): string[] {
  const line = (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', 'devclean');
  const [, said = ''] = /(?:^|\()devclean ([^>|)]*)/.exec(line) ?? [];
  return [...said.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** The command that the words name, and what it is given. */
function commandOf(words: readonly string[]): { command: Command.Class; argv: string[] } {
  const two = known[words.slice(0, 2).join(':')];
  const command = two ?? known[words[0] ?? ''];
  if (command === undefined) throw new Error(`no command: ${words.join(' ')}`);
  return { command, argv: words.slice(two ? 2 : 1) };
}

describe.each(shown)('the help of %s', (id, command) => {
  const { summary = '', description = '', examples = [], flags = {}, args = {}, usage = '' } = command;

  test('says what it does in a sentence, and then more', () => {
    if (id !== 'pip') expect(summary).toMatch(/^[A-Z][^!]{10,98}[^.!]\.$/);
    expect(description).toMatch(/^[A-Z"][^!]+\.$/);
    expect(description).not.toContain(summary);
  });

  test('has two examples or more, which its own flags take, and one of them begins with it', async () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const example of examples) {
      const { command: named, argv } = commandOf(wordsOf(example));
      const { flags: given = {}, args: taken = {}, strict = true } = named;
      await Parser.parse(argv, { flags: given, args: taken, strict, '--': true });
    }
    const first = id.split(':');
    expect(examples.map((one) => wordsOf(one).slice(0, first.length))).toContainEqual(first);
  });

  test('has each example say what it is for', () => {
    for (const example of examples)
      expect(example).toMatchObject({ description: expect.stringMatching(/^(["A-Z]|bash:|zsh:|fish:).*[^.]$/) });
  });

  test('puts five flags first at most, those with a letter before all, and the others into groups', () => {
    const first = Object.values(flags).filter(({ helpGroup }) => helpGroup === undefined);
    expect(first.length).toBeLessThanOrEqual(5);
    const withLetter = first.map(({ char }) => char !== undefined);
    expect(withLetter).toEqual([...withLetter].sort((a, b) => Number(b) - Number(a)));
    for (const { helpGroup = 'selection' } of Object.values(flags))
      expect(['selection', 'removal', 'output']).toContain(helpGroup);
  });

  test('explains every flag and argument in a sentence', () => {
    for (const [name, flag] of Object.entries(flags)) {
      expect(flag.summary, name).toMatch(/^[A-Z][^!]+[.)]$/);
      if (flag.type === 'option') {
        expect(flag.helpValue, name).toBeTypeOf('string');
        expect(flag.summary?.endsWith('May be repeated.'), name).toBe(flag.multiple === true);
      }
    }
    for (const [name, { description: text }] of Object.entries(args)) expect(text, name).toMatch(/^[A-Z][^!]+\.$/);
    if (Object.keys(args).length > 0) expect(String(usage)).toMatch(/[A-Z]{4}|\|/);
  });
});

test('a flag is explained in the same words everywhere, but for what it really means another thing', () => {
  const texts = new Map<string, Set<string>>();
  for (const [, { flags = {} }] of shown)
    for (const [name, { summary = '' }] of Object.entries(flags))
      texts.set(name, (texts.get(name) ?? new Set()).add(summary));
  const several = [...texts].filter(([, { size }]) => size > 1).map(([name]) => name);
  // A folder to look at, to take, or named when a plan was made; an installation whose caches go, or that is changed; room, or a batch.
  expect(several.sort()).toEqual(['context', 'free', 'location']);
});
