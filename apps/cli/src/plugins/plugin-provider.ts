import {
  type CacheEntry,
  type CacheProvider,
  type CachingSpec,
  type CachingStatus,
  type Detection,
  DevcleanError,
  defineProvider,
  type FolderCache,
  type NonEmpty,
  type ProviderCard,
  type ToolContext,
} from '@devclean/core';
import type { ProviderData } from './messages.js';
import type { OpenPlugin } from './open-plugin.js';

/**
 * A plugin's provider, as the app sees it: its data copied and checked here, its functions called in the worker. Where the
 * caches' items and holders are is looked up by our own core; of what a plugin's provider computes itself, only where its
 * caches are, what raises a section's safety, who needs it, what is in it and what the tool says of it are asked for.
 * Throws `BAD_PROVIDER`.
 */
export function pluginProvider(plugin: OpenPlugin, index: number, { data, functions }: ProviderData): CacheProvider {
  const has = new Set(functions);
  /** A function of the provider's whose last argument is the context; nothing where it has none. */
  const at = <F>(path: string): F | undefined => {
    if (!has.has(path)) return undefined;
    const called = (...args: unknown[]) =>
      plugin.call(index, path, args.slice(0, -1), args[args.length - 1] as ToolContext);
    return called as F;
  };
  const card = cardOf(data);
  const spec = checked(card.id, () => {
    const caches = listOf(data.caches).map((cache, i) => cacheOf(cache, (name) => at(`caches.${i}.${name}`)));
    const status = at<CachingSpec['status']>('caching.status');
    const caching = data.caching as CachingSpec | undefined;
    return {
      apiVersion: 1 as const,
      ...card,
      caches: atLeastOne(caches),
      ...(caching && status && { caching: cachingOf(caching, status) }),
    };
  });
  const own = checked(card.id, () => defineProvider(spec));
  const detect = at<(context: ToolContext) => Promise<Detection>>('detect');
  return {
    ...own,
    async detect(context) {
      const found = (await detect?.(context)) as Partial<Detection> | undefined;
      if (!Array.isArray(found?.contexts) || !Array.isArray(found.locations)) throw bad(card.id, 'found no lists');
      return found as Detection;
    },
    async entries(section, context) {
      const cache = spec.caches.findIndex(({ id }) => id === section.cache);
      if (!has.has(`caches.${cache}.entries`)) return undefined;
      const named = await plugin.list(index, `caches.${cache}.entries`, [section], context);
      return named && entriesOf(named, card.id);
    },
  };
}

/** Who a provider says that it is, as text. */
function cardOf({ id, title, homepage, summary, knownFrom }: ProviderData['data']): ProviderCard {
  return {
    id: String(id),
    title: String(title ?? ''),
    homepage: String(homepage ?? ''),
    summary: String(summary ?? ''),
    ...(knownFrom === 'documentation' && { knownFrom }),
  };
}

async function* entriesOf(named: AsyncIterable<unknown>, id: string): AsyncGenerator<CacheEntry> {
  for await (const one of named) {
    if (!Array.isArray((one as Partial<CacheEntry> | null)?.paths)) throw bad(id, 'names an entry that is none');
    yield one as CacheEntry;
  }
}

type Given = Readonly<Record<string, unknown>>;

/** Field by field: what is not known here is not taken, and each is of its kind. */
function cacheOf(given: Given, at: <F>(name: string) => F | undefined): FolderCache {
  const inUse = given.inUse as NonNullable<FolderCache['inUse']> | undefined;
  const fingerprint = given.fingerprint as FolderCache['fingerprint'];
  const orphans = given.orphans as FolderCache['orphans'];
  const functions = {
    locate: at<NonNullable<FolderCache['locate']>>('locate'),
    assess: at<NonNullable<FolderCache['assess']>>('assess'),
    views: at<NonNullable<FolderCache['views']>>('views'),
    verify: verifying(at<NonNullable<FolderCache['verify']>>('verify')),
    // Only whether there is one: it is called through the provider.
    entries: at<NonNullable<FolderCache['entries']>>('entries'),
  };
  const cache = {
    kind: 'folder',
    id: String(given.id),
    locations: listOf(given.locations),
    fingerprint: { anyOf: texts(fingerprint.anyOf), noneOf: texts(fingerprint.noneOf ?? []) },
    ...(given.onlyWhereFound === true && { onlyWhereFound: true }),
    sections: listOf(given.sections).map(({ id, title, paths, safety, cost, contains, together, graverWhen }) => ({
      id: String(id),
      title: String(title),
      paths: texts(paths),
      safety: String(safety),
      cost: String(cost),
      ...(contains === 'packages' && { contains }),
      ...(together === true && { together }),
      ...(graverWhen !== undefined && { graverWhen: listOf(graverWhen).map(graverRuleOf) }),
    })),
    keep: texts(given.keep ?? []),
    ...(inUse && {
      inUse: defined({
        processes: texts(inUse.processes ?? []),
        ...(inUse.wherever === true && { wherever: true }),
        runsFrom: inUse.runsFrom && texts(inUse.runsFrom),
        locks: listOf(inUse.locks ?? []).map(({ path, kind, sections }) =>
          defined({ path: String(path), kind: String(kind), sections: sections && texts(sections) }),
        ),
        explain: at('inUse.explain'),
        needs: at('inUse.needs'),
      }),
    }),
    native: listOf(given.native ?? []).map(({ argv, sections, use, writes, since, except, leaves, effect }) =>
      defined({
        argv: texts(argv),
        sections: texts(sections),
        use,
        writes: texts(writes),
        since: since && String(since),
        except,
        leaves,
        effect: effect && String(effect),
      }),
    ),
    ...(given.ownCommands !== undefined && {
      ownCommands: listOf(given.ownCommands).map(({ command, effect }) => ({
        command: String(command),
        effect: String(effect),
      })),
    }),
    ...(given.docs !== undefined && { docs: String(given.docs) }),
    ...(orphans && { orphans: { remark: String(orphans.remark) } }),
    ...defined(functions),
  };
  return cache as unknown as FolderCache;
}

function graverRuleOf({ safety, because, from, variable, file, format, key, is, paths, below }: Given): Given {
  const text = (given: unknown) => (given === undefined ? undefined : String(given));
  return defined({
    safety: String(safety),
    because: String(because ?? ''),
    from: String(from),
    variable: text(variable),
    file: text(file),
    format: text(format),
    key: text(key),
    is: is && texts(is),
    paths: paths && texts(paths),
    below: text(below),
  });
}

function verifying(verify: FolderCache['verify']): FolderCache['verify'] {
  if (verify === undefined) return undefined;
  return async (sections, context) => {
    const said = await verify(sections, context);
    if (said === undefined) return undefined;
    const { question, answer, detail } = said;
    const isKnown = answer === 'empty' || answer === 'not-empty';
    return { question: String(question), answer: isKnown ? answer : 'unknown', detail: String(detail) };
  };
}

function cachingOf({ off, on, since, cost }: CachingSpec, status: CachingSpec['status']): CachingSpec {
  return {
    off: atLeastOne(texts(off)),
    on: atLeastOne(texts(on)),
    ...(since !== undefined && { since: String(since) }),
    cost: String(cost),
    status: async (context) => listOf(await status(context)) as unknown as readonly CachingStatus[],
  };
}

function listOf(given: unknown): readonly Given[] {
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'object' && one !== null)) {
    throw new Error('a list of objects is something else');
  }
  return given;
}

function atLeastOne<T>(list: readonly T[]): NonEmpty<T> {
  const [first, ...others] = list;
  if (first === undefined) throw new Error('a list has nothing in it');
  return [first, ...others];
}

function texts(given: unknown): readonly string[] {
  if (!Array.isArray(given)) throw new Error('a list of texts is something else');
  return given.map(String);
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function checked<T>(id: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof DevcleanError) throw error;
    throw bad(id, `is wrong: ${(error as Error).message}`);
  }
}

function bad(id: string, what: string): DevcleanError {
  return new DevcleanError('BAD_PROVIDER', `The provider "${id}" ${what}.`, { hint: 'Tell its authors.' });
}
