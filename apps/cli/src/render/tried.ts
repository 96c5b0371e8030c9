import type { ProviderTryDocument, Refusal, TriedPlace } from '@devclean/core';
import { sizeOf } from './bytes.js';
import { refusalLines } from './location.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, table } from './table.js';
import { counted, listed } from './words.js';

interface TriedView {
  readonly document: ProviderTryDocument;
  readonly refusals: readonly Refusal[];
}

/** What a description of a tool finds here, and why a folder is not recognised. */
export function renderTried(view: TriedView, look: Look): string {
  const { document, refusals } = printableDocument(view);
  const { provider, places } = document;
  const { colors, width } = look;
  const blocks = places.flatMap((place) => [
    `${colors.bold(shownPath(place.path, look, width))}`,
    paragraph(`${place.foundBy.rule}: ${place.foundBy.detail}`, width, '  '),
    ...verdict(place, look),
    ...matchLines(place, look),
    ...refusalLines(place.state === 'recognised' ? refusals.filter(({ path }) => path === place.path) : [], look, '  '),
    '',
  ]);
  const found = places.filter(({ state }) => state === 'recognised').length;
  const size = found > 0 ? `, ${sizeOf(provider.usage, look)}` : '';
  const none = places.length === 0 ? 'No rule leads anywhere on this system.' : '';
  const end = `${provider.title}: ${counted(found, 'cache')} of ${counted(places.length, 'place')}${size}. Nothing was added or changed.`;
  return [...blocks, ...(none ? [none] : []), paragraph(end, width)].join('\n');
}

function verdict({ state, fingerprint }: TriedPlace, { colors, width }: Look): string[] {
  const says = (text: string) => [paragraph(text, width, '  ', '    ')];
  const named = (patterns: readonly TriedPlace['fingerprint'][number][]) =>
    listed(patterns.map(({ pattern }) => pattern));
  switch (state) {
    case 'absent':
      return says(colors.dim('there is no such folder'));
    case 'not-a-path':
      return says(colors.yellow('that is no path that could name a cache'));
    case 'recognised': {
      const proof = fingerprint.filter(({ role, matches }) => role === 'any-of' && matches > 0);
      return says(colors.green(`recognised by ${named(proof)}`));
    }
    case 'unrecognised': {
      const against = fingerprint.filter(({ role, matches }) => role === 'none-of' && matches > 0);
      if (against.length > 0) return says(colors.yellow(`not recognised: ${named(against)} is in it`));
      const wanted = fingerprint.filter(({ role }) => role === 'any-of');
      return says(colors.yellow(`not recognised: nothing in it matches ${named(wanted)}`));
    }
    default:
      return says(colors.yellow(state));
  }
}

function matchLines({ sections, beside }: TriedPlace, { colors, width }: Look): string[] {
  const rows = sections.map(({ section, pattern, matches }) => [
    section,
    pattern,
    matches === 0 ? colors.yellow('matches nothing') : `matches ${counted(matches, 'item')}`,
  ]);
  return [
    ...table(rows, [{}, {}, {}], width, '  '),
    ...(beside.length > 0
      ? [paragraph(colors.dim(`in no part, so never removed: ${listed(beside)}`), width, '  ', '    ')]
      : []),
  ];
}
