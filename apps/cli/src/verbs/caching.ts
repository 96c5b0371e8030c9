import {
  type CachingChange,
  type CachingDocument,
  type CachingReport,
  cachingOf,
  changeCaching,
  DevcleanError,
  errorData,
  isDevcleanError,
  planCaching,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { loadProviders } from '../providers.js';
import { renderCaching, renderCachingChange } from '../render/caching.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { ask } from './ask.js';
import { contextsNamed } from './contexts-named.js';
import { refuseToRemove } from './refuse-to-remove.js';
import { theProvider } from './the-provider.js';

export interface CachingFlags extends OutputFlags {
  readonly 'dry-run'?: boolean;
  readonly yes?: boolean;
  readonly context?: readonly string[] | undefined;
}

/** `devclean <tool> caching [on|off]`. */
export async function runCaching(
  config: Interfaces.Config,
  tool: string,
  [word]: readonly string[],
  flags: CachingFlags,
): Promise<void> {
  const session = await openSession(flags);
  const { context } = session;
  const { provider } = theProvider(tool, await loadProviders(config, { tools: [tool] }));
  const all = await cachingOf(provider, context).catch((error: unknown) => {
    context.signal.throwIfAborted();
    if (isDevcleanError(error)) throw error;
    const hint = '"devclean doctor" checks every provider.';
    throw new DevcleanError('PROVIDER_FAILED', `The provider ${tool} failed: ${errorData(error).message}`, {
      hint,
      cause: error,
    });
  });
  const { contexts: found } = await provider.detect(context);
  const named = await contextsNamed(flags.context ?? [], found, context);
  const before = named.length === 0 ? all : await cachingOf(provider, context, named);
  const to = word === 'on' || word === 'off' ? word : undefined;
  const show = (report: CachingReport, change?: CachingDocument['change']): void => {
    const document: CachingDocument = {
      schema: 'devclean.caching/1',
      provider: tool,
      state: report.state,
      cost: report.cost,
      contexts: report.contexts.map((one) => ({ ...one })),
      ...(change && { change }),
    };
    if (session.json) session.emit(document);
    else session.print(renderCaching({ document, title: provider.title, to }, session.out));
  };
  if (to === undefined) return show(before);

  if (!flags['dry-run']) refuseToRemove(session);
  const change = await planCaching(provider, to, context, named);
  if (change === undefined) return show(before);
  const facts = { title: provider.title, cost: before.cost, report: before };
  if (flags['dry-run']) {
    if (session.json) return show(before, { ...change, done: false });
    return session.print(renderCachingChange(change, facts, session.out));
  }
  if (!flags.yes && !(await confirmed(session, change, facts))) {
    if (session.json) throw new DevcleanError('ABORTED', 'Nothing was changed: the answer was no.');
    return session.print('Nothing was changed.');
  }
  const after = await changeCaching(provider, change, context, named);
  process.exitCode = after.contexts.every(({ state }) => state === to) ? 0 : 1;
  show(after, { ...change, done: true });
}

async function confirmed(
  session: Session,
  change: CachingChange,
  facts: Parameters<typeof renderCachingChange>[1],
): Promise<boolean> {
  if (!session.canAsk) {
    throw new DevcleanError(
      'NEEDS_CONFIRMATION',
      `This would turn caching ${change.to}, and there is no terminal to ask at.`,
      {
        hint: 'Look at it with --dry-run, and confirm it with --yes.',
      },
    );
  }
  session.note(`${renderCachingChange(change, facts, session.err)}\n`);
  return ask(`Turn caching ${change.to} now?`, session);
}
