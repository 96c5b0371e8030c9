import { DevcleanError, sectionsOf } from '@devclean/core';
import { nearest } from '../nearest.js';
import type { Providers } from '../providers.js';

/** `TOOL/ID` for each section that was named. Throws `UNKNOWN_SECTION` for one that no tool of this run has. */
export function sectionsNamed(named: readonly string[], { known }: Providers): string[] {
  const all = known.flatMap(({ provider }) =>
    sectionsOf(provider).map(({ id }) => ({ tool: provider.id, id, full: `${provider.id}/${id}` })),
  );
  return named.flatMap((name) => {
    const matches = all.filter(({ id, full }) => (name.includes('/') ? full : id) === name);
    if (matches.length > 0) return matches.map(({ full }) => full);
    const candidates = all.map(({ id, full }) => (name.includes('/') ? full : id));
    const suggestion = nearest(name, candidates);
    const tools = [...new Set(all.map(({ tool }) => tool))];
    const [where, choices] = tools.length === 1 ? [` in ${tools[0]}`, all.map(({ id }) => id)] : ['', candidates];
    throw new DevcleanError('UNKNOWN_SECTION', `There is no section called "${name}"${where}.`, {
      hint: suggestion ? `Did you mean "${suggestion}"?` : `Choose one of: ${choices.join(', ')}.`,
    });
  });
}
