import { readdirSync } from 'node:fs';
import type { TriedPlace } from '../documents.js';
import type { LocationReport } from '../scan/scan-report.js';
import type { ToolContext } from '../system/tool-context.js';
import type { CacheProvider, FolderCache } from './cache-provider.js';
import { locationProblem, sight } from './location-path.js';
import { resolveRules } from './location-rules.js';
import { expandPattern, matchPattern } from './pattern.js';

/** How many names of what no pattern takes are told. */
const mostBeside = 8;

/** Every place that a provider's rules lead to here, whether something is there or not, and what its patterns match in it. */
export async function triedPlaces(
  { caches }: Pick<CacheProvider, 'caches'>,
  reports: readonly LocationReport[],
  context: ToolContext,
): Promise<TriedPlace[]> {
  const places: TriedPlace[] = [];
  for (const cache of caches) {
    for (const { path, foundBy } of await resolveRules(cache.locations, context)) {
      const nothing = { cache: cache.id, path, foundBy, fingerprint: [], sections: [], beside: [] };
      if (locationProblem(path, context) !== undefined) {
        places.push({ ...nothing, state: 'not-a-path' });
        continue;
      }
      const seen = sight(path);
      const report = seen.is === 'absent' ? undefined : reports.find((one) => one.path === seen.path);
      if (seen.is === 'absent') places.push({ ...nothing, state: 'absent' });
      else
        places.push({
          ...nothing,
          path: seen.path,
          state: report?.state ?? 'unreadable',
          ...matches(cache, seen.path),
        });
    }
  }
  return places;
}

function matches(cache: FolderCache, root: string): Pick<TriedPlace, 'fingerprint' | 'sections' | 'beside'> {
  const { anyOf, noneOf = [] } = cache.fingerprint;
  const count = (pattern: string) => expandPattern(root, pattern).length;
  const patterns = [...cache.sections.flatMap(({ paths }) => paths), ...(cache.keep ?? [])];
  // The first name of each pattern: what lies deeper in a folder that a pattern leads through is another's to tell.
  const firsts = patterns.map((pattern) => pattern.split('/')[0] ?? pattern);
  return {
    fingerprint: [
      ...anyOf.map((pattern) => ({ pattern, matches: count(pattern), role: 'any-of' as const })),
      ...noneOf.map((pattern) => ({ pattern, matches: count(pattern), role: 'none-of' as const })),
    ],
    sections: cache.sections.flatMap(({ id, paths }) =>
      paths.map((pattern) => ({ section: id, pattern, matches: count(pattern) })),
    ),
    beside: namesIn(root)
      .filter((name) => !firsts.some((first) => matchPattern(first, name)))
      .slice(0, mostBeside),
  };
}

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root).sort();
  } catch {
    return [];
  }
}
