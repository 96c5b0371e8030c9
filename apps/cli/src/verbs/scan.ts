import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderScan } from '../render/scan.js';
import { type OutputFlags, openSession } from '../session.js';
import { gain } from './gain.js';
import { keepSetting } from './keep-setting.js';
import { noteWarnings } from './note-warnings.js';
import { scanMachine } from './scan-machine.js';

export interface ScanFlags extends OutputFlags {
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

  const { keepMs } = keepSetting(session) ?? {};
  const kept = keepMs === undefined ? {} : { keepMs };
  const sweep = {
    safe: gain(found, providers, { allow: 'safe', onlyProven: true, ...kept }),
    costly: gain(found, providers, { allow: 'costly', onlyProven: true, ...kept }),
    leftovers: gain(found, providers, { allow: 'safe', leftovers: true, onlyProven: true, ...kept }),
  };
  session.print(
    renderScan(
      {
        report: found.report,
        refusals: found.refusals,
        sweep,
        quiet: session.quiet,
        ...(keepMs && { kept: session.settings.keep }),
      },
      session.out,
    ),
  );
}
