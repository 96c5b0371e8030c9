import { DevcleanError } from '../errors.js';
import { userProtection } from '../own-files/settings.js';
import { detectCaches } from '../provider/ask-provider.js';
import type { CacheProvider, CachingSpec, CachingStatus, FoundContext } from '../provider/cache-provider.js';
import { chooseRunner, filledArgv } from '../provider/native-command.js';
import type { ToolContext } from '../system/tool-context.js';
import { unsafeWay } from '../system/unsafe-way.js';
import type { NonEmpty } from '../words.js';
import { deepProtection, protectedPlaces } from './protected-places.js';
import { refuseSudo } from './refuse-sudo.js';
import { runCommand } from './run-command.js';

/** One installation, and whether it caches. */
interface ContextCaching extends Omit<CachingStatus, 'context'> {
  readonly id: string;
  readonly label: string;
}

export interface CachingReport {
  /** One of two when not all contexts are alike. Unknown without any context. */
  readonly state: 'on' | 'off' | 'mixed' | 'unknown';
  /** What it costs to turn it off. */
  readonly cost: string;
  readonly contexts: readonly ContextCaching[];
}

/** A tool's own command that changes whether it caches. */
export interface CachingChange {
  readonly to: 'on' | 'off';
  readonly argv: NonEmpty<string>;
  /** What the command writes. */
  readonly file?: string;
}

/** Whether a tool caches, in these contexts or in all. Throws `CACHING_NOT_SWITCHABLE` for a tool that cannot be told, and `BAD_PROVIDER`. */
export async function cachingOf(
  provider: CacheProvider,
  context: ToolContext,
  named: readonly string[] = [],
): Promise<CachingReport> {
  // A context of its own: what was read before a change is read anew.
  const look = { ...context };
  const { cost, status } = specOf(provider);
  const { contexts } = await detectCaches(provider, look);
  const statuses = new Map((await status(look)).map((one) => [one.context, one]));
  const wanted = contexts.filter(({ id }) => named.length === 0 || named.includes(id));
  const found = wanted.flatMap(({ id, label }) => {
    const one = statuses.get(id);
    return one === undefined ? [] : [{ id, label, ...copied(one) }];
  });
  const [first, ...others] = new Set(found.map(({ state }) => state));
  return { state: others.length > 0 ? 'mixed' : (first ?? 'unknown'), cost, contexts: found };
}

function copied({ state, decidedBy, elsewhere, file, remarks }: CachingStatus): Omit<CachingStatus, 'context'> {
  return {
    state: state === 'on' || state === 'off' ? state : 'unknown',
    ...(decidedBy !== undefined && { decidedBy: String(decidedBy) }),
    ...(elsewhere !== undefined && { elsewhere: String(elsewhere) }),
    ...(file !== undefined && { file: String(file) }),
    ...(remarks !== undefined && { remarks: remarks.map(String) }),
  };
}

/**
 * What would change it; nothing when it is so already. Throws `CACHING_DECIDED_ELSEWHERE` when something decides that the tool's command cannot
 * change, or none that has the command can be run; `REFUSED` when what it writes is protected, `BAD_SETTINGS`, and `UNDER_SUDO`.
 */
export async function planCaching(
  provider: CacheProvider,
  to: 'on' | 'off',
  context: ToolContext,
  named: readonly string[] = [],
): Promise<CachingChange | undefined> {
  refuseSudo(context);
  userProtection(context);
  const spec = specOf(provider);
  const { contexts } = await cachingOf(provider, context, named);
  const others = contexts.filter(({ state }) => state !== to);
  if (contexts.length > 0 && others.length === 0) return undefined;
  const within = others.filter(({ elsewhere }) => elsewhere === undefined);
  if (others.length > 0 && within.length === 0) throw decidedElsewhere(to, others, provider);
  const runner = await runnerOf(provider, spec, context, { named, able: within.map(({ id }) => id) });
  const file = within.find(({ id }) => id === runner.id)?.file;
  const places = protectedPlaces(context);
  const protection = file === undefined ? undefined : deepProtection(file, places.deep, places.users);
  if (protection !== undefined) {
    throw new DevcleanError('REFUSED', `${provider.title} would write ${file}, and ${protection}.`, {
      hint: `Change it yourself, or take it out of your settings.`,
    });
  }
  return { to, argv: filledArgv(spec[to], runner), ...(file !== undefined && { file }) };
}

/**
 * Runs the command, and looks what became of it. Throws `COMMAND_FAILED` with what it said, and `ABORTED`. Where a context is still
 * not as it was asked for, something else decides: the report names it.
 */
export async function changeCaching(
  provider: CacheProvider,
  { argv }: CachingChange,
  context: ToolContext,
  named: readonly string[] = [],
): Promise<CachingReport> {
  const { ended, how, output } = await runCommand(argv, context, { timeoutMs: 60_000 });
  if (ended === 'aborted') throw new DevcleanError('ABORTED', `The command of ${provider.title} was interrupted.`);
  if (ended !== 'well') {
    const said = output === '' ? '' : ` It said: ${output.split('\n').slice(-5).join(' ')}`;
    const what = ended === 'not-started' ? `could not be run: ${how}.` : `ended ${how}.`;
    throw new DevcleanError('COMMAND_FAILED', `The command "${argv.join(' ')}" ${what}${said}`, {
      hint: 'Run it yourself to see what is wrong.',
    });
  }
  return cachingOf(provider, context, named);
}

function specOf(provider: CacheProvider): CachingSpec {
  if (provider.caching !== undefined) return provider.caching;
  throw new DevcleanError(
    'CACHING_NOT_SWITCHABLE',
    `${provider.title} cannot be told to cache or not to, as far as devclean knows.`,
    {
      hint: `Run "devclean ${provider.id} purge" to clear what it has cached.`,
    },
  );
}

async function runnerOf(
  provider: CacheProvider,
  { since }: CachingSpec,
  context: ToolContext,
  { named, able }: { readonly named: readonly string[]; readonly able: readonly string[] },
): Promise<FoundContext & { readonly executable: string }> {
  const { contexts } = await detectCaches(provider, context);
  const { title } = provider;
  const runner = chooseRunner(
    contexts.filter(({ id }) => able.includes(id)),
    { since, title, named },
  );
  if (typeof runner === 'string') throw cannot(`It cannot be changed: ${runner}.`, provider);
  const real = context.uid === 0 ? await context.realPath(runner.executable) : undefined;
  const unsafe = real === undefined ? undefined : unsafeWay(real);
  if (unsafe !== undefined) throw cannot(`${runner.executable} is not run as root: ${unsafe.detail}.`, provider);
  return runner;
}

function decidedElsewhere(to: 'on' | 'off', others: readonly ContextCaching[], provider: CacheProvider): DevcleanError {
  const deciders = [...new Set(others.flatMap(({ elsewhere }) => elsewhere ?? []))];
  return cannot(`Caching cannot be turned ${to} here: ${deciders.join(', and ')} decides.`, provider);
}

function cannot(message: string, { id }: CacheProvider): DevcleanError {
  return new DevcleanError('CACHING_DECIDED_ELSEWHERE', message, {
    hint: `Run "devclean ${id} caching" to see what decides.`,
  });
}
