import { type PurgeRequest, planPurge } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderScan } from '../render/scan.js';
import { type OutputFlags, openSession } from '../session.js';
import { scanMachine } from './scan-machine.js';

export interface ScanFlags extends OutputFlags {
  readonly exclude?: readonly string[] | undefined;
  readonly location?: readonly string[] | undefined;
}

/** `devclean scan [TOOL…]`. What it finds is no failure: the exit code is 0. */
export async function runScan(config: Interfaces.Config, tools: readonly string[], flags: ScanFlags): Promise<void> {
  const session = await openSession(flags);
  const providers = await loadProviders(config, { tools, exclude: flags.exclude ?? [] });
  const found = await scanMachine(session, providers, flags.location);
  if (session.json) return session.emit(found.report);

  const gain = (allow: PurgeRequest['allow'], leftovers = false): number => {
    const request = { sections: [], allow, leftovers, locations: [], contexts: [], exclude: [] };
    return planPurge(found, providers.known, request).expected.reclaimableBytes;
  };
  const sweep = { safe: gain('safe'), costly: gain('costly'), leftovers: gain('safe', true) };
  session.print(
    renderScan({ report: found.report, refusals: found.refusals, sweep, quiet: session.quiet }, session.out),
  );
}
