import {
  type CacheProvider,
  DevcleanError,
  failedReport,
  type KnownProvider,
  type ProviderCard,
  type ProviderReport,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { APP_COMMANDS } from './app-commands.js';
import { nearest } from './nearest.js';
import { pluginProviders } from './plugins/plugin-providers.js';
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
  /** Those that the user's settings leave out. */
  readonly leftOut?: readonly string[];
  /** Names in the user's settings that are nobody's. */
  readonly misnamed?: readonly string[];
}

export interface ProviderChoice {
  /** Ids of the only ones that are wanted, when there are any. */
  readonly tools?: readonly string[];
  readonly exclude?: readonly string[];
  /** Those that the user's settings leave out. A name that is nobody's is no error here. */
  readonly leaveOut?: readonly string[];
}

/** The providers of a run: built in, or brought by plugins. Throws `UNKNOWN_TOOL` for a name that is nobody's. */
export async function loadProviders(
  config: Interfaces.Config,
  { tools = [], exclude = [], leaveOut = [] }: ProviderChoice = {},
): Promise<Providers> {
  const isBuiltIn = (id: string): boolean => REGISTRY.some(({ card }) => card.id === id);
  // Plugins are asked only when one of theirs may be wanted.
  const wanted = (id: string): boolean =>
    (tools.length === 0 || tools.includes(id)) && !exclude.includes(id) && !leaveOut.includes(id);
  const others =
    tools.length > 0 && [...tools, ...exclude].every(isBuiltIn) ? none : await addedProviders(config, wanted);
  const ids = [...REGISTRY.map(({ card }) => card.id), ...others.names];
  for (const id of [...tools, ...exclude]) checkTool(id, ids, others.refused);

  const builtIn = await Promise.all(REGISTRY.filter(({ card }) => wanted(card.id)).map(loadBuiltIn));
  return {
    known: [...builtIn.flatMap(({ known }) => known), ...others.known.filter(({ provider }) => wanted(provider.id))],
    refused: [
      ...builtIn.flatMap(({ refused }) => refused),
      ...others.refused.filter(({ origin }) => tools.length === 0 || origin === 'plugin'),
    ],
    leftOut: leaveOut.filter((id) => ids.includes(id) && !exclude.includes(id)),
    misnamed: leaveOut.filter((id) => !ids.includes(id)),
  };
}

/** Tools that are not built in, and the names of all of them, whether they were asked or not. */
export interface AddedProviders extends Providers {
  readonly names: readonly string[];
}

const none: AddedProviders = { known: [], refused: [], names: [] };

/** Names that no added tool can have. */
export function takenNames(): Set<string> {
  return new Set([...APP_COMMANDS, ...REGISTRY.map(({ card }) => card.id)]);
}

/** What plugins bring, and then what files of the user's describe. */
async function addedProviders(config: Interfaces.Config, isWanted: (id: string) => boolean): Promise<AddedProviders> {
  const plugins = await pluginProviders(config, isWanted, takenNames());
  const files = await fileProviders(new Set([...takenNames(), ...plugins.names]));
  return {
    known: [...plugins.known, ...files.known],
    refused: [...plugins.refused, ...files.refused],
    names: [...plugins.names, ...files.known.map(({ provider }) => provider.id)],
  };
}

async function loadBuiltIn({ card, load }: RegisteredProvider): Promise<Providers> {
  try {
    return { known: [{ provider: await load(), origin: 'builtin' }], refused: [] };
  } catch (error) {
    return { known: [], refused: [failedReport(card, 'builtin', error)] };
  }
}

function checkTool(id: string, ids: readonly string[], refused: readonly ProviderReport[]): void {
  if (ids.includes(id)) return;
  const suggestion = nearest(id, ids);
  const [unusable] = refused;
  const hint = suggestion
    ? `Did you mean "${suggestion}"?`
    : unusable?.error
      ? `Look at the plugin that could not be used: ${unusable.error.message}`
      : 'Run "devclean providers" to see the tools that devclean knows.';
  throw new DevcleanError('UNKNOWN_TOOL', `There is no tool called "${id}".`, { hint });
}
