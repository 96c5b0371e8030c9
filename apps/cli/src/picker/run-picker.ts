import { expectPurge, planPurge, type Scan, userProtection } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders, type Providers } from '../providers.js';
import type { Gain } from '../render/gain-words.js';
import { isPlain } from '../render/look.js';
import { factsFromReports } from '../render/plan.js';
import { renderScan } from '../render/scan.js';
import { counted } from '../render/words.js';
import { type OutputFlags, openSession } from '../session.js';
import { carryOut } from '../verbs/carry-out.js';
import { type Destination, destinationFlags } from '../verbs/destination-flags.js';
import { keepSetting } from '../verbs/keep-setting.js';
import { noteWarnings } from '../verbs/note-warnings.js';
import { refuseToRemove } from '../verbs/refuse-to-remove.js';
import { scanMachine } from '../verbs/scan-machine.js';
import { type PickablePart, type PickableTool, pickableTools, requestOf } from './pickable-tools.js';
import { withoutEcho } from './without-echo.js';

/** The flags of `devclean` alone, as oclif gives them. */
export interface PickerFlags extends Omit<OutputFlags, 'json'> {
  readonly plain?: boolean;
  readonly exclude?: readonly string[] | undefined;
  readonly keep?: string | undefined;
  readonly trash?: boolean;
}

/** `devclean` alone at a terminal: looks for caches, lets a person tick what goes, and carries that out like any other plan. */
export async function runPicker(config: Interfaces.Config, flags: PickerFlags): Promise<void> {
  // What is said from here on is said as plainly as it was asked for.
  if (flags.plain) process.env.ACCESSIBLE = '1';
  const asked = destinationFlags(flags);
  const session = await openSession(flags);
  const { context, err } = session;
  refuseToRemove(session);
  userProtection(context);
  const kept = asked.keepMs === undefined && !asked.trash ? keepSetting(session) : undefined;
  const destination = kept ? { keepMs: kept.keepMs } : asked;
  const providers = await loadProviders(config, {
    exclude: flags.exclude ?? [],
    leaveOut: session.settings.exclude,
  });
  if (isPlain(process.env)) session.note(`Looking for caches of ${counted(providers.known.length, 'tool')}.`);
  const found = isPlain(process.env)
    ? await scanMachine(session, providers)
    : await withoutEcho(process.stdin, () => scanMachine(session, providers));
  noteWarnings(found, session);
  const tools = pickableTools(found, providers.known, { destination, platform: context.platform });
  if (tools.length === 0) {
    const { report, refusals } = found;
    return session.print(renderScan({ report, refusals }, session.out));
  }

  const picked = isPlain(process.env)
    ? await (await import('./pick-by-number.js')).pickByNumber(session, tools)
    : await (await import('./picker-prompt.js')).pickAtScreen({
        tools,
        gainOf: gainIn(found, providers, destination),
        look: err,
        input: process.stdin,
        output: process.stderr,
        signal: context.signal,
      });
  if (picked === undefined) return session.print('Nothing was removed.');
  const request = {
    ...requestOf(
      picked.map(({ named }) => named),
      destination,
    ),
    settings: [...(found.report.settings ?? []), ...(kept ? [kept.applied] : [])],
  };
  const plan = planPurge(found, providers.known, request);
  const facts = factsFromReports(found.report.providers);
  await carryOut(session, { plan, known: providers.known, facts, locations: namedIn(tools, picked) }, flags);
}

/** What the ticked parts give back together, as their plan says it. */
function gainIn(found: Scan, { known }: Providers, destination: Destination): (parts: readonly PickablePart[]) => Gain {
  return (parts) => {
    const request = requestOf(
      parts.map(({ named }) => named),
      destination,
    );
    const { usage, isMost } = expectPurge(found, known, request);
    return { bytes: usage.reclaimableBytes, isMost };
  };
}

/** The places that are taken only by name, as a tick is. */
function namedIn(tools: readonly PickableTool[], picked: readonly PickablePart[]): readonly string[] {
  return tools.flatMap(({ places }) =>
    places.flatMap(({ path, isNamed, parts }) =>
      isNamed && path !== null && parts.some((part) => picked.includes(part)) ? [path] : [],
    ),
  );
}
