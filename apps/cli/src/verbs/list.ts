import { type EntryList, listEntries } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { remarkLines, renderList } from '../render/list.js';
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
    listEntries(found, one, session.context, onEvent),
  );
  const named = words.length > 0 ? selectEntries(one, listing, words) : listing.entries;
  const selected = flags.orphans ? named.filter(isOrphan) : named;
  const isWhole = words.length === 0 && !flags.orphans;
  const document: EntryList = {
    schema: 'devclean.list/1',
    provider: tool,
    entries: selected.map(({ report }) => report).sort((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes),
    unnamed: isWhole ? [...listing.unnamed] : [],
  };
  if (session.json) return session.emit(document);
  if (found.locations.length === 0) return session.print(`${one.provider.title} has no cache on this machine.`);
  if (remark !== undefined && selected.length === 0) {
    return session.print('No orphans: whatever lies here, the tool finds it by a name.');
  }
  session.print(renderList(document, session.out));
  if (remark !== undefined && !session.quiet) session.print(remarkLines(remark, tool, session.out));
}
