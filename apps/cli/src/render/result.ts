import type { PurgePlan, PurgeResult, StepOutcome, ToolAnswer } from '@devclean/core';
import { bytes, gainOf } from './bytes.js';
import type { Look } from './look.js';
import { printable, printableDocument } from './printable.js';
import { roomMadeSentence } from './room.js';
import { paragraph } from './table.js';
import { counted, listed, shownTime, whyLeft } from './words.js';

/** What happened to a plan: freed against promised, what was not done and why, and what the disk says. */
export function renderResult(document: PurgeResult, look: Look): string {
  const { plan, outcomes, removed, remaining, verifications, room } = printableDocument(document);
  const { colors, width } = look;
  const undone = outcomes.filter(({ status }) => status !== 'done');
  return [
    paragraph(freed(document, look), width),
    ...(room === undefined ? [] : [roomMadeSentence(document, room, look)].map((words) => paragraph(words, width))),
    ...heldWords(document).map((words) => paragraph(words, width)),
    ...(undone.length > 0 ? ['Not removed', ...notRemoved(undone, plan, look)] : []),
    ...printed(document, look),
    ...(undone.length === 0 && remaining.files > 0 ? [paragraph(stillThere(document), width)] : []),
    ...(remaining.complete
      ? []
      : [paragraph(colors.yellow('It could not be looked again whether all of it is gone.'), width)]),
    ...verifications.map((said) => paragraph(toolWords(said, look), width, '', '  ')),
    ...(room === undefined &&
    removed.files > 0 &&
    outcomes.some(({ status, heldUntil }) => status === 'done' && heldUntil === undefined)
      ? diskWords(document).map((words) => paragraph(colors.dim(words), width))
      : []),
  ].join('\n');
}

function heldWords({ batch, outcomes }: PurgeResult): string[] {
  if (outcomes.some(({ trashedTo }) => trashedTo !== undefined)) {
    return [`It takes up its space until the trash is emptied. Until then "devclean undo ${batch}" brings it back.`];
  }
  const until = outcomes
    .flatMap(({ heldUntil }) => heldUntil ?? [])
    .sort()
    .at(-1);
  if (until === undefined) return [];
  return [
    `It takes up its space until ${shownTime(until)}. Until then "devclean undo ${batch}" brings it back, and "devclean history --free ${batch}" frees the space.`,
  ];
}

function stillThere({ remaining, plan }: PurgeResult): string {
  const what = `${counted(remaining.files, 'file')} (${bytes(remaining.allocatedBytes)})`;
  if (!plan.steps.some(({ kind }) => kind === 'command')) return `${what} appeared there again meanwhile.`;
  const leaves = [...new Set(plan.steps.flatMap((step) => step.leaves ?? []))];
  if (leaves.length > 0) return `Of it ${what} ${remaining.files === 1 ? 'is' : 'are'} left: ${listed(leaves)}.`;
  return `Of it ${what} ${remaining.files === 1 ? 'is' : 'are'} left, which the tool does not count; without --via native devclean removes it.`;
}

/** The last lines that commands printed, each as a line of its own. */
function printed({ outcomes }: PurgeResult, { colors, width }: Look): string[] {
  return outcomes
    .flatMap(({ output }) => output?.split(/\r?\n/).slice(-mostLines) ?? [])
    .map((line) => colors.dim(paragraph(printable(line), width, '    ', '    ')));
}

const mostLines = 12;

/** A part of many files may be refused many times for one reason, which is said once. */
function notRemoved(undone: readonly StepOutcome[], plan: PurgePlan, { colors, signs, width }: Look): string[] {
  const parts = new Map<string, { why: string; hint: string | undefined; names: Set<string> }>();
  for (const outcome of undone) {
    const step = plan.steps[outcome.step];
    const why = whyNot(outcome);
    const hint = outcome.error?.hint;
    const part = parts.get(`${why}\0${hint}`) ?? { why, hint, names: new Set() };
    part.names.add(step ? `${step.provider}/${step.section}` : 'unknown');
    parts.set(`${why}\0${hint}`, part);
  }
  return [...parts.values()].flatMap(({ why, hint, names }) => {
    const line = paragraph(`${listed([...names])}: ${colors.yellow(why)}`, width, '  ', '    ');
    return hint === undefined ? [line] : [line, paragraph(`${signs.arrow} ${hint}`, width, '    ', '      ')];
  });
}

function freed({ plan, removed, trashed, outcomes }: PurgeResult, look: Look): string {
  const { colors } = look;
  const all = outcomes.every(({ status }) => status === 'done');
  if (trashed !== undefined) {
    if (!outcomes.some(({ trashedTo }) => trashedTo !== undefined)) return 'Nothing was moved to the trash.';
    const of = all ? '' : ` of ${gainOf(plan.expected, look)}`;
    return `Moved ${colors.bold(gainOf(trashed, look))}${of} in ${counted(trashed.files, 'file')} to the trash.`;
  }
  const held = outcomes.some(({ heldUntil }) => heldUntil !== undefined);
  if (removed.files === 0 && removed.directories === 0 && removed.allocatedBytes === 0)
    return all ? 'There was nothing to remove.' : 'Nothing was removed.';
  const gain = colors.bold(colors.green(gainOf(removed, look)));
  const promised =
    all && removed.reclaimableBytes === plan.expected.reclaimableBytes ? '' : ` of ${gainOf(plan.expected, look)}`;
  const files = removed.files + removed.directories > 0 ? ` in ${counted(removed.files, 'file')}` : '';
  return `${held ? 'Took away' : 'Freed'} ${gain}${promised}${files}.`;
}

/** The tool's own word; and how to ask it, where that is not what was hoped for. */
function toolWords({ question, answer, detail }: ToolAnswer, { colors }: Look): string {
  if (answer === 'empty') return `${detail}.`;
  const words = `${detail} (asked with "${question}").`;
  return answer === 'not-empty' ? colors.yellow(words) : words;
}

function whyNot({ status, reason, error }: StepOutcome): string {
  const why = reason === undefined ? error?.message : whyLeft(reason, error?.message);
  return why === undefined ? status : `${status}: ${why}`;
}

/** What was freed may be less than what anything else on the machine, this run's journal included, wrote meanwhile. */
const noticeableBytes = 1_000_000;

function diskWords({ freeSpaceDelta, removed }: PurgeResult): string[] {
  if (freeSpaceDelta > 0) return [`The disk has ${bytes(freeSpaceDelta)} more free space than before.`];
  if (removed.reclaimableBytes < noticeableBytes) return [];
  return ['The free space of the disk did not grow: something else is writing to it, or still holds the files open.'];
}
