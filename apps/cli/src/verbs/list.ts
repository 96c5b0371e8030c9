import { type EntryList, listEntries } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderList } from '../render/list.js';
import { type OutputFlags, openSession } from '../session.js';
import { scanMachine } from './scan-machine.js';
import { selectEntries } from './select-entries.js';
import { theProvider } from './the-provider.js';

export interface ListFlags extends OutputFlags {
  readonly location?: readonly string[] | undefined;
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
  const found = await scanMachine(session, providers, flags.location);
  const listing = await listEntries(found, one, session.context);
  const selected = words.length > 0 ? selectEntries(one, listing, words) : listing.entries;
  const document: EntryList = {
    schema: 'devclean.list/1',
    provider: tool,
    entries: selected.map(({ report }) => report).sort((a, b) => b.usage.allocatedBytes - a.usage.allocatedBytes),
    unnamed: words.length > 0 ? [] : [...listing.unnamed],
  };
  if (session.json) return session.emit(document);
  session.print(renderList(document, session.out));
}
