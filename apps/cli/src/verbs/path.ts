import { activeLocations, DevcleanError, errorData, isDevcleanError, type PathDocument } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { printable } from '../render/printable.js';
import { type OutputFlags, openSession } from '../session.js';

/** `devclean <tool> path`: the active locations. Nothing is measured; at a pipe the paths are as they are, for programs. */
export async function runPath(config: Interfaces.Config, tool: string, flags: OutputFlags): Promise<void> {
  const session = await openSession(flags);
  const { known, refused } = await loadProviders(config, { tools: [tool] });
  const [one] = known;
  if (one === undefined) throw failure(tool, refused[0]?.error?.message);
  const { paths, refusals } = await activeLocations(one.provider, session.context).catch((error: unknown) => {
    session.context.signal.throwIfAborted();
    throw isDevcleanError(error) ? error : failure(tool, errorData(error).message, error);
  });
  const document: PathDocument = {
    schema: 'devclean.path/1',
    provider: tool,
    paths: [...paths],
  };
  if (session.json) return session.emit(document);
  for (const place of document.paths) session.print(session.out.terminal ? printable(place) : place);
  if (session.quiet) return;
  for (const { path, detail } of refusals) session.note(printable(`${path} is not taken for a cache: ${detail}.`));
  if (one.provider.managed !== undefined)
    session.note(`${one.provider.title} keeps a cache that only it can reach: there is no folder to name.`);
  else if (paths.length + refusals.length === 0) session.note(`${one.provider.title} has no cache on this machine.`);
}

/** As a scan says it of the same provider. */
function failure(tool: string, message = `The provider ${tool} could not be loaded.`, cause?: unknown): DevcleanError {
  return new DevcleanError('PROVIDER_FAILED', message, {
    hint: 'Run "devclean doctor" to check every provider.',
    cause,
  });
}
