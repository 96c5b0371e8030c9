import path from 'node:path';
import { type Scan, type ScanEvent, scan } from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Session } from '../session.js';

/** Scans with the given providers, telling at a terminal how far it is. Providers that were refused stand in the report as failed. */
export async function scanMachine(
  session: Session,
  { known, refused }: Providers,
  locations: readonly string[] = [],
): Promise<Scan> {
  const { context, progress } = session;
  const shown = progress.live ? await shownProgress(session, known) : {};
  try {
    const found = await scan(known, {
      context,
      ...shown,
      locations: locations.map((place) => path.resolve(context.cwd, place)),
    });
    context.signal.throwIfAborted();
    return { ...found, report: { ...found.report, providers: [...found.report.providers, ...refused] } };
  } finally {
    progress.clear();
  }
}

/** Loaded only where somebody sees it. */
async function shownProgress(
  { progress }: Session,
  known: Providers['known'],
): Promise<{ readonly onEvent: (event: ScanEvent) => void }> {
  const { ScanProgress } = await import('../render/scan-progress.js');
  const scanning = new ScanProgress(known.map(({ provider }) => provider));
  progress.show(scanning.view);
  return { onEvent: (event) => scanning.note(event) };
}
