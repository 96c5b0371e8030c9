import type { CacheProvider, FolderCache, Platform } from '@devclean/core';
import { expect } from 'vitest';
import { entriesAddUp, entryGoesAlone } from './entry-checks.js';
import {
  casesShowEveryPlace,
  defaultPlace,
  emptyHome,
  fillsShowEveryPattern,
  partsMakeTheWhole,
  precedence,
} from './finding-checks.js';
import { graverSection } from './graver-checks.js';
import {
  builtInDecoys,
  decoyIsLeftAlone,
  hostileValues,
  linkedPart,
  linkedRoot,
  lookAlikes,
  mayReadAll,
  unreadableRoot,
  wrongFingerprint,
} from './guarding-checks.js';
import type { CacheCases, ProviderCases } from './provider-cases.js';
import { planningIsPure, purgeRemovesItsPlan, purgeTakesWhatItMay } from './purging-checks.js';
import { wordProblems } from './spec-problems.js';
import { expectNone, platformNames, type Subject } from './subject.js';

/** One promise of the contract, held against one provider. It rejects when the promise is broken. */
export interface ContractCheck {
  readonly name: string;
  run(): Promise<void>;
}

const platforms: readonly Platform[] = ['linux', 'darwin', 'win32'];
/** Every check for a provider: what `describeProvider` turns into tests. */
export function contractChecks(provider: CacheProvider, cases: ProviderCases): ContractCheck[] {
  const caches = provider.caches.flatMap((cache) => {
    const its = cases.caches[cache.id];
    return its === undefined || its === 'only leftovers' ? [] : [{ cache, cases: its }];
  });
  const subject: Subject = { provider, known: [{ provider, origin: 'builtin' }], caches };
  return [
    { name: 'every cache has cases', run: async () => everyCacheHasCases(provider, cases) },
    {
      name: 'its words are fit to be shown',
      run: async () => expectNone(wordProblems(provider), 'what is wrong with its words'),
    },
    { name: 'its fills show every pattern at work', run: () => fillsShowEveryPattern(subject) },
    { name: 'its cases show every place at work', run: async () => casesShowEveryPlace(subject) },
    ...platforms.map((platform) => ({
      name: `on an empty home on ${platformNames[platform]} nothing is found and nothing made`,
      run: () => emptyHome(subject, platform),
    })),
    ...caches.flatMap(({ cache, cases: its }) => cacheChecks(subject, cache, its)),
    // What lies in projects alone, or where only the tool can reach it, no home can be filled with.
    ...(caches.length === 0 ? [] : purgingChecks(subject)),
  ];
}

function purgingChecks(subject: Subject): ContractCheck[] {
  return [
    { name: 'planning changes no byte, and a plan survives JSON', run: () => planningIsPure(subject) },
    { name: 'a purge takes what is safe and costly, and no more', run: () => purgeTakesWhatItMay(subject) },
    { name: 'a purge removes exactly what its plan says', run: () => purgeRemovesItsPlan(subject) },
  ];
}

function cacheChecks(subject: Subject, cache: FolderCache, cases: CacheCases): ContractCheck[] {
  const about = (name: string) => `${cache.id}: ${name}`;
  const variables = [
    ...new Set([
      ...cache.locations.flatMap((rule) => (rule.from === 'env' ? [rule.variable] : [])),
      ...(cases.variables ?? []),
    ]),
  ];
  return [
    ...platforms.flatMap((platform) => {
      const at = cases.defaultAt[platform];
      const name = about(`is found at its default place on ${platformNames[platform]}`);
      return at === undefined ? [] : [{ name, run: () => defaultPlace(subject, cache, cases, platform, at) }];
    }),
    {
      name: about('sections and the unaccounted make up the whole'),
      run: () => partsMakeTheWhole(subject, cache, cases),
    },
    ...(cases.precedence ?? []).map((one) => ({
      name: about(`when ${one.when}`),
      run: () => precedence(subject, cache, cases, one),
    })),
    ...(cases.graver ?? []).map((one) => ({
      name: about(`${one.section} is graver when ${one.when}`),
      run: () => graverSection(subject, cache, cases, one),
    })),
    ...Object.entries({ ...builtInDecoys, ...cases.decoys }).map(([name, decoy]) => ({
      name: about(`not recognised: ${name}`),
      run: () => decoyIsLeftAlone(subject, cases, decoy),
    })),
    {
      name: about('not recognised: the same folder without its proof'),
      run: () => wrongFingerprint(subject, cache, cases),
    },
    {
      name: about('what only looks like it, or like a part of it, stays'),
      run: () => lookAlikes(subject, cache, cases),
    },
    ...(cache.entries === undefined
      ? []
      : [
          { name: about('its entries and the rest add up'), run: () => entriesAddUp(subject, cache, cases) },
          { name: about('an entry goes alone'), run: () => entryGoesAlone(subject, cache, cases) },
        ]),
    ...variables.map((variable) => ({
      name: about(`no hostile value of ${variable} leads to a removal`),
      run: () => hostileValues(subject, cases, variable),
    })),
    { name: about('a root that is a link is not followed'), run: () => linkedRoot(subject, cases) },
    ...(mayReadAll
      ? []
      : [{ name: about('a root that may not be read is said to be so'), run: () => unreadableRoot(subject, cases) }]),
    { name: about('a part that is a link is not followed'), run: () => linkedPart(subject, cache, cases) },
  ];
}

function everyCacheHasCases(provider: CacheProvider, cases: ProviderCases): void {
  expect(Object.keys(cases.caches).sort(), 'the caches of the cases are those of the provider').toEqual(
    provider.caches.map(({ id }) => id).sort(),
  );
}
