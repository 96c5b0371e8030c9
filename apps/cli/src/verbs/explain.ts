import { DevcleanError, type ExplainDocument, type ExplainedLocation, explanationOf, type Scan } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderExplain } from '../render/explain.js';
import { type OutputFlags, openSession } from '../session.js';
import { scanMachine } from './scan-machine.js';
import { sectionsNamed } from './sections-named.js';
import { theProvider } from './the-provider.js';

/** `devclean explain TOOL[/SECTION]`. */
export async function runExplain(config: Interfaces.Config, what: string, flags: OutputFlags): Promise<void> {
  const [tool = '', section] = split(what);
  const session = await openSession(flags);
  const providers = await loadProviders(config, { tools: [tool] });
  const { provider } = theProvider(tool, providers);
  if (section !== undefined) sectionsNamed([section], providers);
  const found = await scanMachine(session, providers);
  const explanation = explanationOf(provider, session.context.platform, section);
  const document: ExplainDocument = {
    schema: 'devclean.explain/1',
    ...explanation,
    ...(section !== undefined && { section }),
    here: locationsOf(found, section, new Set(explanation.caches.map(({ id }) => id))),
  };
  if (session.json) return session.emit(document);
  session.print(renderExplain(document, session.out));
}

function split(what: string): [string, string?] {
  const slash = what.indexOf('/');
  if (slash === -1) return [what];
  const section = what.slice(slash + 1);
  if (section === '')
    throw new DevcleanError('BAD_ARGUMENT', `"${what}" names no section.`, {
      hint: `Leave out the slash: "devclean explain ${what.slice(0, slash)}".`,
    });
  return [what.slice(0, slash), section];
}

/** What is here of these caches; of one section, where that was asked for. */
function locationsOf(
  { locations, managed = [] }: Scan,
  section: string | undefined,
  caches: ReadonlySet<string>,
): ExplainedLocation[] {
  const all = [
    ...locations.map(({ found, report, refusal }) => ({ cache: found.cache, report, refusal })),
    ...managed.map(({ cache, report, refusal }) => ({ cache: cache.id, report, refusal })),
  ];
  return all
    .filter(({ cache }) => caches.has(cache))
    .map(({ report: { path, active, state, sections }, refusal }) => ({
      path,
      active,
      state,
      ...(refusal && { leftAlone: refusal.detail }),
      sections: sections
        .filter(({ id }) => section === undefined || id === section)
        .map(({ id, safety, because, usage, lastUsedAt, lastUsedFrom }) => ({
          id,
          safety,
          ...(because !== undefined && { because }),
          usage,
          ...(lastUsedAt !== undefined && { lastUsedAt }),
          ...(lastUsedFrom !== undefined && { lastUsedFrom }),
        })),
    }))
    .filter(({ leftAlone, sections }) => leftAlone !== undefined || sections.length > 0);
}
