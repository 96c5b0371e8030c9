import type { FolderCache, NativeCommand, PurgeRequest } from '../provider/cache-provider.js';
import { chooseRunner, filledArgv, nativeCommandOf, usersOf } from '../provider/native-command.js';
import type { KnownProvider, Scan, ScannedItem, ScannedLocation } from '../scan/scan-result.js';
import type { NonEmpty, SkipReason } from '../words.js';
import { cannotBeKept, defaultKeepMs } from './keep.js';

/** Why something is left out of a plan. */
export interface Against {
  readonly reason: SkipReason;
  readonly detail?: string;
}

/** A tool's own command, as it is run. */
export interface PlannedCommand {
  readonly command: NativeCommand;
  readonly argv: NonEmpty<string>;
}

interface Circumstances {
  /** The location's sections that are not taken, and why. */
  readonly left: ReadonlyMap<string, Against | 'not-asked'>;
  readonly known: readonly KnownProvider[];
  readonly request: PurgeRequest;
  readonly scan: Scan;
}

/** Which of a location's sections the tool's own commands clear, and which cannot be taken as that was asked for. Pure. */
export function chooseCommands(
  location: ScannedLocation,
  circumstances: Circumstances,
): { readonly commands: ReadonlyMap<string, PlannedCommand>; readonly refused: ReadonlyMap<string, Against> } {
  const { left, known } = circumstances;
  const { found, origin } = location;
  const commands = new Map<string, PlannedCommand>();
  const refused = new Map<string, Against>();
  const provider = known.find((one) => one.provider.id === found.provider && one.origin === origin)?.provider;
  const cache = provider?.caches.find(({ id }) => id === found.cache);
  if (provider === undefined || cache === undefined) return { commands, refused };
  for (const { id } of location.sections) {
    if (left.has(id)) continue;
    const choice = commandFor(id, { ...circumstances, location, cache, title: provider.title });
    if (choice === undefined) continue;
    if ('command' in choice) commands.set(id, choice);
    else refused.set(id, choice);
  }
  return { commands, refused };
}

interface Choice extends Circumstances {
  readonly location: ScannedLocation;
  readonly cache: FolderCache;
  readonly title: string;
}

/** The command for a section, or why there is none to be had; nothing where devclean removes it itself. */
function commandFor(section: string, choice: Choice): PlannedCommand | Against | undefined {
  const { cache, title, request } = choice;
  const command = nativeCommandOf(cache, section);
  if (command === undefined) {
    if (request.via !== 'native') return undefined;
    return {
      reason: 'excluded',
      detail: `${title} has no command of its own for it; without --via native devclean removes it`,
    };
  }
  const problem = whyNotWhole(command, choice);
  if (request.via !== 'native') {
    if (command.use === 'on-request') return undefined;
    if (command.use === 'preferred' && (request.via === 'direct' || problem !== undefined)) return undefined;
    if (request.via === 'direct')
      return { reason: 'excluded', detail: `only ${title} itself can clear it; leave out --via direct` };
  }
  if (problem !== undefined) return { reason: 'excluded', detail: problem };
  return together(command, choice) ?? runBy(command, choice);
}

/** A command takes all of its sections at once, for good. */
function whyNotWhole(
  { sections, use, leaves }: NativeCommand,
  { location, request, title }: Choice,
): string | undefined {
  const keepMs = request.keepMs ?? (request.via === 'native' || use === 'only' ? 0 : defaultKeepMs(location.origin));
  if (keepMs > 0 || request.trash) return cannotBeKept(title, request);
  if (request.usedBefore !== undefined) return `${title} itself cannot remove by age`;
  const single = location.items.some(({ section, within }) => sections.includes(section) && within !== undefined);
  if (!single) return undefined;
  return leaves
    ? `${title} itself takes what is unused, and no single entries`
    : `${title} itself removes all or nothing`;
}

function together({ sections }: NativeCommand, { location, left, title }: Choice): Against | undefined {
  for (const { id } of location.sections) {
    const against = sections.includes(id) ? left.get(id) : undefined;
    if (against === undefined) continue;
    const what = `${title} itself would clear ${id} too`;
    if (against === 'not-asked') return { reason: 'excluded', detail: `${what}, which was not named` };
    return { reason: against.reason, detail: against.detail ? `${what}: ${against.detail}` : what };
  }
  return undefined;
}

function runBy(command: NativeCommand, { location, request, scan, title }: Choice): PlannedCommand | Against {
  const { found } = location;
  const contexts = scan.report.providers.find(({ id }) => id === found.provider)?.contexts ?? [];
  const { since, except } = command;
  const runner = chooseRunner(usersOf(found, contexts), { since, except, title, named: request.contexts });
  if (typeof runner === 'string') return { reason: 'not-knowable', detail: runner };
  return { command, argv: filledArgv(command.argv, { executable: runner.executable, location: found.path }) };
}

/** Where one item of a command's cannot go, the command is not run. */
export function reasonAgainstCommand(
  { command: { sections } }: PlannedCommand,
  location: ScannedLocation,
  reasons: ReadonlyMap<ScannedItem, Against | undefined>,
): Against | undefined {
  for (const item of location.items) {
    if (!sections.includes(item.section)) continue;
    if (!reasons.has(item))
      return { reason: 'excluded', detail: `its provider leaves out ${item.path}, and the tool itself would not` };
    const against = reasons.get(item);
    if (against !== undefined)
      return {
        ...against,
        detail: `the tool itself would take ${item.path} too${against.detail ? `: ${against.detail}` : ''}`,
      };
  }
  return undefined;
}
