import { expect, test } from 'vitest';
import { isAlone } from './is-alone.js';

test.each<[string, boolean, string[], boolean]>([
  ['nothing at a terminal', true, [], true],
  ['nothing in a script', false, [], false],
  ['a flag of its own', true, ['--plain'], true],
  ['a flag with a value', true, ['--keep=24h', '--trash'], true],
  ['a flag of its own in a script', false, ['--plain'], false],
  ['the name of a command', true, ['scan', '--plain'], false],
  ['a question for help', true, ['--help'], false],
  ['a question for the version', true, ['-v'], false],
  ['a flag of others', true, ['--json'], false],
])('%s', (_, isTerminal, argv, alone) => {
  expect(isAlone(argv, isTerminal)).toBe(alone);
});
