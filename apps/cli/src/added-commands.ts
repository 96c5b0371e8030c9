import { type ProviderCard, readPlugins } from '@devclean/core';
import { providerCommands } from '@devclean/plugin-kit';
import type { Interfaces } from '@oclif/core';
import type { Command } from '@oclif/core/command';
import { pluginsFolder } from './plugins/plugin-providers.js';
import { storedFiles } from './provider-files/file-providers.js';
import { REGISTRY } from './providers.generated.js';
import { takenNames } from './providers.js';

/**
 * oclif's config as it would be if it knew the commands of the tools: of ours, of those that plugins bring and those that the user's files
 * describe. They are made of what is known of each tool: no code of a provider's is loaded. What is wrong with a plugin or a file
 * is for the command to say: here only its name counts.
 *
 * @param tool With one of ours, only that one's.
 */
export async function withAddedCommands(config: Interfaces.Config, tool?: string): Promise<Interfaces.Config> {
  const commands = new Map<string, Command.Loadable>();
  for (const card of await cardsOfTools(config, tool)) {
    if (config.commandIDs.includes(card.id) || commands.has(card.id)) continue;
    for (const [id, command] of Object.entries(providerCommands(card))) {
      commands.set(id, loadable(id, command));
    }
  }
  const { findCommand } = config;
  return Object.create(config, {
    commandIDs: { value: [...config.commandIDs, ...commands.keys()].sort() },
    commands: { value: [...config.commands, ...commands.values()] },
    findCommand: {
      value: (id: string, options?: { must: true }) => commands.get(id) ?? findCommand.call(config, id, options),
    },
  }) as Interfaces.Config;
}

/** What is known of each tool without loading it; of one of ours alone, where that is named. */
export async function cardsOfTools(config: Interfaces.Config, tool?: string): Promise<readonly ProviderCard[]> {
  const ours = REGISTRY.map(({ card }) => card);
  const one = ours.find(({ id }) => id === tool);
  if (one !== undefined) return [one];
  const others = [...pluginCards(config), ...(await fileCards())];
  const taken = takenNames();
  return [...ours, ...others.filter(({ id }) => !taken.has(id))];
}

/** As oclif's manifest would have it. */
function loadable(id: string, command: Command.Class): Command.Loadable {
  const { summary, description, usage, examples, flags, args, strict } = command;
  const shown = {
    summary,
    description,
    usage,
    examples,
    flags: named(flags),
    args: named(args),
    strict,
    aliases: [],
    hiddenAliases: [],
    hidden: false,
  };
  return { ...shown, id, load: async () => Object.assign(command, { id }) } as unknown as Command.Loadable;
}

/** oclif's manifest writes the name into each flag and argument, and its help reads it there. */
function named(parts: Readonly<Record<string, object>> | undefined): Record<string, object> {
  return Object.fromEntries(Object.entries(parts ?? {}).map(([name, part]) => [name, { ...part, name }]));
}

/** What plugins said of their tools when they were installed. */
function pluginCards(config: Interfaces.Config): readonly ProviderCard[] {
  try {
    return readPlugins(pluginsFolder(config)).flatMap(({ tools }) => tools);
  } catch {
    return [];
  }
}

async function fileCards(): Promise<readonly ProviderCard[]> {
  return (await storedFiles()).flatMap((stored) => ('text' in stored ? (cardOf(stored.text) ?? []) : []));
}

function cardOf(text: string): ProviderCard | undefined {
  try {
    const { id, title, summary } = JSON.parse(text) as Record<string, unknown>;
    if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) return undefined;
    return { id, title: String(title), homepage: '', summary: String(summary) };
  } catch {
    return undefined;
  }
}
