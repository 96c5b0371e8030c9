import { createLinkLedger, type LinkLedger, type Tally, type Usage, usageOf } from '@devclean/disk';
import pLimit from 'p-limit';
import { DevcleanError, type ErrorData } from '../errors.js';
import { type AppliedSetting, brokenProtection, type UserSettings } from '../own-files/settings.js';
import { sumOfUsages } from '../plan/sum-of-usages.js';
import { detectCaches } from '../provider/ask-provider.js';
import type { Detection, FoundLocation } from '../provider/cache-provider.js';
import { isRecognised } from '../provider/is-recognised.js';
import { sight } from '../provider/location-path.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { isoTime } from '../system/iso-time.js';
import { bootId } from '../system/machine.js';
import { mountPoints } from '../system/mounts.js';
import type { ToolContext } from '../system/tool-context.js';
import { failedReport } from './failed-report.js';
import { itemBonds } from './item-bonds.js';
import { namedLocation, settingsLocation } from './named-location.js';
import type { LocationState, ProviderReport, ScanReport } from './scan-report.js';
import type { KnownProvider, Scan, ScanEvent, ScannedManaged } from './scan-result.js';
import type { createSurveyor, Survey } from './survey-location.js';
import { surveyManaged } from './survey-managed.js';

export interface ScanOptions {
  readonly context: ToolContext;
  /** Paths that the user named with `--location`; they are looked at even if no rule leads there. */
  readonly locations?: readonly string[];
  /** Folders that the user's settings name: shown, and taken only where `locations` names them too. */
  readonly settings?: Pick<UserSettings, 'file' | 'locations'>;
  readonly onEvent?: (event: ScanEvent) => void;
}

/** How many tools are asked, and how many locations measured, at once. */
const concurrency = 4;

/** Finds and measures every cache of the given providers. A provider that fails is a finding, never the end. */
export async function scan(known: readonly KnownProvider[], options: ScanOptions): Promise<Scan> {
  // A context of this scan's own: what is read once for a context, the processes, is read anew.
  const context = { ...options.context };
  const startedAt = Date.now();
  const links = createLinkLedger();
  const broken = brokenProtection(context);
  const mounts = await mountPoints();
  let surveyor: Promise<ReturnType<typeof createSurveyor>> | undefined;
  // Loaded with the first location: to find that there is none takes half the code.
  const survey = async (one: KnownProvider, found: FoundLocation): Promise<Survey> => {
    surveyor ??= import('./survey-location.js').then(({ createSurveyor }) =>
      createSurveyor({ context, mounts, links, onEvent: options.onEvent }),
    );
    return (await surveyor)(one, found);
  };
  const toAsk = pLimit(concurrency);
  const toMeasure = pLimit(concurrency);
  const named = await namedLocations(known, options.locations ?? []);
  const more = settingsLocations(known, options.settings);

  const results = await Promise.all(
    known.map(async (one): Promise<ProviderScan> => {
      let result: ProviderScan;
      try {
        const detection = await toAsk(() => detectCaches(one.provider, context));
        const locations = withNamed(detection.locations, one, named, more.found);
        const surveys = await Promise.all(locations.map((found) => toMeasure(() => survey(one, found))));
        const managed = await Promise.all(
          (one.provider.managed ?? []).map((cache) =>
            toAsk(() => surveyManaged(one, cache, detection.contexts, context)),
          ),
        );
        const answered = managed.filter((one) => one !== undefined);
        result = providerScan(one, detection, { surveys: withoutMistaken(surveys), managed: answered, links });
      } catch (error) {
        context.signal.throwIfAborted();
        result = { report: failedReport(one.provider, one.origin, error), surveys: [], managed: [] };
      }
      options.onEvent?.({ type: 'provider', report: result.report });
      return result;
    }),
  );

  results.sort((a, b) => b.report.usage.allocatedBytes - a.report.usage.allocatedBytes);
  const surveys = results.flatMap((result) => result.surveys);
  const managed = results.flatMap((result) => result.managed);
  const locations = surveys.map((survey) => survey.location);
  const boot = bootId();
  const warnings = [...(broken ? [broken] : []), ...more.warnings];
  const bonds = itemBonds(
    withoutNested(surveys).flatMap(({ items }) => items),
    links,
  );
  const report: ScanReport = {
    schema: 'devclean.scan/1',
    startedAt: isoTime(startedAt),
    durationMs: Date.now() - startedAt,
    totals: sumOfUsages([usageOf(withoutNested(surveys).flatMap(talliesOf), links), ...managed.map(usageOfManaged)]),
    providers: results.map((result) => result.report),
    ...(warnings.length > 0 && { warnings }),
    ...(more.applied.length > 0 && { settings: [...more.applied] }),
  };
  return {
    report,
    locations,
    ...(managed.length > 0 && { managed }),
    ...(bonds.length > 0 && { bonds }),
    refusals: [...locations, ...managed].flatMap(({ refusal }) => refusal ?? []),
    uid: context.uid ?? -1,
    ...(boot !== undefined && { bootId: boot }),
  };
}

interface ProviderScan {
  readonly report: ProviderReport;
  readonly surveys: readonly Survey[];
  readonly managed: readonly ScannedManaged[];
}

function usageOfManaged({ report }: ScannedManaged): Usage {
  return report.usage;
}

function providerScan(
  { provider, origin }: KnownProvider,
  detection: Detection,
  { surveys, managed, links }: { surveys: Survey[]; managed: readonly ScannedManaged[]; links: LinkLedger },
): ProviderScan {
  const bySize = (survey: Survey) => survey.location.report.usage.allocatedBytes;
  surveys.sort((a, b) => Number(b.location.found.active) - Number(a.location.found.active) || bySize(b) - bySize(a));
  return {
    surveys,
    managed,
    report: {
      id: provider.id,
      title: provider.title,
      origin,
      ...(provider.knownFrom && { knownFrom: provider.knownFrom }),
      state: surveys.length + managed.length > 0 ? 'found' : 'absent',
      usage: sumOfUsages([usageOf(withoutNested(surveys).flatMap(talliesOf), links), ...managed.map(usageOfManaged)]),
      contexts: detection.contexts.map((context) => ({ ...context })),
      locations: [...surveys.map((survey) => survey.location.report), ...managed.map(({ report }) => report)],
    },
  };
}

/** A variable may name the folder for two caches of a tool (Yarn's for both Yarns): it is the one that recognises it. */
function withoutMistaken(surveys: readonly Survey[]): Survey[] {
  const has = (state: LocationState, at: string) =>
    surveys.some(({ location: { found, report } }) => found.path === at && report.state === state);
  return surveys.filter(
    ({ location: { found, report } }) => report.state !== 'unrecognised' || !has('recognised', found.path),
  );
}

function talliesOf({ tallies }: Survey): readonly Tally[] {
  return tallies;
}

/** All locations but those that lie in another, whose bytes that one has counted. */
function withoutNested(surveys: readonly Survey[]): readonly Survey[] {
  const measured = surveys.filter(({ tallies }) => tallies.length > 0);
  const paths = measured.map(({ location }) => location.found.path);
  const isNested = (at: string, i: number) =>
    paths.some((outer, j) => isAtOrBelow(at, outer) && (outer !== at || j < i));
  return measured.filter((_, i) => !isNested(paths[i] as string, i));
}

interface NamedLocation {
  readonly path: string;
  /** The provider and cache that recognise it. */
  readonly provider: string;
  readonly cache: string;
}

/** What the user named, and whose it is. Throws `UNKNOWN_LOCATION` for a path that is nobody's cache. */
async function namedLocations(
  known: readonly KnownProvider[],
  paths: readonly string[],
): Promise<readonly NamedLocation[]> {
  return Promise.all(
    paths.map(async (named) => {
      const sighting = sight(named);
      if (sighting.is !== 'there') {
        const why = sighting.is === 'absent' ? 'There is nothing' : 'You may not look at what is';
        throw new DevcleanError('UNKNOWN_LOCATION', `${why} at ${named}.`, {
          hint: 'Check the path given to --location.',
        });
      }
      const { path } = sighting;
      const candidates = known.flatMap(({ provider }) =>
        provider.caches.map((cache) => ({ provider: provider.id, cache })),
      );
      const owner =
        candidates.find(({ cache }) => isRecognised(cache, path)) ?? (known.length === 1 ? candidates[0] : undefined);
      if (owner === undefined) {
        throw new DevcleanError(
          'UNKNOWN_LOCATION',
          `${named} does not look like a cache of any tool that devclean knows.`,
          {
            hint: 'Look into the folder before you remove anything by hand. "devclean providers" lists the tools.',
          },
        );
      }
      return { path, provider: owner.provider, cache: owner.cache.id };
    }),
  );
}

/** What the settings name of these tools' caches. A folder that is not there, as of a disk that is away, is a warning and no error. */
function settingsLocations(
  known: readonly KnownProvider[],
  settings: ScanOptions['settings'],
): { found: readonly FoundLocation[]; warnings: readonly ErrorData[]; applied: readonly AppliedSetting[] } {
  const found: FoundLocation[] = [];
  const warnings: ErrorData[] = [];
  const { file = '', locations = [] } = settings ?? {};
  for (const { tool, path: at } of locations) {
    const caches = known.find(({ provider }) => provider.id === tool)?.provider.caches ?? [];
    const [first] = caches;
    if (first === undefined) continue;
    const sighting = sight(at);
    if (sighting.is === 'there') {
      // Nothing is read where there is no choice: the other end of a network may not answer.
      const cache = caches.length === 1 ? first : (caches.find((one) => isRecognised(one, sighting.path)) ?? first);
      found.push(settingsLocation(sighting.path, cache.id, tool));
    } else {
      const why = sighting.is === 'absent' ? 'there is nothing' : 'you may not look at what is';
      const hint = '"devclean config" shows your settings.';
      warnings.push({
        code: 'UNKNOWN_LOCATION',
        message: `Your settings name ${at} for ${tool}, and ${why} there.`,
        hint,
      });
    }
  }
  const value = found.map(({ path: at }) => at);
  return { found, warnings, applied: value.length > 0 ? [{ name: 'locations', value, file }] : [] };
}

function withNamed(
  found: readonly FoundLocation[],
  one: KnownProvider,
  named: readonly NamedLocation[],
  more: readonly FoundLocation[],
): FoundLocation[] {
  const mine = named.filter(({ provider }) => provider === one.provider.id);
  const isNamed = (path: string) => named.some((name) => name.path === path);
  const added = mine
    .filter(({ path }) => !found.some((location) => location.path === path))
    .map(({ path, cache, provider }) => namedLocation(path, cache, provider));
  const others = more.filter(
    ({ provider, path }) =>
      provider === one.provider.id && ![...found, ...added].some((location) => location.path === path),
  );
  return [
    ...found.map((location) => (isNamed(location.path) ? { ...location, namedByUser: true } : location)),
    ...added,
    ...others,
  ];
}
