import { providerCommands } from '@devclean/plugin-kit';
import type { Command } from '@oclif/core/command';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../commands.js';
import { type Blank, complete, type KnownCommands } from './complete.js';

const card = (id: string) => ({ id, title: id, homepage: '', summary: `What ${id} keeps` });
const classes = { ...COMMANDS, ...providerCommands(card('pip')), ...providerCommands(card('pipenv')) };
const commands = Object.entries(classes).map(([id, command]) => ({ ...command, id }) as unknown as Command.Loadable);
const config = {
  commands,
  findCommand: (id: string) => commands.find((command) => command.id === id),
} as unknown as KnownCommands;

/** What is offered for the last of the words, `?` for a blank of this machine's. */
async function offered(...words: string[]) {
  const offers: string[] = [];
  const blanks: Blank[] = [];
  const fill = async (blank: Blank, offer: (one: { word: string }) => void) => {
    blanks.push(blank);
    offer({ word: '?' });
    return 'words' as const;
  };
  const completion = await complete(config, words, fill, ({ word }) => offers.push(word));
  return { completion, offers, blanks };
}

test.each([
  [['sc'], ['scan']],
  [['pip'], ['pip', 'pipenv']],
  [['plugins', 'un'], ['uninstall']],
  [
    ['pip', ''],
    ['info', 'path', 'list', 'remove', 'purge', 'caching'],
  ],
  [
    ['help', 'pip', 'p'],
    ['path', 'purge'],
  ],
  [['help', 'pip', 'purge', ''], []],
  [['nonsense', 'x'], []],
])('commands: %j', async (words, offers) => {
  expect(await offered(...words)).toMatchObject({ completion: 'words', offers });
});

test('what is for machines only is not offered', async () => {
  expect((await offered('completion', 'w')).offers).toEqual([]);
  expect((await offered('completion', '')).offers).toEqual(['bash', 'zsh', 'fish']);
});

describe('flags', () => {
  test.each([
    [['pip', 'purge', '--t'], ['--trash']],
    [['pip', 'purge', '--trash', '--t'], []],
    [['pip', 'purge', '--section', 'http', '--se'], ['--section']],
    [['pip', 'purge', '-n', '--dry'], []],
    [
      ['pip', 'purge', '--via', ''],
      ['native', 'direct'],
    ],
    [['sweep', '--via=n'], ['--via=native']],
    [['pip', 'caching', 'of'], ['off']],
    [['doctor', '--j'], ['--json']],
    [['pip', 'remove', '--', '--j'], []],
    [['sweep', '--yes=x'], []],
  ])('%j', async (words, offers) => {
    expect(await offered(...words)).toMatchObject({ completion: 'words', offers });
  });
});

describe('what only this machine knows', () => {
  test.each([
    [['scan', ''], { holds: 'TOOL', command: 'scan', tools: [], typed: '' }],
    [['sweep', '--exclude', ''], { holds: 'TOOL', command: 'sweep', tools: [], typed: '' }],
    [['sweep', 'pip', 'none', '--section', ''], { holds: '[TOOL/]ID', command: 'sweep', tools: ['pip'], typed: '' }],
    [['pip', 'purge', '--section', ''], { holds: '[TOOL/]ID', command: 'pip:purge', tools: ['pip'], typed: '' }],
    [['pip', 'remove', ''], { holds: 'NAME', command: 'pip:remove', tools: ['pip'], typed: '' }],
    [['pip', 'remove', 'numpy', '--yes', ''], { holds: 'NAME', command: 'pip:remove', tools: ['pip'], typed: '' }],
    [['pip', 'purge', '--context', ''], { holds: 'ID', command: 'pip:purge', tools: ['pip'], typed: '' }],
    [['undo', ''], { holds: 'BATCH', command: 'undo', tools: [], typed: '' }],
    [['history', '--free', ''], { holds: 'BATCH', command: 'history', tools: [], typed: '' }],
    [['apply', ''], { holds: 'PLAN', command: 'apply', tools: [], typed: '' }],
  ])('%j', async (words, blank) => {
    expect(await offered(...words)).toMatchObject({ offers: ['?'], blanks: [blank] });
  });

  test('behind a flag and its equals sign', async () => {
    expect(await offered('pip', 'purge', '--section=?')).toMatchObject({
      offers: ['--section=?'],
      blanks: [{ holds: '[TOOL/]ID', typed: '?' }],
    });
  });

  test('once there is enough, nothing', async () => {
    expect(await offered('undo', '0123456789ab', '')).toMatchObject({ offers: [], blanks: [] });
  });
});
