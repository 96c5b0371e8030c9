import type {
  EntryList,
  EntryReport,
  LocationReport,
  ProviderReport,
  ScanReport,
  SectionReport,
  Usage,
} from '@devclean/core';

/** Documents as the engine makes them, short to write. */

export function usage(reclaimableBytes: number, more: Partial<Usage> = {}): Usage {
  const allocatedBytes = more.allocatedBytes ?? reclaimableBytes;
  return {
    files: 1,
    directories: 1,
    apparentBytes: allocatedBytes,
    allocatedBytes,
    reclaimableBytes,
    complete: true,
    ...more,
  };
}

export function section(
  id: string,
  safety: SectionReport['safety'],
  size: number,
  more: Partial<SectionReport> = {},
): SectionReport {
  return { id, title: `The ${id}`, safety, cost: 'It is fetched again.', paths: [], usage: usage(size), ...more };
}

export function location(
  path: string | null,
  sections: SectionReport[],
  more: Partial<LocationReport> = {},
): LocationReport {
  const unaccounted = more.unaccounted ?? usage(0, { files: 0 });
  const size = sections.reduce((sum, one) => sum + one.usage.reclaimableBytes, unaccounted.reclaimableBytes);
  return {
    path,
    active: true,
    state: 'recognised',
    foundBy: [],
    inUse: 'no',
    holders: [],
    usage: usage(size),
    sections,
    unaccounted,
    ...more,
  };
}

export function tool(id: string, locations: LocationReport[], more: Partial<ProviderReport> = {}): ProviderReport {
  const size = locations.reduce((sum, one) => sum + one.usage.reclaimableBytes, 0);
  return { id, title: id, origin: 'builtin', state: 'found', usage: usage(size), contexts: [], locations, ...more };
}

export function report(...providers: ProviderReport[]): ScanReport {
  const size = providers.reduce((sum, one) => sum + one.usage.reclaimableBytes, 0);
  return {
    schema: 'devclean.scan/1',
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1,
    totals: usage(size),
    providers,
  };
}

export function entry(
  name: string,
  version: string | undefined,
  size: number,
  more: Partial<EntryReport> = {},
): EntryReport {
  return {
    name,
    ...(version !== undefined && { version }),
    kind: 'tarball',
    location: '/home/ada/.npm',
    section: 'cacache',
    paths: [],
    usage: usage(size),
    ...more,
  };
}

export function list(provider: string, entries: EntryReport[], unnamed: EntryList['unnamed'] = []): EntryList {
  return { schema: 'devclean.list/1', provider, entries, unnamed };
}
