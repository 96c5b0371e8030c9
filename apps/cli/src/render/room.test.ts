import type { PlannedRoom, PurgePlan, PurgeStep, SkippedItem } from '@devclean/core';
import { expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { location, provider, section, usage } from '../../test/machines.js';
import { factsFromReports, renderPlan } from './plan.js';
import { renderResult } from './result.js';

const pip = '/home/ada/.cache/pip';
const npm = '/home/ada/.npm';

function step(tool: string, of: string, bytes: number, day: string, more: Partial<PurgeStep> = {}): PurgeStep {
  return {
    kind: 'remove',
    provider: tool,
    origin: 'builtin',
    location: tool === 'pip' ? pip : npm,
    section: of,
    path: `/${of}/${day}`,
    undoable: false,
    expected: usage(bytes),
    lastUsedAt: `${day}T12:00:00.000Z`,
    lastUsedFrom: 'mtime',
    ...more,
  };
}

const entry = (name: string) => ({ entry: { name, kind: 'tarball' } });
const left = (of: string, bytes: number): SkippedItem => ({
  provider: 'npm',
  section: of,
  path: npm,
  reason: 'enough-freed',
  expected: usage(bytes),
});

function planOf(steps: PurgeStep[], skipped: SkippedItem[], room: Partial<PlannedRoom>): PurgePlan {
  return {
    schema: 'devclean.plan/1',
    id: '0',
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:15:00.000Z',
    uid: 1000,
    room: { goal: 'free', bytes: 20e9, neededBytes: 20e9, certainBytes: 20.4e9, uncertainBytes: 0, more: [], ...room },
    expected: usage(steps.reduce((sum, { expected }) => sum + expected.allocatedBytes, 0)),
    steps,
    skipped,
  };
}

const facts = factsFromReports([
  provider('pip', 'pip', [location(pip, [section('http', 'safe', 9e9)])]),
  provider('npm', 'npm', [location(npm, [section('cacache', 'safe', 30e9), section('npx', 'costly', 1e9)])]),
]);

const steps = [
  step('npm', 'cacache', 1e9, '2025-01-03', entry('lodash')),
  step('pip', 'http', 9e9, '2025-02-07'),
  step('npm', 'cacache', 10.4e9, '2025-03-09', entry('typescript')),
];
const costly: SkippedItem = {
  provider: 'npm',
  section: 'npx',
  path: npm,
  reason: 'above-allowed-safety',
  detail: 'costly',
};

test('what goes, in its order and why; what is left, in a word', () => {
  const plan = planOf(steps, [left('cacache', 18.6e9), left('tmp', 0), left('logs', 1e9), costly], {});
  expect(renderPlan(plan, facts, terminal())).toBe(
    screen`
    To free 20.0 GB: 20.4 GB chosen, cheapest to lose first.

                   frees  to lose  last used
    pip/http     9.00 GB  safe     2025-02-07  The next run fetches http again.
    npm/cacache  11.4 GB  safe     2025-03-09  The next run fetches cacache again.
        lodash (tarball, 1.00 GB)
        typescript (tarball, 10.4 GB)

    Last use is from: when files were written, which tells nothing of reading them
    (3).

    Enough is freed: 19.6 GB in 2 sections could go too, and is left.
    Removing this frees 20.4 GB in 3 files. It cannot be undone.
  `,
  );
});

test('too little: how much is missing, and what would bring more', () => {
  const more = [
    { flag: '--include costly', reclaimableBytes: 3.2e9 },
    { flag: '--leftovers', reclaimableBytes: 1e9, isMost: true } as const,
  ];
  const words = renderPlan(planOf(steps, [costly], { bytes: 30e9, neededBytes: 30e9, more }), facts, terminal(200));
  expect(words).toContain('To free 30.0 GB: all that may go is 20.4 GB, 9.60 GB too little.');
  expect(words).toContain('Left out\n  npm/npx: costly\n');
  expect(words).toContain(
    'For more: --include costly would free another 3.20 GB and --leftovers would free at most another 1.00 GB.',
  );
  const uncertain = renderPlan(planOf(steps, [], { neededBytes: 30e9, uncertainBytes: 2e9 }), facts, terminal(200));
  expect(uncertain).toContain(
    'all that may go is 20.4 GB and at most 2.00 GB by tools’ own commands, 9.60 GB too little.',
  );
});

test('until so much is free: what is free now, and what is missing', () => {
  const volume = { path: '/home/ada', dev: '1', freeBytes: 38e9 };
  const until = { goal: 'until-free', bytes: 50e9, volume } as const;
  const plan = planOf(steps, [], { ...until, neededBytes: 12e9, certainBytes: 12.3e9 });
  expect(renderPlan(plan, facts, terminal(200))).toContain(
    'To have 50.0 GB free, with 38.0 GB free on the disk of ~, takes 12.0 GB: 12.3 GB chosen, cheapest to lose first.',
  );
  const none = planOf([], [left('cacache', 1e9)], { ...until, bytes: 30e9, neededBytes: 0, certainBytes: 0 });
  expect(renderPlan(none, facts, terminal())).toBe(screen`
    38.0 GB free on the disk of ~ is enough: nothing has to go.

    Enough is freed: 1.00 GB in 1 section could go too, and is left.
  `);
  expect(renderPlan(planOf([], [], { certainBytes: 0 }), facts, terminal())).toContain(
    'To free 20.0 GB: there is nothing that may go.',
  );
});

test('what came of it, and what is free now', () => {
  const plan = planOf(steps, [], {});
  const result = {
    schema: 'devclean.result/1',
    batch: 'b',
    startedAt: '',
    durationMs: 1,
    plan,
    outcomes: steps.map(({ expected }, number) => ({ step: number, status: 'done' as const, removed: expected })),
    removed: plan.expected,
    freeSpaceDelta: 0,
    remaining: usage(0),
    verifications: [],
  } as const;
  const words = (freedBytes: number) =>
    renderResult(
      { ...result, outcomes: [...result.outcomes], verifications: [], room: { freedBytes, freeBytes: 58e9 } },
      terminal(200),
    );
  expect(words(20.4e9)).toBe(
    'Freed 20.4 GB in 3 files.\nThat is enough for the 20.0 GB that were needed. On the disk of the home folder 58.0 GB are free now.',
  );
  expect(words(19e9)).toContain('That is 1.00 GB short of the 20.0 GB that were needed.');
});
