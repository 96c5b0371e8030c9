import type { CachingChange, CachingDocument, CachingReport } from '@devclean/core';
import type { Look } from './look.js';
import { printable, printableDocument } from './printable.js';
import { paragraph, type Row, table } from './table.js';
import { typed } from './words.js';

interface Shown {
  readonly document: CachingDocument;
  readonly title: string;
  /** What was asked for. */
  readonly to: 'on' | 'off' | undefined;
}

/** Whether each installation caches, what decides it, and what a person would not expect. */
export function renderCaching({ document, title, to }: Shown, look: Look): string {
  const { contexts, change, state, cost } = printableDocument(document);
  const { colors, width } = look;
  if (contexts.length === 0) return `No ${printable(title)} was found.`;
  const rows: Row[] = contexts.map(({ label, state: own, decidedBy, elsewhere }) => [
    label,
    own === 'off' ? colors.yellow('off') : own,
    decidedBy ?? elsewhere ?? 'the default',
  ]);
  const left = to === undefined ? [] : contexts.filter((one) => one.state !== to);
  const words =
    state === 'on'
      ? `${printable(title)} caches.`
      : state === 'off'
        ? `${printable(title)} does not cache. ${cost}`
        : '';
  return [
    ...(to !== undefined && left.length === 0 ? [`Caching is ${change?.done ? 'now' : 'already'} ${to}.`] : []),
    ...(to === undefined && words !== '' ? [paragraph(words, width)] : []),
    ...table(rows, [{}, {}, {}], width, '  '),
    ...new Set(contexts.flatMap(({ remarks = [] }) => remarks.map((remark) => paragraph(remark, width)))),
    ...left.map(({ label, state: own, elsewhere, decidedBy }) =>
      paragraph(
        colors.yellow(`${label} is still ${own}: ${elsewhere ?? decidedBy ?? 'something stronger'} decides.`),
        width,
        '',
        '  ',
      ),
    ),
  ].join('\n');
}

interface ChangeFacts {
  readonly title: string;
  readonly cost: string;
  readonly report: CachingReport;
}

/** What would be run, what that writes, and what it costs. */
export function renderCachingChange(change: CachingChange, facts: ChangeFacts, look: Look): string {
  const { argv, file, to } = printableDocument({ ...change });
  const { width, signs } = look;
  const others = facts.report.contexts.filter(({ state, elsewhere }) => state !== to && elsewhere !== undefined);
  return [
    paragraph(`${printable(facts.title)} ${signs.dot} caching ${to}`, width),
    paragraph(`runs ${argv.map(typed).join(' ')}`, width, '  ', '    '),
    ...(file === undefined ? [] : [paragraph(`writes ${file}`, width, '  ', '    ')]),
    ...(to === 'off' ? [paragraph(printable(facts.cost), width)] : []),
    ...new Set(
      facts.report.contexts.flatMap(({ remarks = [] }) => remarks.map((remark) => paragraph(printable(remark), width))),
    ),
    ...others.map(({ label, elsewhere }) =>
      paragraph(printable(`${label} stays as it is: ${elsewhere} decides.`), width),
    ),
  ].join('\n');
}
