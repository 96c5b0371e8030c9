import { lstatSync } from 'node:fs';
import path from 'node:path';
import { createHome, diffSnapshots, snapshotTree, type Tree } from '@devclean/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { request, toy, toyTree, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import type { PurgePlan, PurgeStep, StepIdentity } from '../plan/purge-plan.js';
import { scan } from '../scan/scan.js';
import { identityOf } from '../scan/survey-location.js';
import { applyPlan } from './apply-plan.js';

/** What the toy's sections match in the tree below, and may go; nothing else may. */
const recognised = ['store', 'built/1.2', 'logs/one.log', 'logs/two.log', 'soul'];

/** Names that look like another, lead elsewhere or are no names at all. */
const trickyNames = [
  ...[
    '..',
    '.',
    '',
    '...',
    ' ',
    '\0',
    'store\0',
    '..\0',
    '\\..\\',
    '%2e%2e',
    '~',
    '*',
    '-rf',
    '\n',
    '\u202e',
    '\ud800',
    '\uFEFF',
  ],
  ...[
    'store',
    'Store',
    'STORE',
    'store ',
    'store.',
    'ѕtore',
    'stоre',
    'ｓｔｏｒｅ',
    'store\u200b',
    'built',
    '1.2',
    '１.2',
    '1.2\u0300',
  ],
  ...[
    'logs',
    'one.log',
    'kept.log',
    'soul',
    'notes',
    'toy',
    'toy2',
    '.cache',
    '.ssh',
    'id',
    'work',
    'é',
    'e\u0301',
    'n'.repeat(300),
  ],
];
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...trickyNames) },
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const slash = fc.constantFrom('/', '/', '/', '//', '/./', '/../', '\\');
const relative = fc.array(fc.tuple(slash, name), { maxLength: 6 }).map((parts) => parts.flat().join(''));
const base = fc.constantFrom('cache', 'cache', 'cache/store', 'home', 'root', 'proc', 'none');
/** What is there, and must stay, written as it is or a little otherwise. */
const there = fc
  .tuple(
    fc.constantFrom(
      '/notes',
      '/logs',
      '/logs/kept.log',
      '/built',
      '',
      '/..',
      '/../toy2/store',
      '/../../work',
      '/../../.ssh/id',
    ),
    fc.constantFrom('', '', '', '/', '/.', '//', '/x/..', '\0'),
  )
  .map(([place, end]): [string, string] => ['cache', place + end]);
const spelling = fc.oneof(
  fc.tuple(base, relative),
  there,
  there.map(([from, rest]): [string, string] => [from, path.normalize(rest)]),
);
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const fileName = fc
  .oneof(
    fc.constantFrom('kept.log', 'STORE', 'ѕtore', 'soul ', 'readme', 'é', 'e\u0301'),
    fc.stringMatching(/^[a-z~ .-]{1,8}$/),
  )
  .filter((one) => one.trim() !== '' && one !== '.' && one !== '..' && !recognised.includes(one));
const canaries = fc.dictionary(fileName, fc.oneof(fc.constant(''), fc.string(), fc.constant({ deep: { er: 'x' } })), {
  maxKeys: 4,
});

const change = fc.record({
  path: spelling,
  // Mostly right, so that nothing else is what refuses it.
  location: seldom(fc.oneof(fc.constant(null), spelling)),
  section: fc.constantFrom(undefined, undefined, undefined, 'store', 'built', 'logs', 'soul', 'all', '..'),
  identity: fc.constantFrom('of what it leads to', 'of what it leads to', 'planned'),
  pathBase64: seldom(fc.base64String()),
});

test('whatever a plan says, only recognised children of the location go', async () => {
  let taken = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      // Many in one plan: most of a run's time goes by looking for who uses the cache.
      fc.array(change, { minLength: 8, maxLength: 16 }),
      canaries,
      canaries,
      async (changes, around, inside) => {
        const made = createHome({
          ...(around as Tree),
          '.ssh': { id: 'secret' },
          work: { 'main.c': 'int main;' },
          '.cache': { toy2: { store: { a: 'another' } }, toy: { ...(inside as Tree), ...toyTree, soul: 'soul' } },
        });
        try {
          const context = await userOf(made);
          const plan = planPurge(await scan([toy], { context }), [toy], request({ sections: ['toy/store'] }));
          const [step] = plan.steps as [PurgeStep];
          const steps = [...changes.map((one) => changed(step, one, made.path)), step];
          const before = snapshotTree(made.path);
          const { outcomes } = await applyPlan({ ...plan, steps } as PurgePlan, [toy], { context });
          const lost = diffSnapshots(before, snapshotTree(made.path)).filter((line) => !isAllowed(line));
          expect(lost).toEqual([]);
          expect(outcomes).toHaveLength(steps.length);
          for (const { status } of outcomes) status === 'done' ? taken++ : refused++;
        } finally {
          made.remove();
        }
      },
    ),
    { numRuns: 30, endOnFailure: true },
  );
  // The test has to have seen both, or it proves nothing.
  expect(taken).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(taken);
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(step: PurgeStep, { path: at, location, identity, section, pathBase64 }: Change, home: string): object {
  const place = spelt(at, home);
  const real = identityAt(place);
  return {
    ...step,
    path: place,
    ...(section !== undefined && { section }),
    ...(pathBase64 !== undefined && { pathBase64 }),
    ...(location !== undefined && { location: location && spelt(location, home) }),
    // The strongest plan knows exactly who lies where it points.
    ...(identity !== 'planned' && real && { identity: real }),
  };
}

function spelt([from, rest]: readonly [string, string], home: string): string {
  const cache = `${home}/.cache/toy`;
  const bases: Readonly<Record<string, string>> = {
    cache,
    'cache/store': `${cache}/store`,
    home,
    proc: `/proc/self/root${cache}`,
  };
  return `${bases[from] ?? ''}${rest}`;
}

function identityAt(place: string): StepIdentity | undefined {
  try {
    return identityOf(lstatSync(path.resolve(place), { bigint: true }));
  } catch {
    return undefined;
  }
}

/** A recognised child that is gone with all in it, or the time of a folder that one lay in. */
function isAllowed(line: string): boolean {
  const changed = /^changed: ([^:]*): mtime \S+ → \S+$/s.exec(line)?.[1];
  if (changed !== undefined) return ['.cache', '.cache/toy', '.cache/toy/built', '.cache/toy/logs'].includes(changed);
  const gone = /^gone: +\.cache\/toy\/(.*) \(\w+\)$/s.exec(line)?.[1];
  return gone !== undefined && recognised.some((child) => gone === child || gone.startsWith(`${child}/`));
}
