import type { ProvidersDocument } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderFailure } from '../render/failure.js';
import { renderProviders } from '../render/providers.js';
import { type OutputFlags, openSession } from '../session.js';

/** `devclean providers`. */
export async function runProviders(config: Interfaces.Config, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { known, refused } = await loadProviders(config);
  const document: ProvidersDocument = {
    schema: 'devclean.providers/1',
    providers: known.map(({ provider: { id, title, homepage, summary, knownFrom }, origin }) => ({
      id,
      title,
      homepage,
      summary,
      ...(knownFrom && { knownFrom }),
      origin,
    })),
  };
  for (const { error } of refused) if (error) session.note(renderFailure(error, session.err));
  if (session.json) return session.emit(document);
  session.print(renderProviders(document, session.out));
}
