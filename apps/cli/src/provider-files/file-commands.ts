import type { ProviderCard } from '@devclean/core';
import { providerCommands } from '@devclean/plugin-kit';
import type { Interfaces } from '@oclif/core';
import type { Command } from '@oclif/core/command';
import { takenNames } from '../providers.js';
import { storedFiles } from './file-providers.js';

/**
 * oclif's config as it would be if it knew the tools that the user's files describe; the same where there are none. What is wrong with
 * a file is for the command to say: here only its name counts.
 */
export async function withFileCommands(config: Interfaces.Config): Promise<Interfaces.Config> {
  const commands = new Map<string, Command.Loadable>();
  for (const stored of await storedFiles()) {
    const card = 'text' in stored ? cardOf(stored.text) : undefined;
    if (card === undefined || takenNames().has(card.id) || config.commandIDs.includes(card.id)) continue;
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

function cardOf(text: string): ProviderCard | undefined {
  try {
    const { id, title, summary } = JSON.parse(text) as Record<string, unknown>;
    if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) return undefined;
    return { id, title: String(title), homepage: '', summary: String(summary) };
  } catch {
    return undefined;
  }
}
