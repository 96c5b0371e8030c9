import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CacheProvider, expandPattern, type FolderCache, sectionsOf, specProblems } from '@devclean/core';
import type { CacheCases } from './provider-cases.js';

/** What is wrong with a provider's spec, and with the sentences that a person reads, one line each. */
export function wordProblems(provider: CacheProvider): string[] {
  const problems = [...specProblems({ ...provider, caches: [...provider.caches, ...(provider.managed ?? [])] })];
  const check = (fine: boolean, problem: string): void => {
    if (!fine) problems.push(problem);
  };
  check(isOneLine(provider.title), 'the title must be one line');
  check(isOneLine(provider.summary), 'the summary must be one line');
  for (const { id, cost, title } of sectionsOf(provider)) {
    check(isOneLine(title), `the title of ${id} must be one line: "${title}"`);
    check(
      isOneSentence(cost),
      `the cost of ${id} must be one sentence, from a capital letter to a full stop: "${cost}"`,
    );
  }
  for (const { native = [], ownCommands = [] } of [...provider.caches, ...(provider.managed ?? [])]) {
    for (const effect of [...native, ...ownCommands].flatMap((one) => one.effect ?? [])) {
      check(isOneSentence(effect), `what a command of the tool's does must be one sentence: "${effect}"`);
    }
  }
  const { caching } = provider;
  if (caching)
    check(isOneSentence(caching.cost), `what it costs to turn caching off must be one sentence: "${caching.cost}"`);
  return problems;
}

/** Items that a cache's own commands clear, as its cases show them, and that the commands do not say to write. */
export function unwrittenItems(cache: FolderCache, root: string): string[] {
  return (cache.native ?? []).flatMap(({ argv, sections, writes }) => {
    const written = writes.flatMap((pattern) => (pattern === '.' ? [root] : expandPattern(root, pattern)));
    return cache.sections
      .filter(({ id }) => sections.includes(id))
      .flatMap(({ paths }) => paths.flatMap((pattern) => expandPattern(root, pattern)))
      .filter((item) => !written.some((at) => item === at || item.startsWith(`${at}/`)))
      .map((item) => `"${argv.join(' ')}" does not say that it writes ${item.slice(root.length + 1)}`);
  });
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

/** The places of the spec's rules for which the cases have no example: systems, variables, settings files. */
export function placesWithoutExample(cache: FolderCache, cases: CacheCases): string[] {
  const { defaultAt, precedence = [] } = cases;
  const files = precedence.flatMap((one) => Object.keys(one.files ?? {}));
  return cache.locations.flatMap((rule) => {
    switch (rule.from) {
      case 'default':
        return (typeof rule.path === 'string' ? ['linux', 'darwin', 'win32'] : Object.keys(rule.path))
          .filter(
            (platform) =>
              defaultAt[platform as keyof typeof defaultAt] === undefined &&
              // What no variable names there lies outside of the home.
              !precedence.some((one) => one.platform === platform),
          )
          .map((platform) => `defaultAt: no place on ${platform}, where the spec has one`);
      case 'env':
        return precedence.some(({ env = {} }) => env[rule.variable])
          ? []
          : [`precedence: no case in which ${rule.variable} names a folder`];
      case 'config':
        return files.some((name) => basename(name) === basename(rule.file))
          ? []
          : [`precedence: no case with a settings file ${rule.file}`];
      default:
        return [];
    }
  });
}

const isOneLine = (text: string): boolean => text.trim() !== '' && text === text.trim() && !/[\r\n]/.test(text);

/** From a capital letter to its only full stop: a dot inside a version or a name is followed by no blank and capital. */
const isOneSentence = (text: string): boolean =>
  isOneLine(text) && /^\p{Lu}/u.test(text) && text.endsWith('.') && !/[.!?]\s+\p{Lu}/u.test(text);
