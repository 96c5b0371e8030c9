import type { ProviderCard } from '@devclean/core';
import { Command } from '@oclif/core/command';
import { loadHelpClass } from '@oclif/core/help';
import { outputFlags, removalFlags, scanFlags } from './flags.js';
import { runVerb } from './run-verb.js';

/**
 * A provider's commands for oclif's explicit strategy, by id: `pip`, `pip:info`, `pip:path`, `pip:purge`. They are new
 * classes at each call, because oclif writes the id into the class.
 *
 * They know the card only. The work and the words are the app's (see `runVerb`), so a plugin's commands look and behave
 * exactly like those of the tools that devclean brings along.
 */
export function providerCommands(card: ProviderCard): Record<string, Command.Class> {
  const { id, title, summary } = card;

  class Topic extends Command {
    static override summary = summary;
    static override usage = [`${id} info`, `${id} path`, `${id} purge`];

    override async run(): Promise<void> {
      await this.parse(Topic);
      const Help = await loadHelpClass(this.config);
      await new Help(this.config, this.config.pjson.oclif.helpOptions).showHelp([id]);
    }
  }

  class Info extends Command {
    static override summary = `Show what ${title} caches, where, and what each part costs to lose.`;
    static override examples = [`<%= config.bin %> ${id} info`, `<%= config.bin %> ${id} info --json`];
    static override usage = `${id} info [FLAGS]`;
    static override flags = { ...scanFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { flags } = await this.parse(Info);
      await runVerb(this.config, { apiVersion: 1, verb: 'info', provider: id, flags });
    }
  }

  class Path extends Command {
    static override summary = `Print where ${title} caches now, one folder a line.`;
    static override examples = [`<%= config.bin %> ${id} path`];
    static override usage = `${id} path [FLAGS]`;
    static override flags = { ...outputFlags };

    override async run(): Promise<void> {
      const { flags } = await this.parse(Path);
      await runVerb(this.config, { apiVersion: 1, verb: 'path', provider: id, flags });
    }
  }

  class Purge extends Command {
    static override summary = `Remove what ${title} has cached, after showing it and asking.`;
    static override description =
      'Takes the safe and the costly parts of every cache that is in use by an installation. Risky parts only when --section names them.';
    static override examples = [
      {
        command: `<%= config.bin %> ${id} purge --dry-run`,
        description: 'Look first: what would go, and what it costs',
      },
      { command: `<%= config.bin %> ${id} purge`, description: 'Remove it, after a question' },
    ];
    static override usage = `${id} purge [FLAGS]`;
    static override flags = { ...removalFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { flags } = await this.parse(Purge);
      await runVerb(this.config, { apiVersion: 1, verb: 'purge', provider: id, flags });
    }
  }

  return { [id]: Topic, [`${id}:info`]: Info, [`${id}:path`]: Path, [`${id}:purge`]: Purge };
}
