import type { PurgeResult, StepOutcome } from '@devclean/core';
import { expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { usage } from '../../test/machines.js';
import { renderResult } from './result.js';

function result(outcomes: Partial<StepOutcome>[], more: Partial<PurgeResult> = {}): PurgeResult {
  const steps = outcomes.map((_, index) => ({
    kind: 'remove' as const,
    provider: 'pip',
    origin: 'builtin' as const,
    location: '/c',
    section: ['http', 'wheels'][index] ?? 'x',
    path: `/c/${index}`,
    undoable: false,
    expected: usage(1_000_000),
  }));
  return {
    schema: 'devclean.result/1',
    batch: 'b',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 5,
    plan: {
      schema: 'devclean.plan/1',
      id: '0',
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T00:15:00.000Z',
      uid: 1000,
      expected: usage(1_000_000 * steps.length),
      steps,
      skipped: [],
    },
    outcomes: outcomes.map((outcome, step) => ({ step, status: 'done', removed: usage(1_000_000), ...outcome })),
    removed: usage(1_000_000 * steps.length),
    freeSpaceDelta: 1_000_000,
    remaining: usage(0),
    verifications: [],
    ...more,
  };
}

test('all went as promised', () => {
  const verifications = [
    {
      provider: 'pip',
      location: '/c',
      question: 'pip cache info',
      answer: 'empty' as const,
      detail: 'pip 24.2 counts 0 files',
    },
  ];
  expect(renderResult(result([{}], { verifications }), terminal())).toBe(screen`
    Freed 1.00 MB in 3 files.
    pip 24.2 counts 0 files.
    The disk has 1.00 MB more free space than before.
  `);
});

test('what could not be looked at again is not called gone', () => {
  const remaining = usage(0, { files: 0, complete: false });
  expect(renderResult(result([{}], { remaining }), terminal())).toBe(screen`
    Freed 1.00 MB in 3 files.
    It could not be looked again whether all of it is gone.
    The disk has 1.00 MB more free space than before.
  `);
});

test('what was not done says why and what to do', () => {
  const outcomes: Partial<StepOutcome>[] = [
    {},
    {
      status: 'refused',
      reason: 'changed-since-plan',
      error: { code: 'REFUSED', message: 'it was replaced' },
      removed: usage(0),
    },
  ];
  expect(renderResult(result(outcomes, { removed: usage(1_000_000) }), terminal())).toBe(screen`
    Freed 1.00 MB of 2.00 MB in 3 files.
    Not removed
      pip/wheels: refused: it was replaced
    The disk has 1.00 MB more free space than before.
  `);
});

test('what many files share is said once, in lines that fit', () => {
  const error = {
    code: 'REMOVAL_INCOMPLETE',
    message: 'Could not be removed: permission denied in a place that is rather far away.',
  };
  const failed: Partial<StepOutcome> = {
    status: 'failed',
    error: {
      ...error,
      hint: 'What is left of it lies in /home/ada/.cache/.devclean-hold-1000, beside the cache itself.',
    },
    removed: usage(0),
  };
  expect(renderResult(result([{}, failed, failed, failed]), terminal(60))).toContain(screen`
    Not removed
      pip/wheels and pip/x: failed: Could not be removed:
        permission denied in a place that is rather far away.
        → What is left of it lies in
          /home/ada/.cache/.devclean-hold-1000, beside the cache
          itself.
  `);
});

test('a disk that did not grow is not said to have grown', () => {
  expect(renderResult(result([{}], { freeSpaceDelta: 0 }), terminal())).toContain('did not grow');
  // Of so little nothing can be told.
  const little = result([{}], { freeSpaceDelta: 0, removed: usage(20_000) });
  expect(renderResult(little, terminal())).not.toContain('disk');
});

test('what came back meanwhile is told', () => {
  expect(renderResult(result([{}], { remaining: usage(5000) }), terminal())).toContain(
    '3 files (5.00 kB) appeared there again meanwhile.',
  );
});

test('a tool that still counts something is quoted with its question', () => {
  const verifications = [
    {
      provider: 'pip',
      location: '/c',
      question: 'pip cache info',
      answer: 'not-empty' as const,
      detail: 'pip 24.2 counts 7 files',
    },
  ];
  expect(renderResult(result([{}], { verifications }), terminal())).toContain(
    'pip 24.2 counts 7 files (asked with "pip cache info").',
  );
});

test('what a command printed is shown line by line, and nothing in it is obeyed', () => {
  const error = {
    code: 'COMMAND_FAILED',
    message: 'Its command ended with exit code 2; 5 files are left.',
    hint: 'Again.',
  };
  const output = 'one\n\u001b[31mtwo';
  const failed: Partial<StepOutcome> = { status: 'failed', removed: usage(0), error, output };
  expect(renderResult(result([failed], { removed: usage(0) }), terminal())).toMatch(
    /\nNot removed\n {2}pip\/http: failed: .*\n {4}.* Again\.\n {4}one\n {4}\\x1b\[31mtwo$/,
  );
});

test('what a tool leaves of what it cleared is no surprise', () => {
  const { plan, ...rest } = result([{}], { remaining: usage(12_000) });
  const steps = plan.steps.map((step) => ({ ...step, kind: 'command' as const, argv: ['/bin/pip'] }));
  expect(renderResult({ ...rest, plan: { ...plan, steps } }, terminal())).toContain(
    'left, which the tool does not count',
  );
});

test('what a tool leaves on purpose is called by its name', () => {
  const { plan, ...rest } = result([{}], { remaining: usage(12_000) });
  const command = { kind: 'command' as const, argv: ['/bin/pnpm'], leaves: 'what projects still use' };
  const steps = plan.steps.map((step) => ({ ...step, ...command }));
  const shown = renderResult({ ...rest, plan: { ...plan, steps } }, terminal());
  expect(shown).toMatch(/left: what projects still use\./);
  expect(shown).not.toContain('--via native');
});
