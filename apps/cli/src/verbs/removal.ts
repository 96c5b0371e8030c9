import path from 'node:path';
import {
  checkClock,
  DevcleanError,
  exitCodeOf,
  listEntries,
  narrowToEntries,
  type PurgePlan,
  type PurgeRequest,
  planPurge,
  type Scan,
  splitIntoEntries,
  userProtection,
  writePlanFile,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders, type Providers } from '../providers.js';
import { factsFromReports, renderPlan } from '../render/plan.js';
import { printable } from '../render/printable.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { type ConfirmationFlags, carryOut } from './carry-out.js';
import { contextsNamed } from './contexts-named.js';
import { type Destination, destinationFlags } from './destination-flags.js';
import { keepSetting } from './keep-setting.js';
import { noteWarnings } from './note-warnings.js';
import { olderThanFlag } from './older-than-flag.js';
import { isOrphan, orphansRemark } from './orphans.js';
import { planRoom } from './plan-room.js';
import { refuseToRemove } from './refuse-to-remove.js';
import { type AskedRoom, roomFlags, roomRequest } from './room-flags.js';
import { scanMachine } from './scan-machine.js';
import { sectionsNamed } from './sections-named.js';
import { selectEntries } from './select-entries.js';
import { theProvider } from './the-provider.js';
import { checkCommands, viaFlag } from './via-flag.js';
import { withListProgress } from './with-list-progress.js';

/** The flags of `sweep` and `<tool> purge`, as oclif gives them. */
export interface RemovalFlags extends OutputFlags, ConfirmationFlags {
  readonly section?: readonly string[] | undefined;
  readonly include?: 'costly' | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly context?: readonly string[] | undefined;
  readonly location?: readonly string[] | undefined;
  readonly leftovers?: boolean;
  readonly 'older-than'?: string | undefined;
  readonly free?: string | undefined;
  readonly 'until-free'?: string | undefined;
  readonly 'plan-out'?: string | undefined;
  readonly via?: 'native' | 'direct' | undefined;
}

/** `devclean sweep [TOOL…]`: the safe parts of every tool, or of those named. */
export function runSweep(config: Interfaces.Config, tools: readonly string[], flags: RemovalFlags): Promise<void> {
  return remove(config, { tools, allow: flags.include ?? 'safe', onlyProven: true, flags });
}

/** `devclean <tool> purge`: naming the tool allows its costly parts too. */
export function runPurge(config: Interfaces.Config, tool: string, flags: RemovalFlags): Promise<void> {
  return remove(config, { tools: [tool], allow: 'costly', flags });
}

/** The flags of `<tool> remove`. */
export interface EntryRemovalFlags extends RemovalFlags {
  readonly 'with-index'?: boolean;
  readonly orphans?: boolean;
}

/** `devclean <tool> remove NAME…`: just these entries, of the same caches that `purge` takes. */
export function runRemove(
  config: Interfaces.Config,
  tool: string,
  words: readonly string[],
  flags: EntryRemovalFlags,
): Promise<void> {
  const narrow: Removal['narrow'] = async (found, providers, session) => {
    const { context } = session;
    const one = theProvider(tool, providers);
    if (flags.orphans) orphansRemark(one);
    const listing = await withListProgress(session, providers, (onEvent) =>
      listEntries(found, one, context, { onEvent }),
    );
    const named = selectEntries(one, listing, words);
    const asked = flags.orphans ? named.filter(isOrphan) : named;
    const selected = flags['with-index'] ? asked : asked.filter(({ report }) => report.kind !== 'index');
    return narrowToEntries(found, listing, new Set(selected), context);
  };
  return remove(config, { tools: [tool], allow: 'costly', flags, narrow });
}

interface Removal {
  readonly tools: readonly string[];
  readonly allow: PurgeRequest['allow'];
  readonly onlyProven?: boolean;
  readonly flags: RemovalFlags;
  /** To what of the caches it is limited. */
  readonly narrow?: (found: Scan, providers: Providers, session: Session) => Promise<Scan>;
}

async function remove(
  config: Interfaces.Config,
  { tools, allow, onlyProven = false, flags, narrow }: Removal,
): Promise<void> {
  const planOut = flags['plan-out'];
  if (planOut !== undefined && flags.yes) {
    throw new DevcleanError(
      'BAD_ARGUMENT',
      '--plan-out writes the plan and removes nothing, so --yes has nothing to confirm.',
      {
        hint: 'Leave out one of them, and carry the plan out with "devclean apply FILE --yes".',
      },
    );
  }
  const asked = destinationFlags(flags);
  const via = viaFlag(flags, asked);
  const age = olderThanFlag(flags);
  const room = roomFlags(flags, asked);
  const session = await openSession(flags);
  if (!flags['dry-run'] && planOut === undefined) refuseToRemove(session);
  if (age.usedBefore !== undefined) checkClock(session.context);
  userProtection(session.context); // Before anything else is said: without it nothing is removed
  const kept = isUndecided(asked, room, flags) ? keepSetting(session) : undefined;
  if (room && asked.keepMs === undefined && keepSetting(session) && !flags.quiet) {
    session.note(
      'Your settings keep what goes, which makes no room: what is taken for --free or --until-free is not kept.',
    );
  }
  const destination = kept ? { keepMs: kept.keepMs } : asked;
  const providers = await loadProviders(config, {
    tools,
    exclude: flags.exclude ?? [],
    leaveOut: tools.length === 0 ? session.settings.exclude : [],
  });
  const sections = sectionsNamed(flags.section ?? [], providers);
  checkCommands(flags, sections, providers);
  const whole = await scanMachine(session, providers, flags.location);
  noteWarnings(whole, session);
  const narrowed = narrow ? await narrow(whole, providers, session) : whole;
  const isSplit = narrow === undefined && age.usedBefore !== undefined;
  const found = isSplit
    ? await withListProgress(session, providers, (onEvent) =>
        splitIntoEntries(narrowed, providers.known, session.context, { onEvent }),
      )
    : narrowed;

  const request: PurgeRequest = {
    sections,
    allow,
    leftovers: flags.leftovers ?? false,
    locations: found.locations.filter((location) => location.found.namedByUser).map((location) => location.found.path),
    contexts: await contextsNamed(flags.context ?? [], contextsOf(whole), session.context),
    exclude: flags.exclude ?? [],
    ...(onlyProven && { onlyProven }),
    ...destination,
    ...via,
    ...age,
    settings: [...(whole.report.settings ?? []), ...(kept ? [kept.applied] : [])],
    ...(room && { room: await roomRequest(room, session.context) }),
  };
  const plan =
    room && !isSplit ? await planRoom(found, providers, request, session) : planPurge(found, providers.known, request);
  const facts = factsFromReports(found.report.providers);

  if (planOut !== undefined) return writePlan(session, plan, planOut);
  if (flags['dry-run']) {
    process.exitCode = exitCodeOf(plan);
    if (session.json) return session.emit(plan);
    return session.print(renderPlan(plan, facts, session.out));
  }
  const { locations, contexts } = request;
  await carryOut(session, { plan, known: providers.known, facts, locations, contexts }, flags);

  async function writePlan(on: Session, written: PurgePlan, file: string): Promise<void> {
    const target = path.resolve(on.context.cwd, file);
    await writePlanFile(target, written);
    process.exitCode = exitCodeOf(written);
    if (on.json) return on.emit(written);
    if (!on.quiet) on.print(renderPlan(written, facts, on.out));
    const shown = printable(file);
    on.print(`The plan is in ${shown}. Nothing was removed; "devclean apply ${shown}" does it.`);
  }
}

/** Whether no flag says what becomes of what goes. A tool's own command keeps nothing, and what is kept makes no room. */
function isUndecided(asked: Destination, room: AskedRoom | undefined, { via }: RemovalFlags): boolean {
  return asked.keepMs === undefined && !asked.trash && room === undefined && via !== 'native';
}

/** Every installation that a scan found. */
function contextsOf({ report }: Scan) {
  return report.providers.flatMap(({ contexts }) => contexts);
}
