import type { Scan } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders, type Providers } from '../providers.js';
import { renderScan, type SweepGains } from '../render/scan.js';
import { type OutputFlags, openSession } from '../session.js';
import { keepSetting } from './keep-setting.js';
import { noteWarnings } from './note-warnings.js';
import { scanMachine } from './scan-machine.js';

export interface ScanFlags extends OutputFlags {
  readonly tree?: boolean;
  readonly exclude?: readonly string[] | undefined;
  readonly location?: readonly string[] | undefined;
}

/** `devclean scan [TOOL…]`. What it finds is no failure: the exit code is 0. */
export async function runScan(config: Interfaces.Config, tools: readonly string[], flags: ScanFlags): Promise<void> {
  const session = await openSession(flags);
  const providers = await loadProviders(config, {
    tools,
    exclude: flags.exclude ?? [],
    leaveOut: tools.length === 0 ? session.settings.exclude : [],
  });
  const found = await scanMachine(session, providers, flags.location);
  if (session.json) return session.emit(found.report);
  noteWarnings(found, session);

  const { report, refusals } = found;
  const { keepMs } = keepSetting(session) ?? {};
  const isAny = report.providers.some(({ state }) => state === 'found');
  if (flags.tree && isAny) {
    const { renderTree } = await import('../render/tree.js');
    return session.print(renderTree(report, session.out));
  }
  const sweep = isAny ? await sweepGains(found, providers, keepMs) : undefined;
  const kept = keepMs === undefined ? undefined : session.settings.keep;
  const view = { report, refusals, ...(sweep && { sweep }), quiet: session.quiet, ...(kept && { kept }) };
  session.print(renderScan(view, session.out));
}

async function sweepGains(found: Scan, providers: Providers, keepMs: number | undefined): Promise<SweepGains> {
  const { gain } = await import('./gain.js');
  const request = { onlyProven: true, ...(keepMs !== undefined && { keepMs }) };
  return {
    safe: gain(found, providers, { allow: 'safe', ...request }),
    costly: gain(found, providers, { allow: 'costly', ...request }),
    leftovers: gain(found, providers, { allow: 'safe', leftovers: true, ...request }),
  };
}
