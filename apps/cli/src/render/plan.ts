import {
  isRoomMade,
  type KnownProvider,
  type ProviderReport,
  type PurgePlan,
  type PurgeStep,
  type Safety,
  type SkipReason,
  sectionsOf,
} from '@devclean/core';
import { bytes, gainOf } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { roomLeft, roomSentence } from './room.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';
import { counted, countsOf, lastUseSentence, listed, safetyWord, sentences, typed, whyLeft } from './words.js';

/** What a plan does not say of itself, and a person wants to know. */
export interface PlanFacts {
  readonly titles: ReadonlyMap<string, string>;
  readonly sections: readonly SectionFacts[];
  readonly users: readonly {
    readonly provider: string;
    readonly location: string;
    readonly id: string;
    readonly label: string;
  }[];
}

interface SectionFacts {
  readonly provider: string;
  /** All of the provider's locations when left out. */
  readonly location?: string | null;
  readonly section: string;
  readonly safety: Safety;
  readonly cost: string;
  readonly because?: string;
}

/** From the scan that the plan was made of. */
export function factsFromReports(providers: readonly ProviderReport[]): PlanFacts {
  return {
    titles: new Map(providers.map(({ id, title }) => [id, title])),
    sections: providers.flatMap(({ id, locations }) =>
      locations.flatMap(({ path, sections }) =>
        sections.map(({ id: section, safety, cost, because }) => ({
          provider: id,
          location: path,
          section,
          safety,
          cost,
          ...(because && { because }),
        })),
      ),
    ),
    users: providers.flatMap(({ id, contexts }) =>
      contexts.flatMap(({ id: context, label, location }) =>
        location === undefined ? [] : [{ provider: id, location, id: context, label }],
      ),
    ),
  };
}

/** For a plan that came from a file: what the providers say of their parts in general. */
export function factsFromProviders(known: readonly KnownProvider[]): PlanFacts {
  return {
    titles: new Map(known.map(({ provider }) => [provider.id, provider.title])),
    sections: known.flatMap(({ provider }) =>
      sectionsOf(provider).map(({ id: section, safety, cost }) => ({ provider: provider.id, section, safety, cost })),
    ),
    users: [],
  };
}

/** What would go, what each part costs to lose, and what is left out and why. */
export function renderPlan(plan: PurgePlan, facts: PlanFacts, look: Look): string {
  const printed = printableDocument(plan);
  const { steps, skipped, room, settings = [] } = printed;
  const { sections, users } = printableDocument({ sections: facts.sections, users: facts.users });
  const titles = new Map([...facts.titles].map((entry) => printableDocument(entry)));
  const { colors, signs, width } = look;

  const rows: Row[] = room ? cheapestFirst(steps, sections, look) : [];
  for (const places of room ? [] : grouped(steps, ({ provider, location }) => `${provider}\0${location}`).values()) {
    const [{ provider, location }] = places as [PurgeStep];
    const title = colors.bold(titles.get(provider) ?? provider);
    rows.push(
      location === null ? title : `${title} ${signs.dot} ${shownPath(location, look, width - title.length - 3)}`,
    );
    const sharing = users.filter((user) => user.provider === provider && user.location === location);
    // A few by their names; many by what --context calls them.
    const names = sharing.map(({ id, label }) => (sharing.length > 3 ? id : label));
    if (names.length > 0) rows.push(colors.dim(paragraph(`used by ${listed(names)}`, width, '  ', '    ')));
    for (const [section, parts] of grouped(places, (step) => step.section)) {
      const known = factsOf(parts, sections);
      rows.push([
        `  ${section}`,
        bytes(gainBytes(parts)),
        known ? safetyWord(known.safety, look) : '',
        sentences(known?.because, known?.cost),
      ]);
      for (const line of entryLines(parts, look)) rows.push(line);
    }
    rows.push(...commandLines(places, look), '');
  }

  const lastUse = lastUseSentence(countsOf(steps.map(({ lastUsedFrom }) => lastUsedFrom)));
  if (lastUse !== '') rows.push(colors.dim(paragraph(lastUse, width)), '');

  // Where it is enough, what was not asked for is no news.
  const unsaid: readonly SkipReason[] = [
    'empty',
    'enough-freed',
    ...(room && isRoomMade(room) ? (['above-allowed-safety', 'not-active'] as const) : []),
  ];
  const leftOut = skipped
    .filter(({ reason }) => !unsaid.includes(reason))
    .map(({ provider, section, path, reason, detail }) => ({
      what: section !== undefined ? `${provider}/${section}` : path === '' ? provider : shownPath(path, look),
      why: whyLeft(reason, detail),
    }));
  const leftLines = [...grouped(leftOut, ({ why }) => why)].map(([why, parts]) =>
    paragraph(`${listed([...new Set(parts.map(({ what }) => what))])}: ${why}`, width, '  ', '    '),
  );
  const columns = room ? ([{}, { align: 'right' }, {}, {}, {}] as const) : ([{}, { align: 'right' }, {}, {}] as const);
  return [
    ...(room ? [roomSentence(printed, room, look), ''] : []),
    ...table(rows, columns, Math.min(width, 140)),
    ...(leftLines.length > 0 ? [colors.bold('Left out'), ...leftLines, ''] : []),
    ...(room ? roomLeft(printed, room, look) : []),
    ...(room && steps.length === 0 ? [] : [planTotal(plan, look)]),
    ...settings
      .filter(({ name }) => name === 'keep')
      .map(({ value, file }) =>
        colors.dim(paragraph(`Kept for ${value}, as your settings say (${shownPath(file, look)}).`, width)),
      ),
  ].join('\n');
}

/** A row for each section, in the order in which they go, with what decides that. */
function cheapestFirst(steps: readonly PurgeStep[], sections: readonly SectionFacts[], look: Look): Row[] {
  if (steps.length === 0) return [];
  const { colors, width } = look;
  // The last entry of a section says when it was used last, so its turn ends with that.
  const groups = grouped([...steps].reverse(), ({ provider, location, section }) =>
    [provider, section, location].join('\0'),
  );
  const places = grouped(
    [...groups.values()].map(([one]) => one as PurgeStep),
    ({ provider, section }) => `${provider}/${section}`,
  );
  const rows: Row[] = [['', 'frees', 'to lose', 'last used'].map((head) => colors.dim(head))];
  for (const parts of [...groups.values()].map((all) => all.reverse()).reverse()) {
    const [{ provider, section, location }] = parts as [PurgeStep];
    const known = factsOf(parts, sections);
    const name = `${provider}/${section}`;
    const [lastUse] = parts
      .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
      .sort()
      .reverse();
    rows.push([
      name,
      bytes(gainBytes(parts)),
      known ? safetyWord(known.safety, look) : '',
      lastUse?.slice(0, 10) ?? 'unknown',
      sentences(known?.because, known?.cost),
    ]);
    // One name for two places does not say which.
    if ((places.get(name)?.length ?? 0) > 1 && location !== null)
      rows.push(colors.dim(`  ${shownPath(location, look, width - 2)}`));
    for (const line of entryLines(parts, look, mostNamedInShort)) rows.push(line);
    rows.push(...commandLines(parts, look));
  }
  return [...rows, ''];
}

function factsOf(parts: readonly PurgeStep[], sections: readonly SectionFacts[]): SectionFacts | undefined {
  const [{ provider, location, section }] = parts as [PurgeStep];
  return sections.find(
    (each) =>
      each.provider === provider &&
      each.section === section &&
      (each.location === undefined || each.location === location),
  );
}

function commandLines(parts: readonly PurgeStep[], { width }: Look): string[] {
  const commands = new Set(
    parts.flatMap(({ argv, leaves }) =>
      argv ? [`runs ${argv.map(typed).join(' ')}${leaves === undefined ? '' : `, which leaves ${leaves}`}`] : [],
    ),
  );
  return [...commands].map((command) => paragraph(command, width, '  ', '    '));
}

function gainBytes(parts: readonly PurgeStep[]): number {
  return parts.reduce((sum, { expected }) => sum + expected.reclaimableBytes, 0);
}

/** More than so many entries are not named one by one. */
const mostNamed = 20;

/** Where several sections are told in the order of their turn, their entries are not the point. */
const mostNamedInShort = 5;

/** What goes of a section that does not go whole. */
function entryLines(parts: readonly PurgeStep[], look: Look, most = mostNamed): string[] {
  const entries = grouped(
    parts.filter(({ entry }) => entry !== undefined),
    ({ entry }) => [entry?.name, entry?.version].filter((word) => word !== undefined).join(' '),
  );
  const named = [...entries].slice(0, most).map(([name, of]) => {
    const kinds = listed([...new Set(of.flatMap(({ entry }) => entry?.kind ?? []))]);
    const size = bytes(gainBytes(of));
    return paragraph(`${name} ${look.colors.dim(`(${kinds}, ${size})`)}`, look.width, '    ', '      ');
  });
  return entries.size > most ? [...named, `    and ${String(entries.size - most)} more`] : named;
}

/** What carrying a plan out does, as it stands after "This would". What is held, or in the trash, has freed nothing yet. */
export function deedOf(plan: PurgePlan, look: Look): string {
  const gain = gainOf(plan.expected, look);
  if (plan.trash) return `move ${gain} to the trash`;
  const most = plan.steps.some(({ leaves }) => leaves !== undefined) ? 'at most ' : '';
  return plan.steps.some(({ undoable }) => undoable) ? `take away ${most}${gain}` : `free ${most}${gain}`;
}

function planTotal({ steps, expected, trash }: PurgePlan, look: Look): string {
  const { colors, width } = look;
  if (steps.length === 0) return 'Nothing to remove.';
  const gain = colors.bold(gainOf(expected, look));
  // A tool that clears its cache itself does not say of how many files.
  const files = expected.files > 0 ? ` in ${counted(expected.files, 'file')}` : '';
  if (trash) {
    const freeing = 'The disk space comes free only when the trash is emptied; until then it can be brought back.';
    return paragraph(`This moves ${gain}${files} to the trash. ${freeing}`, width);
  }
  const undoable = steps.filter((step) => step.undoable).length;
  const most = steps.some(({ leaves }) => leaves !== undefined) ? 'at most ' : '';
  const what =
    undoable === 0 ? `Removing this frees ${most}${gain}${files}.` : `This takes away ${most}${gain}${files}.`;
  const undo =
    undoable === 0
      ? 'It cannot be undone.'
      : undoable === steps.length
        ? 'It is held first, and can be brought back.'
        : 'Part of it is held first and can be brought back; the rest cannot be undone.';
  return paragraph(`${what} ${undo}`, width);
}

/** As `Map.groupBy`, which Node 20 does not have. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
