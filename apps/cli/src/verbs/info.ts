import { type InfoDocument, type LocationReport, type Scan, viewsOf } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders, type Providers } from '../providers.js';
import { renderInfo } from '../render/info.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { gain } from './gain.js';
import { keepSetting } from './keep-setting.js';
import { scanMachine } from './scan-machine.js';

export interface InfoFlags extends OutputFlags {
  readonly location?: readonly string[] | undefined;
}

/** `devclean <tool> info`. */
export async function runInfo(config: Interfaces.Config, tool: string, flags: InfoFlags): Promise<void> {
  const session = await openSession(flags);
  const providers = await loadProviders(config, { tools: [tool] });
  const found = await scanMachine(session, providers, flags.location);
  const { startedAt, durationMs } = found.report;
  const [provider] = found.report.providers;
  if (provider === undefined) throw new Error(`the scan of ${tool} has no report`);
  const card = providers.known[0]?.provider;
  const document: InfoDocument = {
    schema: 'devclean.info/1',
    startedAt,
    durationMs,
    homepage: card?.homepage ?? '',
    summary: card?.summary ?? '',
    provider: { ...provider, locations: await withToolViews(found, providers, session) },
  };
  if (session.json) return session.emit(document);
  const { keepMs } = keepSetting(session) ?? {};
  const purge = gain(found, providers, { allow: 'costly', ...(keepMs !== undefined && { keepMs }) });
  session.print(renderInfo({ document, refusals: found.refusals, purge }, session.out));
}

/** What the tool itself says of each location, and what it leaves out. A provider that fails at that is no reason to tell nothing. */
async function withToolViews(found: Scan, { known }: Providers, { context }: Session): Promise<LocationReport[]> {
  const [one] = known;
  const folders = await Promise.all(
    found.locations.map(async (location) => {
      const { report } = location;
      if (one === undefined || report.state !== 'recognised') return report;
      const views = await viewsOf(one.provider, location.found, context).catch(() => []);
      context.signal.throwIfAborted();
      return views.length === 0 ? report : { ...report, toolViews: views };
    }),
  );
  return [...folders, ...(found.managed ?? []).map(({ report }) => report)];
}
