import type { ContextReport, FoundBy, InfoDocument, LocationReport, Refusal } from '@devclean/core';
import { gainOf, sizeOf } from './bytes.js';
import { type Gain, gainWords } from './gain-words.js';
import { refusalLines, remarksOn } from './location.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { toolViewLines } from './tool-views.js';
import { counted, documentationOnly, foundByWords, safetyWord, sentences, shortList } from './words.js';

export interface InfoView {
  readonly document: InfoDocument;
  readonly refusals: readonly Refusal[];
  /** What `devclean <tool> purge` would free now. */
  readonly purge: Gain;
}

/** One tool in full: who uses its caches, where they are, their parts, and what each costs to lose. */
export function renderInfo(view: InfoView, look: Look): string {
  const { document, refusals, purge } = printableDocument(view);
  const { provider, summary, homepage } = document;
  const { colors, width, signs } = look;
  const lines = [
    paragraph(`${colors.bold(provider.title)} ${signs.dot} ${summary}`, width),
    colors.dim(homepage),
    ...(provider.knownFrom ? [paragraph(documentationOnly, width)] : []),
    '',
    ...(provider.error ? [paragraph(colors.red(provider.error.message), width)] : []),
    ...(provider.error?.hint ? [paragraph(`${signs.arrow} ${provider.error.hint}`, width, '  ', '    ')] : []),
    ...(provider.contexts.length > 0 ? [...contextLines(provider.contexts, look), ''] : []),
    ...provider.locations.flatMap((location) => [
      ...locationLines(
        location,
        provider.id,
        refusals.filter(({ path }) => path === location.path),
        provider.contexts,
        look,
      ),
      '',
    ]),
    ...refusals
      .filter(({ path }) => !provider.locations.some((location) => location.path === path))
      .flatMap((refusal) => [refusal.path, ...refusalLines([refusal], look, '  '), '']),
  ];
  if (provider.state === 'absent') lines.push(`${provider.title} has no cache on this machine.`);
  else if (provider.state === 'found')
    lines.push(`${colors.bold(`devclean ${provider.id} purge`)} ${gainWords(purge, look)}.`);
  return lines.join('\n');
}

function contextLines(contexts: readonly ContextReport[], look: Look): string[] {
  const { colors, width } = look;
  const several = new Set(contexts.map(({ location }) => location)).size > 1;
  const rows = contexts.map(({ id, label, version, location, executable, foundBy = [], ...context }) => [
    id,
    version === undefined || label.includes(version) ? '' : version,
    cachingWord(context),
    several && location !== undefined ? shownPath(location, look, 30) : '',
    [
      width >= 110 && executable !== undefined ? `${label} ${colors.dim(shownPath(executable, look, 50))}` : label,
      ...foundBy.filter(({ detail }) => !label.includes(detail)).map((by) => colors.dim(`(${foundWords(by)})`)),
    ].join(' '),
  ]);
  const notes = new Map<string, string[]>();
  for (const context of contexts) {
    for (const note of notesOn(context)) notes.set(note, [...(notes.get(note) ?? []), context.id]);
  }
  const lines = [...notes].map(([note, ids]) => {
    const whose = ids.length === contexts.length ? '' : `${shortList(ids)}: `;
    return paragraph(`${whose}${note}`, width, '  ', '    ');
  });
  return [colors.bold('Used by'), ...table(rows, [{}, {}, {}, {}, {}], width, '  '), ...lines];
}

/** Nothing where there is no more to say than that nobody asked. */
function cachingWord({ caching, cachingDecidedBy = [] }: Pick<ContextReport, 'caching' | 'cachingDecidedBy'>): string {
  if (caching === 'off') return 'does not cache';
  return caching === 'on' || cachingDecidedBy.length === 0 ? '' : 'may not cache';
}

/** What decides over an installation's cache, where that is not the tool's default. */
function notesOn({ decidedBy = [], cachingDecidedBy = [], caching, remarks = [] }: ContextReport): string[] {
  const where = decidedBy.filter(({ rule }) => rule !== 'default');
  return [
    ...where.map((by) => `where it caches is ${foundByWords([by])}`),
    ...cachingDecidedBy.map(({ detail }) => `${caching === 'off' ? 'does not cache' : 'may not cache'}: ${detail}`),
    ...remarks,
  ];
}

function foundWords({ rule, detail }: FoundBy): string {
  return rule === 'project' ? `of the project ${detail}` : detail;
}

function locationLines(
  location: LocationReport,
  tool: string,
  refusals: readonly Refusal[],
  contexts: readonly ContextReport[],
  look: Look,
): string[] {
  const { colors, width } = look;
  const remarks = remarksOn(location, look);
  if (location.foundBy.every(({ rule }) => rule === 'default')) {
    remarks.unshift('where the tool keeps it by default');
  }
  const size = `${sizeOf(location.usage, look)} in ${counted(location.usage.files, 'file')}`;
  return [
    colors.bold(location.path ?? 'inside the tool'),
    ...[size, ...remarks].map((remark) => paragraph(remark, width, '  ', '    ')),
    ...refusalLines(refusals, look, '  '),
    ...table(partRows(location, tool, look), [{}, { align: 'right' }, {}, {}], Math.min(width, 120), '  '),
    ...toolViewLines(location.toolViews ?? [], contexts, look),
  ];
}

function partRows({ sections, unaccounted }: LocationReport, tool: string, look: Look): Row[] {
  const rows: Row[] = sections
    .toSorted((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes)
    .map(({ id, title, usage, safety, cost, because }) => [
      id,
      sizeOf(usage, look),
      safetyWord(safety, look),
      sentences(
        title,
        because,
        cost,
        frees(usage, look),
        safety === 'risky' && `Goes only with --section ${tool}/${id}`,
      ),
    ]);
  if (unaccounted.allocatedBytes === 0 && unaccounted.files === 0) return rows;
  const rest = `${counted(unaccounted.files, 'file')} in no part of the cache: never removed.`;
  return [...rows, ['the rest', sizeOf(unaccounted, look), 'kept', rest].map((cell) => look.colors.dim(cell))];
}

function frees(usage: LocationReport['usage'], look: Look): string {
  if (!usage.complete || usage.reclaimableBytes === usage.allocatedBytes) return '';
  return `Frees ${gainOf(usage, look)}: the rest has links from elsewhere.`;
}
