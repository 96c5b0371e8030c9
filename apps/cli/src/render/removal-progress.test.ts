import type { ApplyEvent, PurgePlan, PurgeStep } from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { usage } from '../../test/machines.js';
import type { Frame } from './progress.js';
import { RemovalProgress, ReturnProgress } from './removal-progress.js';

function frame(width = 79, plain = false): Frame {
  return { look: terminal(width), rows: 20, spinner: plain ? '' : '⠋', nowMs: 0, plain };
}

function step(provider: string, section: string, files: number, more: Partial<PurgeStep> = {}): PurgeStep {
  const expected = usage(files * 1000, { files });
  return { kind: 'remove', provider, origin: 'builtin', location: '/c', section, undoable: false, expected, ...more };
}

function plan(steps: PurgeStep[], more: Partial<PurgePlan> = {}): PurgePlan {
  return {
    schema: 'devclean.plan/1',
    id: 'p',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:15:00.000Z',
    uid: 1,
    expected: usage(0),
    steps,
    skipped: [],
    ...more,
  };
}

const titles = new Map([
  ['pip', 'pip'],
  ['uv', 'uv'],
]);
const large = plan([
  step('pip', 'http', 300_000),
  step('pip', 'wheels', 100_000),
  step('uv', 'packages', 9, { kind: 'command' }),
]);

/** What is shown after these events, a second apart. */
function shownAfter(events: readonly ApplyEvent[], of = large, at = frame()): string {
  const progress = new RemovalProgress(of, titles);
  for (const [second, event] of events.entries()) progress.note(event, second * 1000);
  return progress.view(at).join('\n');
}

const removed = (number: number): ApplyEvent => ({
  type: 'step',
  step: number,
  outcome: { step: number, status: 'done', removed: usage(0) },
});
const files = (number: number, count: number): ApplyEvent => ({
  type: 'progress',
  step: number,
  files: count,
  bytes: 1,
});

describe('a removal that is under way', () => {
  test('says something before its first event', () => {
    expect(shownAfter([])).toBe(screen`
      ⠋ Checking that all is as it was planned (1 of 3)
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0%
        0 of 400,000 files
    `);
  });

  test('looks through what is to go, before it goes', () => {
    expect(shownAfter([{ type: 'looking', step: 0, entries: 120_345 }])).toBe(screen`
      ⠋ Looking through pip http (1 of 3) · 120,345 entries so far
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0%
        0 of 400,000 files
    `);
  });

  test('has a bar, a rate, and the time that is left', () => {
    const events = [files(0, 0), files(0, 50_000), files(0, 100_000), files(0, 150_000)];
    expect(shownAfter(events)).toBe(screen`
      ⠋ Removing pip http (1 of 3)
        ███████████▎░░░░░░░░░░░░░░░░░░  37%
        150,000 of 400,000 files · 50,000/s · 5 s left
    `);
    expect(shownAfter(events, large, frame(39))).toBe(screen`
      ⠋ Removing pip http (1 of 3)
        ███████████▎░░░░░░░░░░░░░░░░░░  37%
        150,000 of 400,000 files · 5 s left
    `);
    expect(shownAfter(events, large, frame(24)).split('\n').slice(1)).toEqual([
      '  ██████░░░░░░░░░░  37%',
      '  5 s left',
    ]);
    expect(shownAfter(events, large, frame(79, true))).toBe('Removing pip http (1 of 3), 37%, 5 s left.');
  });

  test('counts a step that is over whole, whatever came of it, and none twice', () => {
    const events = [files(0, 0), files(0, 310_000), removed(0), files(1, 50_000)];
    expect(shownAfter(events)).toContain('Removing pip wheels (2 of 3)');
    expect(shownAfter(events)).toContain('  87%\n  350,000 of 400,000 files');
  });

  test('tells what goes on where nothing can be counted, without a rate that has stopped', () => {
    const before = [files(0, 0), files(0, 100_000), files(0, 200_000), files(0, 300_000), removed(0), removed(1)];
    expect(shownAfter([...before, { type: 'command', step: 2, argv: ['/bin/uv', 'cache', 'clean'] }])).toBe(screen`
      ⠋ Running /bin/uv cache clean (3 of 3)
        ██████████████████████████████  100%
        400,000 of 400,000 files
    `);
    const end = [...before, removed(2)];
    expect(shownAfter([...end, { type: 'asking', provider: 'pip' }])).toContain('⠋ Asking pip what is left\n');
    expect(shownAfter([...end, { type: 'measuring', files: 12 }])).toContain('⠋ Measuring what is left · 12 files\n');
    expect(shownAfter([{ type: 'clearing', provider: 'uv', files: 5, bytes: 1 }])).toContain(
      '⠋ Ending an earlier removal of uv (1 of 3) · 5 files\n',
    );
  });

  test('says what becomes of it', () => {
    const kept = plan([step('pip', 'http', 10, { undoable: true })]);
    expect(shownAfter([files(0, 1)], kept)).toContain('⠋ Keeping aside pip http\n');
    expect(shownAfter([files(0, 1)], { ...kept, trash: true })).toContain('⠋ Moving to the trash: pip http\n');
    const commandsOnly = plan([step('uv', 'packages', 9, { kind: 'command' })]);
    expect(shownAfter([], commandsOnly)).toBe('⠋ Checking that all is as it was planned');
  });
});

test('an undo counts what came back', () => {
  const progress = new ReturnProgress();
  expect(progress.view(frame())).toEqual(['⠋ Looking at what is held']);
  progress.note({ type: 'returning', item: 499, of: 1000, provider: 'pip' }, 0);
  expect(progress.view(frame()).join('\n')).toBe(screen`
    ⠋ Bringing back pip (500 of 1000)
      ███████████████░░░░░░░░░░░░░░░  49%
      499 of 1,000 items
  `);
  progress.note({ type: 'clearing', provider: 'pip', files: 3, bytes: 1 }, 1);
  expect(progress.view(frame())[0]).toBe('⠋ Removing what was held of pip · 3 files');
});
