import { DevcleanError } from '@devclean/core';
import { Errors } from '@oclif/core';
import { expect, test } from 'vitest';
import { failureOf } from './failure-of.js';

test.each([
  [new DevcleanError('NEEDS_CONFIRMATION', 'No terminal.'), 2],
  [new DevcleanError('UNKNOWN_TOOL', 'What?'), 2],
  [new DevcleanError('BAD_PLAN', 'Not a plan.'), 2],
  [new DevcleanError('PROVIDER_FAILED', 'It failed.'), 1],
  [new DevcleanError('ABORTED', 'Interrupted.'), 130],
  [new DevcleanError('INTERNAL', 'Oh.'), 70],
  [new Errors.CLIError('Flag --x expects a value'), 2],
  [new TypeError('undefined is not a function'), 70],
  ['a thrown string', 70],
])('%s ends with the exit code %d', (thrown, exitCode) => {
  expect(failureOf(thrown)?.exitCode).toBe(exitCode);
});

test('a DevcleanError of another copy of core is known by its brand', () => {
  const foreign = Object.assign(new Error('Theirs.'), { devclean: 1, code: 'UNKNOWN_SECTION', hint: 'Try another.' });
  expect(failureOf(foreign)).toEqual({
    error: { code: 'UNKNOWN_SECTION', message: 'Theirs.', hint: 'Try another.' },
    exitCode: 2,
  });
});

test('--help ends the process without being a failure', () => {
  expect(failureOf(new Errors.ExitError(0))).toBeUndefined();
});

test('an interrupt at the question removes nothing and says so', () => {
  const prompt = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
  expect(failureOf(prompt)).toEqual({ error: { code: 'ABORTED', message: 'Nothing was removed.' }, exitCode: 130 });
});

test('a bug says where to report it, and keeps its stack', () => {
  const failure = failureOf(new TypeError('x is not iterable'));
  expect(failure?.error.hint).toContain('Report it');
  expect(failure?.stack).toContain('failure-of.test');
});
