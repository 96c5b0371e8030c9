import { DevcleanError } from '../errors.js';
import type { ToolContext } from '../system/tool-context.js';
import type { FoundBy, Holder } from '../words.js';
import type {
  CacheProvider,
  Detection,
  FolderCache,
  FoundContext,
  FoundLocation,
  FoundPath,
  FoundSection,
  LocationInfo,
  ToolView,
} from './cache-provider.js';
import { isGraver } from './is-graver.js';
import { keptPaths } from './kept-paths.js';
import { locationProblem, sight } from './location-path.js';
import { matchPattern } from './pattern.js';
import { sectionAt } from './section-at.js';
import { TakenPaths } from './taken-paths.js';

const mostLocations = 1000;

/**
 * What a provider finds on this machine. A provider may be anybody's object, so its answer is copied once, as data,
 * and where its paths really lead is looked up here. Throws `BAD_PROVIDER` for an answer that is none.
 */
export async function detectCaches(provider: CacheProvider, context: ToolContext): Promise<Detection> {
  const wrong = (what: string) => badAnswer(provider, what);
  const { contexts, locations } = await provider.detect(context);
  if (!Array.isArray(contexts) || !Array.isArray(locations)) throw wrong('did not answer with lists');
  if (locations.length > mostLocations) throw wrong(`names ${locations.length} locations`);
  const found: FoundLocation[] = [];
  for (const location of locations as FoundLocation[]) {
    const { cache, path, active, foundBy, contexts: users, namedByVariable, onlyNamed, kept } = location;
    if (!provider.caches.some(({ id }) => id === cache)) throw wrong(`names a cache "${cache}" that it does not have`);
    if (typeof path !== 'string') throw wrong('names a location that is no path');
    const [first, ...others] = foundBy.map(copiedFoundBy);
    if (first === undefined) throw wrong(`does not say how it found ${path}`);
    const at = await whereIs({ path, active }, context);
    if (at === undefined) continue;
    found.push({
      provider: provider.id,
      cache,
      path: at,
      active: active === true,
      foundBy: [first, ...others],
      contexts: users.map(String),
      namedByVariable: namedByVariable === true,
      namedByUser: false,
      ...(onlyNamed === true && { onlyNamed }),
      ...(kept !== undefined && { kept: String(kept) }),
    });
  }
  return { contexts: contexts.map(copiedContext), locations: found };
}

function copiedContext(context: FoundContext): FoundContext {
  const { id, label, executable, version, foundBy, location, decidedBy } = context;
  const { caching, cachingDecidedBy, remarks, onlyNamed } = context;
  return {
    id: String(id),
    label: String(label),
    ...(executable !== undefined && { executable: String(executable) }),
    ...(version !== undefined && { version: String(version) }),
    ...(foundBy !== undefined && { foundBy: foundBy.map(copiedFoundBy) }),
    ...(location !== undefined && { location: String(location) }),
    ...(decidedBy !== undefined && { decidedBy: decidedBy.map(copiedFoundBy) }),
    caching: caching === 'on' || caching === 'off' ? caching : 'unknown',
    ...(onlyNamed !== undefined && { onlyNamed: onlyNamed === true }),
    ...(cachingDecidedBy !== undefined && { cachingDecidedBy: cachingDecidedBy.map(copiedFoundBy) }),
    ...(remarks !== undefined && { remarks: remarks.map(String) }),
  };
}

function copiedFoundBy({ rule, detail }: FoundBy): FoundBy {
  return { rule, detail: String(detail) };
}

/**
 * What the tool's own report would say of a location, copied as data; none when its provider does not know. Throws
 * `BAD_PROVIDER` for an answer that is none.
 */
export async function viewsOf(
  provider: CacheProvider,
  found: FoundLocation,
  context: ToolContext,
): Promise<readonly ToolView[]> {
  const cache = provider.caches.find(({ id }) => id === found.cache);
  const views = (await cache?.views?.(found, context)) ?? [];
  if (!Array.isArray(views)) throw badAnswer(provider, 'did not answer with a list of views');
  return (views as ToolView[]).map(({ of, contexts, command, figures, besides, remarks }) => ({
    of: String(of),
    contexts: contexts.map(String),
    ...(command !== undefined && { command: String(command) }),
    figures: figures.map(({ label, value, unit, text }) => ({
      label: String(label),
      value: Number(value),
      unit: unit === 'bytes' ? 'bytes' : 'files',
      text: String(text),
    })),
    besides: besides.map(({ what, files, bytes, counted }) => ({
      what: String(what),
      files: Number(files),
      bytes: Number(bytes),
      counted: counted === true,
    })),
    ...(remarks !== undefined && { remarks: remarks.map(String) }),
  }));
}

/**
 * Where a path leads, links above its last name resolved; nothing when nothing is there. A value that cannot be a
 * path is shown as it was written where a tool would use it, and never looked at.
 */
export async function whereIs(
  { path, active }: Pick<FoundPath, 'path' | 'active'>,
  context: ToolContext,
): Promise<string | undefined> {
  if (locationProblem(path, context) !== undefined) return active ? path : undefined;
  const sighting = sight(path);
  return sighting.is === 'absent' ? undefined : sighting.path;
}

/**
 * What a provider says is in a location, held against the patterns that it declared: every item must match one of its
 * section's, lie apart from all others and from what is kept, and no section may be less grave than declared.
 * Throws `BAD_PROVIDER` for an answer that goes beyond.
 */
export async function inspectLocation(
  provider: CacheProvider,
  cache: FolderCache,
  found: FoundLocation,
  context: ToolContext,
): Promise<LocationInfo> {
  const wrong = (what: string) => badAnswer(provider, what);
  const { sections, holders, inUse } = await provider.info(found, context);
  if (!Array.isArray(sections) || !Array.isArray(holders)) throw wrong('did not answer with lists');
  const taken = new TakenPaths(keptPaths(cache, found.path, context.uid));
  const checked = (sections as FoundSection[]).map(({ id, safety, because, paths }): FoundSection => {
    const spec = cache.sections.find((candidate) => candidate.id === id);
    if (spec === undefined) throw wrong(`names a section "${id}" that it does not have`);
    const items = [...paths];
    for (const path of items) {
      const below = typeof path === 'string' ? pathBelow(found.path, path) : undefined;
      const matches = below !== undefined && spec.paths.some((pattern) => matchPattern(pattern, below));
      if (!matches) throw wrong(`names ${path}, which is no ${id} of ${found.path}`);
      if (taken.touches(path)) throw wrong(`names ${path}, which is kept or another section's`);
      taken.add(path);
    }
    const believed = safety === spec.safety || isGraver(safety, spec.safety);
    return {
      ...sectionAt(found, spec, items),
      ...(believed && { safety, ...(because !== undefined && { because: String(because) }) }),
    };
  });
  const known = inUse === 'yes' || inUse === 'no' ? inUse : 'unknown';
  return { sections: checked, holders: holders.map(copiedHolder), inUse: known };
}

function copiedHolder({ kind, pid, detail, sections, paths }: Holder): Holder {
  return {
    kind: kind === 'lock' ? 'lock' : 'process',
    ...(pid !== undefined && { pid: Number(pid) }),
    detail: String(detail),
    ...(sections !== undefined && { sections: sections.map(String) }),
    ...(paths !== undefined && { paths: paths.map(String) }),
  };
}

function badAnswer({ id }: CacheProvider, what: string): DevcleanError {
  return new DevcleanError('BAD_PROVIDER', `The provider "${id}" ${what}.`, {
    hint: `Tell its authors; --exclude ${id} leaves it out meanwhile.`,
  });
}

/** The rest of a path behind a root, `/` between its names; nothing when it is not below it. */
function pathBelow(root: string, path: string): string | undefined {
  const rest = path.startsWith(root) ? path.slice(root.length) : '';
  if (root.endsWith('/')) return rest;
  return rest.startsWith('/') ? rest.slice(1) : undefined;
}
