import type { Scan } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders, type Providers } from '../providers.js';
import { printable } from '../render/printable.js';
import { renderScan, type SweepGains } from '../render/scan.js';
import { paragraph } from '../render/table.js';
import { type OutputFlags, openSession } from '../session.js';
import { scanMachine } from './scan-machine.js';

export interface ScanFlags extends OutputFlags {
  readonly tree?: boolean;
  readonly exclude?: readonly string[] | undefined;
  readonly location?: readonly string[] | undefined;
}

/** `devclean scan [TOOL…]`. What it finds is no failure: the exit code is 0. */
export async function runScan(config: Interfaces.Config, tools: readonly string[], flags: ScanFlags): Promise<void> {
  const session = await openSession(flags);
  const providers = await loadProviders(config, { tools, exclude: flags.exclude ?? [] });
  const found = await scanMachine(session, providers, flags.location);
  if (session.json) return session.emit(found.report);
  for (const { message, hint } of found.report.warnings ?? []) {
    session.note(paragraph(printable([message, hint].join(' ')), session.err.width, '', '  '));
  }

  const { report, refusals } = found;
  const isAny = report.providers.some(({ state }) => state === 'found');
  if (flags.tree && isAny) {
    const { renderTree } = await import('../render/tree.js');
    return session.print(renderTree(report, session.out));
  }
  const sweep = isAny ? await sweepGains(found, providers) : undefined;
  session.print(renderScan({ report, refusals, ...(sweep && { sweep }), quiet: session.quiet }, session.out));
}

async function sweepGains(found: Scan, providers: Providers): Promise<SweepGains> {
  const { gain } = await import('./gain.js');
  return {
    safe: gain(found, providers, { allow: 'safe', onlyProven: true }),
    costly: gain(found, providers, { allow: 'costly', onlyProven: true }),
    leftovers: gain(found, providers, { allow: 'safe', leftovers: true, onlyProven: true }),
  };
}
