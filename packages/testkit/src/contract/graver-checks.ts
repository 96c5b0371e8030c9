import { basename, join } from 'node:path';
import { type FolderCache, type GraverRule, planPurge, scan } from '@devclean/core';
import { expect } from 'vitest';
import { link } from '../write-tree.js';
import type { CacheCases, GraverCase } from './provider-cases.js';
import {
  contextHere,
  filledEnv,
  filledTree,
  giveToOrdinaryUser,
  locationAt,
  placeHere,
  requestFor,
  type Subject,
  withHome,
} from './subject.js';

/** A section as its spec says it, and graver where a setting or a link makes it so: then it goes by its name alone. */
export async function graverSection(
  subject: Subject,
  cache: FolderCache,
  cases: CacheCases,
  one: GraverCase,
): Promise<void> {
  await withHome(async (home) => {
    const root = join(home.path, placeHere(cases));
    home.write({ [placeHere(cases)]: cases.fill });
    const spec = cache.sections.find(({ id }) => id === one.section);
    const look = async (machine: Pick<GraverCase, 'env' | 'projects'>) => {
      giveToOrdinaryUser(home);
      const context = await contextHere(home, [cases], {
        env: filledEnv(machine.env ?? {}, home),
        projectRoots: (machine.projects ?? []).map((at) => join(home.path, at)),
      });
      const scanned = await scan(subject.known, { context });
      const found = locationAt(scanned, root).sections.find(({ id }) => id === one.section);
      return { scanned, found };
    };
    expect((await look({})).found?.safety, `${one.section} by itself`).toBe(spec?.safety);

    home.write(filledTree(one.files ?? {}, home));
    for (const [at, target] of Object.entries(one.links ?? {})) home.write({ [at]: link(join(root, target)) });
    const { scanned, found } = await look(one);
    expect(found, `${one.section} when ${one.when}`).toMatchObject({
      safety: one.safety,
      because: expect.stringContaining(one.because),
    });
    const request = {
      ...requestFor(subject),
      sections: [],
      allow: one.safety === 'risky' ? 'costly' : 'safe',
    } as const;
    const plan = planPurge(scanned, subject.known, request);
    expect(
      plan.steps.filter(({ section }) => section === one.section),
      'what a plan takes of it unasked',
    ).toEqual([]);
  });
}

/** The rules of a cache for which its cases have no example. */
export function graverRulesWithoutExample(cache: FolderCache, { graver = [] }: CacheCases): string[] {
  return cache.sections.flatMap(({ id, graverWhen }) => {
    const its = graver.filter(({ section }) => section === id);
    return (graverWhen ?? []).flatMap((rule) =>
      its.some((one) => shows(one, rule)) ? [] : [`graver: no case in which ${id} is so by ${nameOf(rule)}`],
    );
  });
}

function shows({ env = {}, files = {}, links = {}, projects }: GraverCase, rule: GraverRule): boolean {
  const variable = rule.from === 'env' ? rule.variable : /^\$(\w+)/.exec(nameOf(rule))?.[1];
  const has = (names: object) => Object.keys(names).length > 0;
  if (variable !== undefined) return env[variable] !== undefined;
  if (rule.from === 'links') return has(links) && (rule.below !== undefined || projects !== undefined);
  return (
    Object.keys(files).some((at) => basename(at) === basename(nameOf(rule))) &&
    (rule.from === 'config' || has(projects ?? {}))
  );
}

function nameOf(rule: GraverRule): string {
  if (rule.from === 'env') return rule.variable;
  return rule.from === 'links' ? (rule.below ?? 'links in a project') : rule.file;
}
