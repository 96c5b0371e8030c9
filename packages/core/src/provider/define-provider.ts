import { DevcleanError } from '../errors.js';
import { findHolders } from '../scan/find-holders.js';
import { type ProcessTable, readProcesses } from '../system/processes.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Safety } from '../words.js';
import type {
  CacheProvider,
  FolderCache,
  FoundLocation,
  FoundSection,
  LocationInfo,
  ProviderSpec,
} from './cache-provider.js';
import { findLocations } from './find-locations.js';
import { expandPattern, patternExists, patternProblem } from './pattern.js';

const severity: Readonly<Record<Safety, number>> = { safe: 0, costly: 1, risky: 2 };

/** Completes a spec into a provider in which nothing is missing. Throws `BAD_PROVIDER` when the spec contradicts itself. */
export function defineProvider(spec: ProviderSpec): CacheProvider {
  checkSpec(spec);
  const { id, title, homepage, summary, caches } = spec;
  const cacheOf = (of: { cache: string }): FolderCache => {
    const cache = caches.find((candidate) => candidate.id === of.cache);
    if (cache === undefined) throw new Error(`provider ${id} has no cache ${of.cache}`);
    return cache;
  };
  return {
    apiVersion: 1,
    id,
    title,
    homepage,
    summary,
    caches,
    async detect(context) {
      const contexts = (await spec.contexts?.(context)) ?? [];
      return { contexts, locations: await findLocations(id, caches, context) };
    },
    async info(location, context): Promise<LocationInfo> {
      const cache = cacheOf(location);
      const sections = await sectionsIn(location, cache, context);
      const held = await findHolders({ path: location.path, sections }, cache, context, await processesOf(context));
      return { sections, ...held };
    },
    entries: (section, context) => cacheOf(section).entries?.(section, context),
    purge: (targets) => ({
      removals: targets.flatMap((section) => section.paths.map((path) => ({ section, path }))),
    }),
  };
}

/** The sections that have something in this location. An item belongs to the first section that matches it. */
async function sectionsIn(location: FoundLocation, cache: FolderCache, context: ToolContext): Promise<FoundSection[]> {
  const kept = (cache.keep ?? []).flatMap((pattern) => expandPattern(location.path, pattern));
  const taken: string[] = [];
  const sections: FoundSection[] = [];
  for (const spec of cache.sections) {
    const paths = spec.paths
      .flatMap((pattern) => expandPattern(location.path, pattern))
      .filter((path) => !kept.some((keep) => overlap(path, keep)) && !taken.some((other) => overlap(path, other)));
    if (paths.length === 0) continue;
    taken.push(...paths);
    const { id, title, safety, cost, contains } = spec;
    const section: FoundSection = {
      provider: location.provider,
      cache: cache.id,
      location: location.path,
      id,
      title,
      safety,
      cost,
      paths,
      ...(contains && { contains }),
    };
    sections.push(await assessed(section, cache, context));
  }
  return sections;
}

async function assessed(section: FoundSection, cache: FolderCache, context: ToolContext): Promise<FoundSection> {
  const assessment = await cache.assess?.(section, context);
  if (assessment === undefined || severity[assessment.safety] <= severity[section.safety]) return section;
  return { ...section, safety: assessment.safety, because: assessment.because };
}

const tables = new WeakMap<ToolContext, Promise<ProcessTable>>();

/** The processes are read once for a context, however many locations are looked at. */
function processesOf(context: ToolContext): Promise<ProcessTable> {
  let table = tables.get(context);
  if (table === undefined) {
    table = readProcesses(context);
    tables.set(context, table);
  }
  return table;
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** Content proof: whether the folder looks like this cache. `root` may be a handle's own path. */
export function isRecognised(cache: FolderCache, root: string): boolean {
  const { anyOf, noneOf = [] } = cache.fingerprint;
  return (
    anyOf.some((pattern) => patternExists(root, pattern)) && !noneOf.some((pattern) => patternExists(root, pattern))
  );
}

function checkSpec(spec: ProviderSpec): void {
  const problems: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(spec.id)) problems.push(`its id must be lower-case letters, digits and dashes`);
  if (!/^https:\/\//.test(spec.homepage)) problems.push('its homepage must be an https address');
  const seen = new Set<string>();
  for (const cache of spec.caches) {
    const patterns = [...cache.fingerprint.anyOf, ...(cache.fingerprint.noneOf ?? []), ...(cache.keep ?? [])];
    for (const section of cache.sections) {
      if (seen.has(section.id)) problems.push(`the section "${section.id}" is there twice`);
      seen.add(section.id);
      patterns.push(...section.paths);
    }
    for (const lock of cache.inUse?.locks ?? []) patterns.push(lock.path);
    for (const pattern of patterns) {
      const problem = patternProblem(pattern);
      if (problem !== undefined) problems.push(`the pattern "${pattern}" is wrong: ${problem}`);
    }
  }
  if (problems.length > 0) {
    throw new DevcleanError('BAD_PROVIDER', `The provider "${spec.id}" is wrong: ${problems.join('; ')}.`);
  }
}
