import {
  type CacheProvider,
  DevcleanError,
  failedReport,
  type KnownProvider,
  type ProviderCard,
  type ProviderReport,
} from '@devclean/core';
import { PROVIDERS_EVENT } from '@devclean/plugin-kit';
import type { Interfaces } from '@oclif/core';
import { APP_COMMANDS } from './app-commands.js';
import { nearest } from './nearest.js';
import { fileProviders } from './provider-files/file-providers.js';
import { REGISTRY } from './providers.generated.js';

/** A provider that devclean brings along: its card is here, its code is loaded when it is needed. */
export interface RegisteredProvider {
  readonly card: ProviderCard;
  load(): Promise<CacheProvider>;
}

export interface Providers {
  readonly known: readonly KnownProvider[];
  /** Those that could not be taken, as findings of a scan. */
  readonly refused: readonly ProviderReport[];
}

export interface ProviderChoice {
  /** Ids of the only ones that are wanted, when there are any. */
  readonly tools?: readonly string[];
  readonly exclude?: readonly string[];
}

/** How long a plugin may take to name its providers. */
const answerWithinMs = 5000;

/** The providers of a run: built in, or brought by plugins. Throws `UNKNOWN_TOOL` for a name that is nobody's. */
export async function loadProviders(
  config: Interfaces.Config,
  { tools = [], exclude = [] }: ProviderChoice = {},
): Promise<Providers> {
  const isBuiltIn = (id: string): boolean => REGISTRY.some(({ card }) => card.id === id);
  // Plugins are asked only when one of theirs may be wanted.
  const others = tools.length > 0 && [...tools, ...exclude].every(isBuiltIn) ? none : await addedProviders(config);
  const ids = [...REGISTRY.map(({ card }) => card.id), ...others.known.map(({ provider }) => provider.id)];
  for (const id of [...tools, ...exclude]) checkTool(id, ids, others.refused);

  const wanted = (id: string): boolean => (tools.length === 0 || tools.includes(id)) && !exclude.includes(id);
  const builtIn = await Promise.all(REGISTRY.filter(({ card }) => wanted(card.id)).map(loadBuiltIn));
  return {
    known: [...builtIn.flatMap(({ known }) => known), ...others.known.filter(({ provider }) => wanted(provider.id))],
    refused: [...builtIn.flatMap(({ refused }) => refused), ...(tools.length === 0 ? others.refused : [])],
  };
}

const none: Providers = { known: [], refused: [] };

/** Names that no added tool can have. */
export function takenNames(): Set<string> {
  return new Set([...APP_COMMANDS, ...REGISTRY.map(({ card }) => card.id)]);
}

/** What plugins bring, and then what files of the user's describe. */
async function addedProviders(config: Interfaces.Config): Promise<Providers> {
  const plugins = await pluginProviders(config);
  const taken = new Set([...takenNames(), ...plugins.known.map(({ provider }) => provider.id)]);
  const files = await fileProviders(taken);
  return { known: [...plugins.known, ...files.known], refused: [...plugins.refused, ...files.refused] };
}

async function loadBuiltIn({ card, load }: RegisteredProvider): Promise<Providers> {
  try {
    return { known: [{ provider: await load(), origin: 'builtin' }], refused: [] };
  } catch (error) {
    return { known: [], refused: [failedReport(card, 'builtin', error)] };
  }
}

/** A plugin that fails, answers late or answers nonsense is a finding. It cannot take a name that means something else. */
async function pluginProviders(config: Interfaces.Config): Promise<Providers> {
  const { successes, failures } = await config.runHook(PROVIDERS_EVENT, { apiVersion: 1 }, answerWithinMs, true);
  const known: KnownProvider[] = [];
  const refused = failures.map(({ plugin, error }) => failedReport(named(plugin), 'plugin', error));
  const taken = takenNames();
  for (const { plugin, result } of successes) {
    for (const answer of Array.isArray(result) ? result : [result]) {
      const problem = problemWith(answer, taken);
      if (problem === undefined) {
        taken.add(answer.id);
        known.push({ provider: answer, origin: 'plugin' });
      } else {
        const error = new DevcleanError('BAD_PROVIDER', `The plugin ${plugin.name} ${problem}.`, {
          hint: 'Tell its authors, or remove the plugin.',
        });
        refused.push(failedReport(named(plugin), 'plugin', error));
      }
    }
  }
  return { known, refused };
}

/** Of a plugin that names no provider, only its own name is known. */
function named({ name }: { readonly name: string }): { id: string; title: string } {
  return { id: name, title: name };
}

function problemWith(
  answer: Partial<CacheProvider> | undefined | null,
  taken: ReadonlySet<string>,
): string | undefined {
  if (typeof answer !== 'object' || answer === null || typeof answer.id !== 'string')
    return 'did not answer with a provider';
  if (answer.apiVersion !== 1)
    return `was made for another devclean (its apiVersion is ${String(answer.apiVersion)}, ours is 1)`;
  if (taken.has(answer.id)) return `calls its provider "${answer.id}", and that name is taken`;
  return undefined;
}

function checkTool(id: string, ids: readonly string[], refused: readonly ProviderReport[]): void {
  if (ids.includes(id)) return;
  const suggestion = nearest(id, ids);
  const [unusable] = refused;
  const hint = suggestion
    ? `Did you mean "${suggestion}"?`
    : unusable?.error
      ? `A plugin could not be used: ${unusable.error.message}`
      : '"devclean providers" lists the tools that devclean knows.';
  throw new DevcleanError('UNKNOWN_TOOL', `There is no tool called "${id}".`, { hint });
}
