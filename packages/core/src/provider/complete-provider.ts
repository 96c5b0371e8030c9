import { expectLocks, findHolders } from '../scan/find-holders.js';
import { oncePerContext } from '../system/once-per-context.js';
import { readProcesses } from '../system/processes.js';
import type { ToolContext } from '../system/tool-context.js';
import type {
  CacheProvider,
  FolderCache,
  FoundLocation,
  FoundSection,
  LocationInfo,
  ProviderSpec,
} from './cache-provider.js';
import { findLocations } from './find-locations.js';
import { graverHere } from './graver-here.js';
import { isGraver } from './is-graver.js';
import { keptPaths } from './kept-paths.js';
import { expandPattern } from './pattern.js';
import { programsOnPath } from './programs-on-path.js';
import { sectionAt } from './section-at.js';
import { TakenPaths } from './taken-paths.js';

/** Completes a spec that is known to be right into a provider in which nothing is missing. */
export function completeProvider(spec: ProviderSpec): CacheProvider {
  const { id, title, homepage, summary, knownFrom, caches, caching, programs } = spec;
  const folders = caches.filter((cache) => cache.kind === 'folder');
  const managed = caches.filter((cache) => cache.kind === 'managed');
  const cacheOf = (of: { cache: string }): FolderCache => {
    const cache = folders.find((candidate) => candidate.id === of.cache);
    if (cache === undefined) throw new Error(`provider ${id} has no cache ${of.cache}`);
    return cache;
  };
  return {
    apiVersion: 1,
    id,
    title,
    homepage,
    summary,
    ...(knownFrom && { knownFrom }),
    caches: folders,
    ...(managed.length > 0 && { managed }),
    ...(caching && { caching }),
    async detect(context) {
      const contexts = (await spec.contexts?.(context)) ?? (await programsOnPath(programs ?? [], context));
      const locations = await findLocations(id, folders, context);
      for (const location of locations) expectLocks(cacheOf(location), context);
      return { contexts, locations };
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
  const taken = new TakenPaths(keptPaths(cache, location.path, context.uid));
  const sections: FoundSection[] = [];
  for (const spec of cache.sections) {
    const paths: string[] = [];
    for (const path of spec.paths.flatMap((pattern) => expandPattern(location.path, pattern))) {
      if (taken.touches(path)) continue;
      taken.add(path);
      paths.push(path);
    }
    if (paths.length === 0) continue;
    const section = await graverHere(sectionAt(location, spec, paths), spec.graverWhen ?? [], context);
    sections.push(await assessed(section, cache, context));
  }
  return sections;
}

async function assessed(section: FoundSection, cache: FolderCache, context: ToolContext): Promise<FoundSection> {
  const assessment = await cache.assess?.(section, context);
  if (assessment === undefined) return section;
  const { safety, because } = assessment;
  return safety === section.safety || isGraver(safety, section.safety) ? { ...section, safety, because } : section;
}

const processesOf = oncePerContext((context) => readProcesses(context));
