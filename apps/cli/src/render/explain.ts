import type {
  ExplainDocument,
  ExplainedCache,
  ExplainedCommand,
  ExplainedLocation,
  ExplainedSection,
  Explanation,
} from '@devclean/core';
import { sizeOf } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { documentationOnly, lastUseWord, listed, safetyPromises, safetyWord, sentences } from './words.js';

/** A tool's caches, or one part: what it is, what losing it costs, how the tool clears it, and what of it is here. */
export function renderExplain(document: ExplainDocument, look: Look): string {
  const { here } = printableDocument(document);
  return [renderExplanation(document, look), ...hereLines(here, look)].join('\n');
}

/** The part of it that no machine has a say in. */
export function renderExplanation(explanation: Explanation, look: Look): string {
  const { id, title, summary, knownFrom, caches } = printableDocument(explanation);
  const { colors, signs, width } = look;
  const several = caches.length > 1;
  return [
    paragraph(`${colors.bold(title)} ${signs.dot} ${summary}`, width),
    ...(knownFrom ? [paragraph(documentationOnly, width)] : []),
    ...caches.flatMap((cache) => ['', ...(several ? [colors.bold(cache.id)] : []), ...cacheLines(cache, id, look)]),
  ].join('\n');
}

function cacheLines(cache: ExplainedCache, tool: string, look: Look): string[] {
  const { sections } = cache;
  const rows = sections.map(
    (section): Row => [section.id, safetyWord(section.safety, look), sectionWords(section, tool)],
  );
  const promises = (['safe', 'costly', 'risky'] as const)
    .filter((safety) => sections.some((section) => section.safety === safety))
    .map((safety) => [safety, safetyPromises[safety]] as const);
  const room = Math.min(look.width, 120);
  return [...table(rows, [{}, {}, {}], room, '  '), '', ...factLines(cache, tool, look, promises)];
}

/** Where a cache is looked for, what is never taken of it, when it is in use, and how its tool clears it. */
export function factLines(
  cache: ExplainedCache,
  tool: string,
  { colors, width }: Look,
  before: readonly (readonly [string, string])[] = [],
): string[] {
  const { places, keep, usedBy, docs, commands } = cache;
  const facts: readonly (readonly [string, string])[] = [
    ...before,
    ['where', places.length > 0 ? listed(places, 'or') : 'where only the tool itself can reach it'],
    ['never taken', keep.join(', ')],
    ['in use while', usedWords(usedBy)],
    ...commandRows(commands, tool),
  ];
  const shown = facts.filter(([, words]) => words !== '').map(([label, words]) => [colors.dim(label), words]);
  const labelled = Math.max(...facts.map(([label, words]) => (words === '' ? 0 : label.length)));
  // An address that is wrapped is none.
  const address = `  ${colors.dim('read more'.padEnd(labelled))}  ${docs}`;
  return [...table(shown, [{}, {}], Math.min(width, 120), '  '), address];
}

/** More commands than so many say less to a person than their programs. */
const mostNamed = 6;

function usedWords({ commands, locks }: ExplainedCache['usedBy']): string {
  const named = commands.length > mostNamed ? [...new Set(commands.map((one) => one.split(' ')[0] ?? one))] : commands;
  const words = [
    ...(named.length > 0 ? [`${listed(named, 'or')} runs`] : []),
    ...(locks.length > 0 ? [`something holds ${listed(locks, 'or')}`] : []),
  ];
  return listed(words, 'or');
}

function sectionWords(section: ExplainedSection, tool: string): string {
  const { id, title, safety, cost, contains, together, graver = [] } = section;
  return sentences(
    title,
    cost,
    contains === 'packages' && 'Other people’s packages lie unpacked in it',
    ...graver.map((one) => `It is ${one.safety} where ${listed(one.when, 'or')}: ${one.because}`),
    together && 'Its parts refer to each other and go together',
    safety === 'risky' && `Goes only with --section ${tool}/${id}`,
  );
}

function commandRows(commands: readonly ExplainedCommand[], tool: string): (readonly [string, string])[] {
  if (commands.length === 0) return [['its command', 'devclean knows of none that clears it']];
  return commands.map((one, i) => [i === 0 ? 'its command' : ' ', commandWords(one, tool)]);
}

const runs = {
  preferred: 'What devclean runs unless told otherwise',
  'on-request': 'What --via native runs',
  only: 'The only way in which devclean clears it',
  never: '',
} as const;

function commandWords({ command, run, sections = [], since, leaves, effect }: ExplainedCommand, tool: string): string {
  return sentences(
    `${command}:`,
    effect,
    leaves && `Leaves ${leaves}`,
    sections.length > 0 &&
      `Clears ${listed(sections.map((id) => `${tool}/${id}`))}${since ? ` (from version ${since} on)` : ''}`,
    runs[run],
  );
}

function hereLines(here: readonly ExplainedLocation[], look: Look): string[] {
  const { colors, width } = look;
  if (here.length === 0) return ['', 'Nothing of it is on this machine now.'];
  const rows = here.flatMap(({ path, active, leftAlone, sections }): Row[] => [
    `  ${path === null ? 'kept by the tool itself' : shownPath(path, look, width - 2)}${active ? '' : ` ${look.signs.dot} leftover`}`,
    ...(leftAlone ? [paragraph(colors.yellow(`left alone: ${leftAlone}`), width, '    ', '      ')] : []),
    ...sections.map(
      ({ id, safety, because, usage, lastUsedAt, lastUsedFrom }): Row => [
        `    ${id}`,
        sizeOf(usage, look),
        safetyWord(safety, look),
        sentences(because, lastUsedAt && `Last ${lastUseWord[lastUsedFrom ?? 'mtime']} ${lastUsedAt.slice(0, 10)}`),
      ],
    ),
  ]);
  return ['', colors.bold('On this machine'), ...table(rows, [{}, { align: 'right' }, {}, {}], Math.min(width, 120))];
}
