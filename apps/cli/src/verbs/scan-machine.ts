import path from 'node:path';
import { type AppliedSetting, type ErrorData, type Scan, type ScanEvent, scan } from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Session } from '../session.js';

/** Scans with the given providers, telling at a terminal how far it is. Providers that were refused stand in the report as failed. */
export async function scanMachine(
  session: Session,
  { known, refused, leftOut = [], misnamed = [] }: Providers,
  locations: readonly string[] = [],
): Promise<Scan> {
  const { context, progress, settings } = session;
  const shown = progress.live ? await shownProgress(session, known) : {};
  try {
    const found = await scan(known, {
      context,
      ...shown,
      locations: locations.map((place) => path.resolve(context.cwd, place)),
      settings,
    });
    context.signal.throwIfAborted();
    const { report } = found;
    const { file } = settings;
    const applied: AppliedSetting[] = [
      ...(leftOut.length > 0 ? [{ name: 'exclude' as const, value: [...leftOut], file }] : []),
      ...(report.settings ?? []),
    ];
    const warnings = [...(report.warnings ?? []), ...misnamed.map(misnamedTool)];
    const providers = [...report.providers, ...refused];
    return {
      ...found,
      report: {
        ...report,
        providers,
        ...(warnings.length > 0 && { warnings }),
        ...(applied.length > 0 && { settings: applied }),
      },
    };
  } finally {
    progress.clear();
  }
}

function misnamedTool(name: string): ErrorData {
  return {
    code: 'UNKNOWN_TOOL',
    message: `Your settings leave out "${name}", and there is no tool called that.`,
    hint: '"devclean providers" lists the tools, and "devclean config" shows your settings.',
  };
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
