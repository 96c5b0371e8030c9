import type { LocationReport, ProviderReport, ScanReport, SectionReport, Usage } from '@devclean/core';

/** Documents as the engine makes them, short to write: what tests of rendering start from. */

export function usage(allocatedBytes: number, more: Partial<Usage> = {}): Usage {
  return {
    files: allocatedBytes === 0 ? 0 : 3,
    directories: 1,
    apparentBytes: allocatedBytes,
    allocatedBytes,
    reclaimableBytes: allocatedBytes,
    complete: true,
    ...more,
  };
}

export function section(
  id: string,
  safety: SectionReport['safety'],
  allocatedBytes: number,
  more: Partial<SectionReport> = {},
): SectionReport {
  return {
    id,
    title: `the ${id} of the tool`,
    safety,
    cost: `The next run fetches ${id} again.`,
    paths: [`/home/ada/.cache/${id}`],
    usage: usage(allocatedBytes),
    ...more,
  };
}

export function location(path: string, sections: SectionReport[], more: Partial<LocationReport> = {}): LocationReport {
  const unaccounted = more.unaccounted ?? usage(4096, { files: 0 });
  const allocated = sections.reduce((sum, part) => sum + part.usage.allocatedBytes, unaccounted.allocatedBytes);
  return {
    path,
    active: true,
    state: 'recognised',
    foundBy: [{ rule: 'default', detail: 'the default on Linux' }],
    inUse: 'no',
    holders: [],
    usage: usage(allocated),
    sections,
    unaccounted,
    ...more,
  };
}

export function provider(
  id: string,
  title: string,
  locations: LocationReport[],
  more: Partial<ProviderReport> = {},
): ProviderReport {
  return {
    id,
    title,
    origin: 'builtin',
    state: locations.length > 0 ? 'found' : 'absent',
    usage: usage(locations.reduce((sum, each) => sum + each.usage.allocatedBytes, 0)),
    contexts: [],
    locations,
    ...more,
  };
}

export function report(providers: ProviderReport[]): ScanReport {
  const allocated = providers.reduce((sum, each) => sum + each.usage.allocatedBytes, 0);
  return {
    schema: 'devclean.scan/1',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 100,
    totals: usage(allocated, { files: 12_345 }),
    providers,
  };
}

/** A developer's machine with some of everything. */
export const developer = report([
  provider('pip', 'pip', [
    location('/home/ada/.cache/pip', [
      section('http', 'safe', 940_000_000, { cost: 'The next install downloads every package again.' }),
      section('wheels', 'costly', 120_000_000, {
        cost: 'Packages without a wheel are compiled again, which needs their compilers and headers.',
      }),
    ]),
    location('/mnt/big/pip-cache', [section('http', 'safe', 55_000_000)], {
      active: false,
      foundBy: [{ rule: 'config', detail: 'global.cache-dir in /etc/pip.conf' }],
    }),
  ]),
  provider('gradle', 'Gradle', [
    location(
      '/home/ada/.gradle',
      [
        section('modules', 'costly', 1_900_000_000, {
          cost: 'The next build downloads every dependency again; offline builds fail.',
        }),
        section('wrapper', 'costly', 812_000_000, {
          cost: 'Each project downloads its Gradle again, 100 to 200 MB apiece.',
        }),
        section('daemon-logs', 'safe', 12_000_000),
        section('jdks', 'risky', 330_000_000, {
          cost: 'Builds that ask for these JDKs fail until Gradle has provisioned them again.',
        }),
      ],
      {
        inUse: 'yes',
        holders: [{ kind: 'process', pid: 4711, detail: 'Gradle daemon' }],
        unaccounted: usage(96_000_000, { files: 41 }),
      },
    ),
  ]),
  provider('npm', 'npm', [
    location('/home/ada/.npm', [section('cacache', 'safe', 700_000_000), section('logs', 'safe', 300_000)]),
  ]),
  provider('yarn', 'Yarn', []),
]);
