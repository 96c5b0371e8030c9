import { type ProviderCard, readPlugins } from '@devclean/core';
import { providerCommands } from '@devclean/plugin-kit';
import type { Interfaces } from '@oclif/core';
import type { Command } from '@oclif/core/command';
import { pluginsFolder } from './plugins/plugin-providers.js';
import { storedFiles } from './provider-files/file-providers.js';
import { takenNames } from './providers.js';

/**
 * oclif's config as it would be if it knew the tools that plugins bring and the user's files describe; the same where there are none.
 * The commands are ours, made of what is known of each tool: no code of a plugin's is loaded. What is wrong with a plugin or a file
 * is for the command to say: here only its name counts.
 */
export async function withAddedCommands(config: Interfaces.Config): Promise<Interfaces.Config> {
  const commands = new Map<string, Command.Loadable>();
  for (const card of [...pluginCards(config), ...(await fileCards())]) {
    if (takenNames().has(card.id) || config.commandIDs.includes(card.id) || commands.has(card.id)) continue;
    for (const [id, command] of Object.entries(providerCommands(card))) {
      commands.set(id, loadable(id, command));
    }
  }
  if (commands.size === 0) return config;
  const { findCommand } = config;
  return Object.create(config, {
    commandIDs: { value: [...config.commandIDs, ...commands.keys()] },
    commands: { value: [...config.commands, ...commands.values()] },
    findCommand: {
      value: (id: string, options?: { must: true }) => commands.get(id) ?? findCommand.call(config, id, options),
    },
  }) as Interfaces.Config;
}

/** As oclif's manifest would have it. */
function loadable(id: string, command: Command.Class): Command.Loadable {
  const { summary, description, usage, examples, flags, args, strict } = command;
  const shown = {
    summary,
    description,
    usage,
    examples,
    flags,
    args,
    strict,
    aliases: [],
    hiddenAliases: [],
    hidden: false,
  };
  return { ...shown, id, load: async () => Object.assign(command, { id }) } as unknown as Command.Loadable;
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
