import type { PurgePlan, PurgeStep, SkippedItem } from '@devclean/core';
import { expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { location, provider, section, usage } from '../../test/machines.js';
import { deedOf, factsFromReports, renderPlan } from './plan.js';

const pip = '/home/ada/.cache/pip';

function step(name: string, bytes: number, more: Partial<PurgeStep> = {}): PurgeStep {
  return {
    kind: 'remove',
    provider: 'pip',
    origin: 'builtin',
    location: pip,
    section: name,
    path: `${pip}/${name}`,
    undoable: false,
    expected: usage(bytes),
    ...more,
  };
}

function planOf(steps: PurgeStep[], skipped: SkippedItem[] = []): PurgePlan {
  return {
    schema: 'devclean.plan/1',
    id: '0',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:15:00.000Z',
    uid: 1000,
    expected: usage(steps.reduce((sum, { expected }) => sum + expected.allocatedBytes, 0)),
    steps,
    skipped,
  };
}

const facts = factsFromReports([
  provider(
    'pip',
    'pip',
    [location(pip, [section('http', 'safe', 940_000_000), section('wheels', 'costly', 120_000_000)])],
    {
      contexts: [
        { id: 'python3.11', label: 'Python 3.11 in /usr', location: pip, caching: 'on' },
        { id: 'shop', label: 'Python 3.12 of ~/shop/.venv', location: pip, caching: 'on' },
        { id: 'other', label: 'Python 3.9', location: '/elsewhere', caching: 'on' },
      ],
    },
  ),
]);

test('what goes, what it costs, who shares it, what is left out', () => {
  // The same section in two items is one line.
  const plan = planOf(
    [step('http', 900_000_000), step('http', 40_000_000), step('wheels', 120_000_000)],
    [
      {
        provider: 'yarn',
        section: 'index',
        path: '/home/ada/.yarn',
        reason: 'above-allowed-safety',
        detail: 'it is costly',
      },
      {
        provider: 'npm',
        section: 'npx',
        path: '/home/ada/.npm',
        reason: 'above-allowed-safety',
        detail: 'it is costly',
      },
      { provider: 'npm', path: '/home/ada/.npm', reason: 'in-use', detail: 'npm ci is running' },
      { provider: 'gradle', path: '/home/ada/.gradle', reason: 'empty' },
    ],
  );
  expect(renderPlan(plan, facts, terminal())).toBe(screen`
    pip · ~/.cache/pip
      used by Python 3.11 in /usr and Python 3.12 of ~/shop/.venv
      http    940 MB  safe    The next run fetches http again.
      wheels  120 MB  costly  The next run fetches wheels again.

    Left out
      yarn/index and npm/npx: it is costly
      ~/.npm: in use now: npm ci is running

    Removing this frees 1.06 GB in 3 files. It cannot be undone.
  `);
});

test('why a part is riskier here stands before its cost, a sentence of its own', () => {
  const because = 'http/server was not made by pip';
  const raised = provider('pip', 'pip', [location(pip, [section('http', 'risky', 1_000_000, { because })])]);
  const words = renderPlan(planOf([step('http', 1_000_000)]), factsFromReports([raised]), terminal(120));
  expect(words).toContain('http/server was not made by pip. The next run fetches http again.');
});

test('an empty plan', () => {
  expect(renderPlan(planOf([]), facts, terminal())).toBe('Nothing to remove.');
});

test('what can be brought back is not said to be gone', () => {
  const plan = planOf([step('http', 1_000_000, { undoable: true })]);
  expect(renderPlan(plan, facts, terminal())).toMatch(
    /\n\nThis takes away 1\.00 MB in 3 files\. It is held first, and can be brought\sback\.$/,
  );
});

test('what goes to the trash is not said to be freed', () => {
  const plan = { ...planOf([step('http', 1_000_000, { undoable: true })]), trash: true };
  expect(renderPlan(plan, facts, terminal())).toContain(screen`
    This moves 1.00 MB in 3 files to the trash. The disk space comes free only when
    the trash is emptied; until then it can be brought back.
  `);
});

test('a command is shown once, as it would be typed', () => {
  const command = { kind: 'command' as const, argv: ['/opt/my python', '-m', 'pip', "it's"] };
  const shown = renderPlan(planOf([step('http', 1, command), step('wheels', 1, command)]), facts, terminal());
  expect(shown.split('\n').filter((line) => line.includes('runs'))).toEqual([
    "  runs '/opt/my python' -m pip 'it'\\''s'",
  ]);
});

test('what a command leaves on purpose is said, and that the figure is the most', () => {
  const command = { kind: 'command' as const, argv: ['/bin/pnpm', 'prune'], leaves: 'what projects still use' };
  const plan = planOf([step('http', 1_000_000, command)]);
  const shown = renderPlan(plan, facts, terminal());
  expect(shown).toContain('  runs /bin/pnpm prune, which leaves what projects still use\n');
  expect(shown).toContain('Removing this frees at most 1.00 MB');
  expect(deedOf(plan, terminal())).toBe('free at most 1.00 MB');
});
