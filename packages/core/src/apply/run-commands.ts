import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createLinkLedger, measureTree, noUsage, type Usage, usageOf } from '@devclean/disk';
import { type ErrorData, errorData } from '../errors.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import { detectCaches } from '../provider/ask-provider.js';
import type { FolderCache, NativeCommand } from '../provider/cache-provider.js';
import { keptPaths, overlap } from '../provider/kept-paths.js';
import { filledArgv, nativeCommandOf, runnersOf, usersOf } from '../provider/native-command.js';
import { expandPattern, matchPattern } from '../provider/pattern.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { entryAt, identityKey } from '../system/identity.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { mountPoints } from '../system/mounts.js';
import { unsafeWay } from '../system/unsafe-way.js';
import type { NonEmpty } from '../words.js';
import type { ApplyEvent } from './apply-event.js';
import type { BatchLog } from './batch-log.js';
import { type GuardedLocation, type GuardOptions, guardItem, type Refused } from './guard.js';
import { entryProtection, itemProtection } from './protected-places.js';
import type { StepOutcome, ToolAnswer } from './purge-result.js';
import { type CommandEnd, runCommand } from './run-command.js';

/** What the steps of a location that a tool's own commands carry out are held against. */
export interface CommandSurroundings {
  readonly guarded: GuardedLocation;
  readonly guard: GuardOptions;
  readonly owner: KnownProvider;
  readonly cache: FolderCache;
  readonly log: BatchLog;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** Whether what goes is to be kept, in a hold or the trash. */
  readonly keep: boolean;
  /** Ids of the contexts that the user named for this run. */
  readonly named: readonly string[];
  /** Asks the tool about what these steps removed. */
  readonly ask: (steps: readonly PurgeStep[]) => Promise<readonly ToolAnswer[]>;
}

type NumberedStep = PurgeStep & { readonly number: number };

/**
 * Runs the commands among a location's steps: each once, for all of its steps together, after every one of them has passed the guard
 * as if devclean removed it itself. What is gone afterwards is measured, whatever the command says.
 */
export async function* runCommands(
  steps: readonly NumberedStep[],
  surroundings: CommandSurroundings,
): AsyncGenerator<StepOutcome> {
  const groups = new Map<string, NumberedStep[]>();
  for (const step of steps.filter(({ kind }) => kind === 'command')) {
    const key = JSON.stringify(step.argv);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  for (const group of groups.values()) {
    const against = surroundings.guard.context.signal.aborted
      ? notBegun
      : await reasonAgainst(group, surroundings).catch((error: unknown) => errorData(error));
    if (against === undefined) yield* runGroup(group, surroundings);
    else for (const { number } of group) yield notRun(number, against);
  }
}

const notBegun: ErrorData = {
  code: 'ABORTED',
  message: 'It was interrupted before its command was run.',
  hint: 'It is untouched: the same command again takes it.',
};

function notRun(step: number, why: Refused | ErrorData): StepOutcome {
  if ('code' in why) return { step, status: 'failed', removed: noUsage, error: why };
  const error: ErrorData = { code: 'REFUSED', message: why.detail, ...(why.hint && { hint: why.hint }) };
  return { step, status: 'refused', reason: why.reason, removed: noUsage, error, ...why.at };
}

async function reasonAgainst(
  group: readonly NumberedStep[],
  surroundings: CommandSurroundings,
): Promise<Refused | ErrorData | undefined> {
  const { guarded, guard, cache, keep } = surroundings;
  const { found } = guarded;
  const [{ section }] = group as [NumberedStep];
  const command = nativeCommandOf(cache, section);
  if (command === undefined || !group.every((step) => command.sections.includes(step.section)))
    return changed('the tool has no such command any more');
  if (keep) {
    const message = `It was to be kept, and what ${surroundings.owner.provider.title} removes itself cannot be kept.`;
    return { code: 'CANNOT_HOLD', message, hint: 'It is untouched. Leave out --keep, --trash or --via native.' };
  }
  const wrong = await reasonAgainstProgram(command, group, surroundings);
  if (wrong !== undefined) return wrong;
  const { sections } = await guarded.lookAgain();
  const items = sections.filter(({ id }) => command.sections.includes(id)).flatMap(({ paths }) => paths);
  const beyond = items.find((item) => !group.some((step) => step.path === item && step.entry === undefined));
  if (beyond !== undefined) return changed(`the command would take ${beyond} too, which is not in the plan`);
  for (const step of group) {
    const item = await guardItem(step, guarded, guard);
    if (!('parent' in item)) return { ...item, detail: `${step.path}: ${item.detail}` };
    if (item.parent !== guarded.root) item.parent.close();
  }
  return reasonAgainstWrites(command, items, { location: found.path, cache, guard });
}

/** The plan's words must be those of an installation that the provider finds now, and that may be run. */
async function reasonAgainstProgram(
  { argv, since, except }: NativeCommand,
  [step]: readonly NumberedStep[],
  { owner, guarded: { found }, guard: { context }, named }: CommandSurroundings,
): Promise<Refused | undefined> {
  const { contexts } = await detectCaches(owner.provider, context);
  const runners = runnersOf(usersOf(found, contexts), { since, except, named });
  const runner = runners.find(({ executable }) => {
    const words = filledArgv(argv, { executable, location: found.path });
    return words.length === step?.argv?.length && words.every((word, i) => word === step.argv?.[i]);
  });
  if (runner === undefined) {
    const hint = `Plan it again; one that lies in a project is run only by "devclean ${owner.provider.id} purge" with --context.`;
    return { ...changed(`no ${owner.provider.title} that may be run has this command now`), hint };
  }
  if (context.uid !== 0) return undefined;
  const real = await context.realPath(runner.executable);
  const unsafe = real === undefined ? undefined : unsafeWay(real);
  return unsafe && { ...unsafe, hint: 'As root, devclean runs only what nobody else can replace.' };
}

/** All that a command may change is looked at like an item of ours. */
async function reasonAgainstWrites(
  { writes }: NativeCommand,
  items: readonly string[],
  { location, cache, guard }: { location: string; cache: FolderCache; guard: GuardOptions },
): Promise<Refused | undefined> {
  const { context, places } = guard;
  const mounts = await mountPoints();
  // The last one is a hold of ours, which is there when a run of ours made it.
  const kept = keptPaths(cache, location, context.uid).filter((at) => entryAt(at) !== undefined);
  let unreadable: string | undefined;
  const written = writes.flatMap((pattern) =>
    expandPattern(location, pattern, (folder) => {
      unreadable ??= folder;
    }),
  );
  if (unreadable !== undefined) return { reason: 'unreadable', detail: `${unreadable} cannot be looked into` };
  for (const at of written) {
    const entry = entryAt(at);
    if (entry === undefined) continue;
    if (entry.isSymbolicLink()) return { reason: 'link', detail: `${at} is a link, and the command might follow it` };
    if (context.uid !== undefined && Number(entry.uid) !== context.uid)
      return { reason: 'foreign-owner', detail: `${at} belongs to user ${entry.uid}` };
    const protection = itemProtection(at, places) ?? entryProtection(entry, places);
    if (protection !== undefined) return { reason: 'protected', detail: `${at}: ${protection}` };
    const mounted = places.mounted.get(identityKey(entry)) ?? mounts.find((mount) => isAtOrBelow(mount.path, at))?.path;
    if (mounted !== undefined) return { reason: 'mount', detail: `${mounted} is mounted in ${at}` };
    const keep = kept.find((one) => overlap(one, at));
    if (keep !== undefined)
      return { reason: 'protected', detail: `the command would touch ${keep}, which is no cache` };
    const isAround = items.some((item) => item !== at && isAtOrBelow(item, at));
    const stranger = isAround ? strangerIn(at, items, (child) => isWritten(child, location, writes)) : undefined;
    if (stranger !== undefined)
      return {
        reason: 'not-recognised',
        detail: `the command would take ${stranger} too, which is no known part of the cache`,
      };
  }
  return undefined;
}

function isWritten(at: string, location: string, writes: readonly string[]): boolean {
  const below = path.relative(location, at).split(path.sep).join('/');
  return writes.some((pattern) => matchPattern(pattern, below));
}

/** Something in a folder around items that is neither one of them nor known to be the command's. */
function strangerIn(folder: string, items: readonly string[], isKnown: (at: string) => boolean): string | undefined {
  for (const name of readdirSync(folder)) {
    const at = path.join(folder, name);
    if (items.includes(at)) continue;
    const stranger = items.some((item) => isAtOrBelow(item, at))
      ? strangerIn(at, items, isKnown)
      : isKnown(at)
        ? undefined
        : at;
    if (stranger !== undefined) return stranger;
  }
  return undefined;
}

function changed(detail: string): Refused {
  return { reason: 'changed-since-plan', detail };
}

async function* runGroup(
  group: readonly NumberedStep[],
  { guard: { context }, owner, cache, log, onEvent, ask }: CommandSurroundings,
): AsyncGenerator<StepOutcome> {
  const [{ argv = [], number, section: first }] = group as [NumberedStep];
  const command = nativeCommandOf(cache, first);
  const before = await usagesOf(group);
  const numbers = group.map((step) => announce(step, log));
  onEvent?.({ type: 'command', step: number, argv });
  const end = await runCommand(argv as unknown as NonEmpty<string>, context);
  const after = await usagesOf(group);
  const filesIn = (section: string) =>
    group.reduce((sum, step, i) => sum + (step.section === section ? (after[i]?.files ?? 0) : 0), 0);
  const answers = new Map<string, ToolAnswer | undefined>();
  for (const { section } of group) {
    if (end.ended !== 'well' || filesIn(section) === 0 || answers.has(section) || command?.leaves) continue;
    // A tool may leave what it does not count: it has to say itself that nothing is left.
    answers.set(section, (await ask(group.filter((step) => step.section === section)))[0]);
  }
  let { output } = end;
  for (const [i, step] of group.entries()) {
    const removed = difference(before[i] as Usage, after[i] as Usage);
    const item = numbers[i];
    if (item !== undefined)
      log.write(
        removed.files + removed.directories > 0 ? { type: 'done', item, removed } : { type: 'untouched', item },
      );
    const left = after[i] as Usage;
    const answer = answers.get(step.section);
    if (end.ended === 'well' && (left.files === 0 || command?.leaves || answer?.answer === 'empty')) {
      yield { step: step.number, status: 'done', removed };
      continue;
    }
    const error = failure(end, left, step, { title: owner.provider.title, use: command?.use, answer });
    yield { step: step.number, status: 'failed', removed, error, ...(output !== '' && { output }) };
    output = ''; // once is enough
  }
}

/** As for a removal in place: nobody can give back what a command took. */
function announce(step: NumberedStep, log: BatchLog): number | undefined {
  const { provider, section, identity, expected } = step;
  const at = step.path as string;
  const folder = entryAt(path.dirname(at));
  if (identity === undefined || folder === undefined) return undefined;
  const parent = { path: path.dirname(at), dev: String(folder.dev), ino: String(folder.ino) };
  const item = log.intent({ provider, section, parent, name: path.basename(at), identity, expected });
  if (item !== undefined) log.write({ type: 'removing', item });
  return item;
}

function failure(
  { ended, how }: CommandEnd,
  left: Usage,
  step: PurgeStep,
  {
    title,
    use,
    answer,
  }: {
    readonly title: string;
    readonly use: NativeCommand['use'] | undefined;
    readonly answer: ToolAnswer | undefined;
  },
): ErrorData {
  const hint =
    use === 'only'
      ? `Only ${title} itself can clear it: the command by hand may say more.`
      : 'Without --via native devclean removes it itself.';
  switch (ended) {
    case 'aborted':
      return { code: 'ABORTED', message: `Its command was interrupted; ${leftWords(left)}.`, hint };
    case 'timed-out':
      return {
        code: 'COMMAND_FAILED',
        message: `Its command did not come to an end and was ended ${how}; ${leftWords(left)}.`,
        hint,
      };
    case 'not-started':
      return { code: 'COMMAND_FAILED', message: `Its command could not be run: ${how}.`, hint };
    case 'badly':
      return { code: 'COMMAND_FAILED', message: `Its command ended ${how}; ${leftWords(left)}.`, hint };
    case 'well': {
      const said = answer ? ` (${answer.detail})` : '';
      const message = `${title} says that it is done, and ${leftWords(left)} at ${step.path}${said}.`;
      return { code: 'REMOVAL_INCOMPLETE', message, hint };
    }
  }
}

function leftWords({ files }: Usage): string {
  return files === 0 ? 'nothing is left' : files === 1 ? '1 file is left' : `${files} files are left`;
}

/** What lies at each step's path now. An interrupt does not end the look: what a command did has to be known. */
async function usagesOf(group: readonly PurgeStep[]): Promise<readonly Usage[]> {
  const usages: Usage[] = [];
  for (const { path: at } of group) {
    const links = createLinkLedger();
    const measured = at === undefined || entryAt(at) === undefined ? undefined : await measureTree(at, { links });
    usages.push(measured ? usageOf([measured.root], links) : noUsage);
  }
  return usages;
}

function difference(before: Usage, after: Usage): Usage {
  const less = (field: 'files' | 'directories' | 'apparentBytes' | 'allocatedBytes' | 'reclaimableBytes') =>
    Math.max(0, before[field] - after[field]);
  return {
    files: less('files'),
    directories: less('directories'),
    apparentBytes: less('apparentBytes'),
    allocatedBytes: less('allocatedBytes'),
    reclaimableBytes: less('reclaimableBytes'),
    complete: before.complete && after.complete,
  };
}
