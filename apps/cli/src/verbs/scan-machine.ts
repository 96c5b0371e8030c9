import path from 'node:path';
import { type AppliedSetting, type ErrorData, type Scan, type ScanEvent, scan } from '@devclean/core';
import type { Providers } from '../providers.js';
import { bytes } from '../render/bytes.js';
import { counted } from '../render/words.js';
import type { Session } from '../session.js';

/** Scans with the given providers, telling at a terminal how far it is. Providers that were refused stand in the report as failed. */
export async function scanMachine(
  session: Session,
  { known, refused, leftOut = [], misnamed = [] }: Providers,
  locations: readonly string[] = [],
): Promise<Scan> {
  const { context, progress, settings } = session;
  progress.show(
    `Looking for caches of ${known.length === 1 ? known[0]?.provider.title : counted(known.length, 'tool')}`,
  );
  const titles = new Map(known.map(({ provider }) => [provider.id, provider.title]));
  const onEvent = (event: ScanEvent): void => {
    if (event.type !== 'progress') return;
    const { provider, files, allocatedBytes } = event;
    progress.show(
      `Measuring ${titles.get(provider) ?? provider}: ${bytes(allocatedBytes)} in ${counted(files, 'file')}`,
    );
  };
  try {
    const found = await scan(known, {
      context,
      onEvent,
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
