import { noUsage, type Usage } from '@devclean/disk';
import { type ErrorData, errorData } from '../errors.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import { detectCaches } from '../provider/ask-provider.js';
import { isGraver } from '../provider/is-graver.js';
import { filledArgv, runnersOf } from '../provider/native-command.js';
import type { KnownProvider, ScannedManaged } from '../scan/scan-result.js';
import { managedEnvironment, surveyManaged, usageOfSection } from '../scan/survey-managed.js';
import type { ToolContext } from '../system/tool-context.js';
import type { NonEmpty } from '../words.js';
import type { ApplyEvent } from './apply-event.js';
import type { BatchLog } from './batch-log.js';
import type { Refused } from './guard.js';
import type { StepOutcome } from './purge-result.js';
import { type CommandEnd, runCommand } from './run-command.js';

export type NumberedStep = PurgeStep & { readonly number: number };

export interface ManagedSurroundings {
  readonly known: readonly KnownProvider[];
  readonly context: ToolContext;
  readonly log: BatchLog;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** Whether what goes is to be kept, in a hold or the trash. */
  readonly keep: boolean;
  /** Ids of the contexts that the user named for this run. */
  readonly named: readonly string[];
}

/** An outcome, and what the tool says is left; not complete where it did not say. */
export type ManagedOutcome = StepOutcome & { readonly left: Usage };

const unknown: Usage = { ...noUsage, complete: false };

/**
 * Has the tools clear the caches that only they can reach: each command once, after all that leads to it has been found anew. What is
 * gone is what the tool says it had less afterwards.
 */
export async function* runManaged(
  steps: readonly NumberedStep[],
  surroundings: ManagedSurroundings,
): AsyncGenerator<ManagedOutcome> {
  const groups = new Map<string, NumberedStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.origin, step.provider, step.argv]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  for (const group of groups.values()) {
    const proven = surroundings.context.signal.aborted
      ? notBegun
      : await prove(group, surroundings).catch((error: unknown) => errorData(error));
    if ('survey' in proven) yield* runGroup(group, proven, surroundings);
    else for (const { number, expected } of group) yield { ...notRun(number, proven), left: expected };
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
  return { step, status: 'refused', reason: why.reason, removed: noUsage, error };
}

function changed(detail: string): Refused {
  return { reason: 'changed-since-plan', detail, hint: 'Plan it again.' };
}

/** A command that may be run, and what there was before it. */
interface Proven {
  readonly survey: ScannedManaged;
  readonly argv: NonEmpty<string>;
  readonly ask: () => Promise<ScannedManaged | undefined>;
  readonly title: string;
}

/** The plan is believed in nothing: its words must be those that the provider and this machine give now. */
async function prove(
  group: readonly NumberedStep[],
  { known, context, keep, named }: ManagedSurroundings,
): Promise<Proven | Refused | ErrorData> {
  const [step] = group as [NumberedStep];
  const owner = known.find((one) => one.provider.id === step.provider && one.origin === step.origin);
  const cache = owner?.provider.managed?.find(({ sections }) => sections.some(({ id }) => id === step.section));
  const command = cache?.native.find(({ sections }) => sections.includes(step.section));
  if (owner === undefined || cache === undefined || command === undefined)
    return changed('no provider with this id, section and command is there any more');
  const { title } = owner.provider;
  if (keep) {
    const message = `It was to be kept, and what ${title} removes itself cannot be kept.`;
    return { code: 'CANNOT_HOLD', message, hint: 'It is untouched. Leave out --keep or --trash.' };
  }
  const { contexts } = await detectCaches(owner.provider, context);
  const runner = runnersOf(contexts, { named }).find(({ executable }) => executable === step.argv?.[0]);
  if (runner === undefined) return changed(`no ${title} that may be run is there now`);
  // A context of its own makes the tool be asked anew.
  const ask = () => surveyManaged(owner, cache, [runner], { ...context }, named);
  const survey = await ask();
  if (survey === undefined) return changed(`no ${title} that may be run is there now`);
  if (survey.refusal !== undefined) return survey.refusal;
  const argv = filledArgv(command.argv, { executable: runner.executable, server: survey.server });
  if (argv.length !== step.argv?.length || argv.some((word, i) => word !== step.argv?.[i]))
    return changed(`${title} would be told to clear something else by now`);
  for (const { section, safety } of group) {
    const now = cache.sections.find(({ id }) => id === section);
    if (now === undefined || !command.sections.includes(section))
      return changed(`the command does not clear ${section}`);
    if (safety === undefined || isGraver(now.safety, safety)) return changed(`${section} is ${now.safety} now`);
  }
  const beyond = command.sections.find(
    (section) => !group.some((one) => one.section === section) && usageOfSection(survey, section).allocatedBytes > 0,
  );
  if (beyond !== undefined) return changed(`the command would clear ${beyond} too, which is not in the plan`);
  return { survey, argv, ask, title };
}

async function* runGroup(
  group: readonly NumberedStep[],
  { survey, argv, ask, title }: Proven,
  { context, log, onEvent }: ManagedSurroundings,
): AsyncGenerator<ManagedOutcome> {
  const items = group.map(({ provider, section, expected }) => log.command({ provider, section, expected }));
  onEvent?.({ type: 'command', step: group[0]?.number ?? 0, argv });
  const end = await runCommand(argv, { ...context, env: managedEnvironment(survey.cache, context) });
  // After an interrupt it is not asked any more: then nobody knows what is left.
  const after = await askAgain(ask);
  let { output } = end;
  for (const [i, { number, section }] of group.entries()) {
    const before = usageOfSection(survey, section);
    const left = after === undefined ? unknown : usageOfSection(after, section);
    const removed = after === undefined ? noUsage : lessThan(before, left);
    const item = items[i];
    if (item !== undefined && after !== undefined)
      log.write(removed.allocatedBytes > 0 ? { type: 'done', item, removed } : { type: 'untouched', item });
    if (end.ended === 'well' && after !== undefined && left.reclaimableBytes === 0) {
      yield { step: number, status: 'done', removed, left };
      continue;
    }
    const error = failure(end, left, title);
    yield { step: number, status: 'failed', removed, left, error, ...(output !== '' && { output }) };
    output = ''; // once is enough
  }
}

/** Nothing where the tool does not say. */
async function askAgain(ask: Proven['ask']): Promise<ScannedManaged | undefined> {
  const survey = await ask().catch(() => undefined);
  return survey?.report.usage.complete ? survey : undefined;
}

function failure({ ended, how }: CommandEnd, left: Usage, title: string): ErrorData {
  const rest = left.complete
    ? `${title} says that ${left.reclaimableBytes} bytes are left that it could free`
    : `${title} does not say what is left`;
  const hint = `"devclean scan" shows what ${title} says of it.`;
  switch (ended) {
    case 'aborted':
      return { code: 'ABORTED', message: `Its command was interrupted; ${rest}.`, hint };
    case 'timed-out':
      return {
        code: 'COMMAND_FAILED',
        message: `Its command did not come to an end and was ended ${how}; ${rest}.`,
        hint,
      };
    case 'not-started':
      return { code: 'COMMAND_FAILED', message: `Its command could not be run: ${how}.`, hint };
    case 'badly':
      return { code: 'COMMAND_FAILED', message: `Its command ended ${how}; ${rest}.`, hint };
    case 'well':
      return { code: 'REMOVAL_INCOMPLETE', message: `Its command ended well, but ${rest}.`, hint };
  }
}

/** What there is less of: what a tool frees beyond the part that it called free is freed all the same. */
function lessThan(before: Usage, after: Usage): Usage {
  const bytes = Math.max(0, before.allocatedBytes - after.allocatedBytes);
  return { ...noUsage, apparentBytes: bytes, allocatedBytes: bytes, reclaimableBytes: bytes };
}
