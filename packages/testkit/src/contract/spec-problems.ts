import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CacheProvider, expandPattern, type FolderCache, patternProblem } from '@devclean/core';
import type { CacheCases } from './provider-cases.js';

/** What is wrong with a provider's names and sentences, one line each. */
export function wordProblems(provider: CacheProvider): string[] {
  const problems: string[] = [];
  const check = (fine: boolean, problem: string): void => {
    if (!fine) problems.push(problem);
  };
  const id = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
  const sections = provider.caches.flatMap((cache) => cache.sections);
  check(provider.apiVersion === 1, 'apiVersion must be 1');
  check(id.test(provider.id), `the id "${provider.id}" must be lower-case letters, digits and dashes`);
  check(isOneLine(provider.title), 'the title must be one line');
  check(isOneLine(provider.summary), 'the summary must be one line');
  check(provider.homepage.startsWith('https://'), 'the homepage must be an https address');
  for (const twin of twins(provider.caches.map((cache) => cache.id))) problems.push(`two caches are called "${twin}"`);
  for (const twin of twins(sections.map((section) => section.id))) problems.push(`two sections are called "${twin}"`);
  for (const cache of provider.caches) check(id.test(cache.id), `the id "${cache.id}" of a cache is not valid`);
  for (const section of sections) {
    const { cost, title } = section;
    check(id.test(section.id), `the id "${section.id}" of a section is not valid`);
    check(isOneLine(title), `the title of ${section.id} must be one line: "${title}"`);
    check(
      isOneSentence(cost),
      `the cost of ${section.id} must be one sentence, from a capital letter to a full stop: "${cost}"`,
    );
  }
  for (const cache of provider.caches) {
    const patterns = [
      ...cache.fingerprint.anyOf,
      ...(cache.fingerprint.noneOf ?? []),
      ...cache.sections.flatMap((section) => section.paths),
      ...(cache.keep ?? []),
    ];
    for (const pattern of patterns) {
      const problem = patternProblem(pattern);
      check(problem === undefined, `the pattern ${pattern} of ${cache.id} is wrong: ${problem}`);
    }
  }
  return problems;
}

/** The patterns of a cache for which its cases show no example, and the kept paths that are not there. */
export function patternsWithoutExample(cache: FolderCache, cases: CacheCases, root: string): string[] {
  const unseen = (patterns: readonly string[]) =>
    patterns.filter((pattern) => expandPattern(root, pattern).length === 0);
  const kept = cases.keep ?? [];
  const isKept = (path: string) =>
    kept.some((keep) => path === join(root, keep) || path.startsWith(`${join(root, keep)}/`));
  return [
    ...cache.sections.flatMap((section) =>
      unseen(section.paths).map((pattern) => `section ${section.id}: nothing matches ${pattern}`),
    ),
    ...unseen(cache.keep ?? []).map((pattern) => `keep: nothing matches ${pattern}`),
    ...(cache.keep ?? []).flatMap((pattern) =>
      expandPattern(root, pattern)
        .filter((path) => !isKept(path))
        .map((path) => `keep: ${path.slice(root.length + 1)} matches ${pattern}, but the cases do not name it`),
    ),
    ...kept.filter((path) => !existsSync(join(root, path))).map((path) => `keep: ${path} is not in the fill`),
  ];
}

const isOneLine = (text: string): boolean => text.trim() !== '' && text === text.trim() && !/[\r\n]/.test(text);

/** From a capital letter to its only full stop: a dot inside a version or a name is followed by no blank and capital. */
const isOneSentence = (text: string): boolean =>
  isOneLine(text) && /^\p{Lu}/u.test(text) && text.endsWith('.') && !/[.!?]\s+\p{Lu}/u.test(text);

const twins = (ids: readonly string[]): string[] => ids.filter((id, index) => ids.indexOf(id) !== index);
