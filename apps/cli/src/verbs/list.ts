import { type EntryList, type EntryReport, type ListedEntry, listEntries } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { documentPieces } from '../document-pieces.js';
import { loadProviders } from '../providers.js';
import { listLines, remarkLines } from '../render/list.js';
import { type OutputFlags, openSession } from '../session.js';
import { isOrphan, orphansRemark } from './orphans.js';
import { scanMachine } from './scan-machine.js';
import { selectEntries } from './select-entries.js';
import { theProvider } from './the-provider.js';
import { withListProgress } from './with-list-progress.js';

export interface ListFlags extends OutputFlags {
  readonly location?: readonly string[] | undefined;
  readonly orphans?: boolean;
}

/** `devclean <tool> list [PATTERN]`: largest first. */
export async function runList(
  config: Interfaces.Config,
  tool: string,
  words: readonly string[],
  flags: ListFlags,
): Promise<void> {
  const session = await openSession(flags);
  const providers = await loadProviders(config, { tools: [tool] });
  const one = theProvider(tool, providers);
  const remark = flags.orphans ? orphansRemark(one) : undefined;
  const found = await scanMachine(session, providers, flags.location);
  const listing = await withListProgress(session, providers, (onEvent) =>
    listEntries(found, one, session.context, { onEvent }),
  );
  const named = words.length > 0 ? selectEntries(one, listing, words) : listing.entries;
  const selected = flags.orphans ? named.filter(isOrphan) : named;
  const isWhole = words.length === 0 && !flags.orphans;
  const largestFirst = [...selected].sort((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes);
  const list = {
    entries: { [Symbol.iterator]: () => reportsOf(largestFirst) },
    unnamed: isWhole ? listing.unnamed : [],
  };
  if (session.json) return session.pour(documentPieces({ schema, provider: tool, ...list }));
  if (found.locations.length === 0) return session.print(`${one.provider.title} has no cache on this machine.`);
  if (remark !== undefined && selected.length === 0) {
    return session.print('No orphans: whatever lies here, the tool finds it by a name.');
  }
  await session.pour(ended(listLines(list, session.out)));
  if (remark !== undefined && !session.quiet) session.print(remarkLines(remark, tool, session.out));
}

const schema: EntryList['schema'] = 'devclean.list/1';

/** Each is made when it is its turn. */
function* reportsOf(entries: readonly ListedEntry[]): Generator<EntryReport> {
  for (const { report } of entries) yield report;
}

function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
