import { expect, test } from 'vitest';
import { isAlone } from './is-alone.js';

test.each<[string, string[], boolean]>([
  ['nothing', [], true],
  ['a flag of its own', ['--plain'], true],
  ['flags with values', ['--keep=24h', '--exclude', 'pip', '--no-color'], true],
  ['a value that is missing, for the command to complain of', ['--keep'], true],
  ['the name of a command', ['scan', '--quiet'], false],
  ['the name of a command after a flag', ['--quiet', 'scan'], false],
  ['a question for help', ['--help'], false],
  ['a question for the version', ['-v'], false],
  ['a flag of others', ['--json'], false],
  ['a flag of others beside its own', ['--plain', '--yes'], false],
])('%s', (_, argv, alone) => {
  expect(isAlone(argv)).toBe(alone);
});
