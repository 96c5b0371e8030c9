import type { ProviderCard } from '@devclean/core';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import { loadHelpClass } from '@oclif/core/help';
import { cachingFlags, entryRemovalFlags, listFlags, outputFlags, removalFlags, scanFlags } from './flags.js';
import { runVerb } from './run-verb.js';

/**
 * A provider's commands for oclif's explicit strategy, by id: `pip`, `pip:info`, `pip:path`, `pip:list`, `pip:remove`, `pip:purge`, `pip:caching`. They are new
 * classes at each call, because oclif writes the id into the class.
 *
 * They know the card only. The work and the words are the app's (see `runVerb`), so a plugin's commands look and behave
 * exactly like those of the tools that devclean brings along.
 */
export function providerCommands(card: ProviderCard): Record<string, Command.Class> {
  const { id, title, summary } = card;

  class Topic extends Command {
    static override summary = summary;
    static override description = `Without a further word, "${id}" shows this page.`;
    static override examples = [
      { command: `<%= config.bin %> ${id} info`, description: 'What is there, and what it costs to lose' },
      { command: `<%= config.bin %> ${id} purge --dry-run`, description: 'What would go' },
    ];
    static override usage = [`${id} info`, `${id} path`, `${id} list`, `${id} remove`, `${id} purge`, `${id} caching`];

    override async run(): Promise<void> {
      await this.parse(Topic);
      const Help = await loadHelpClass(this.config);
      await new Help(this.config, this.config.pjson.oclif.helpOptions).showHelp([id]);
    }
  }

  class Info extends Command {
    static override summary = `Show what ${title} caches, where, and what each part costs to lose.`;
    static override description =
      'Changes nothing. Names the installations that use each cache, how each was found, and what holds it now.';
    static override examples = [
      { command: `<%= config.bin %> ${id} info`, description: 'For you' },
      { command: `<%= config.bin %> ${id} info --json`, description: 'For a program' },
    ];
    static override usage = `${id} info [FLAGS]`;
    static override flags = { ...scanFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { flags } = await this.parse(Info);
      await runVerb(this.config, { apiVersion: 1, verb: 'info', provider: id, flags });
    }
  }

  class Path extends Command {
    static override summary = `Print where ${title} caches now, one folder a line.`;
    static override description = 'Prints nothing where there is none. Measures nothing, so it answers at once.';
    static override examples = [
      { command: `<%= config.bin %> ${id} path`, description: 'For you, or a script' },
      { command: `<%= config.bin %> ${id} path --json`, description: 'For a program' },
    ];
    static override usage = `${id} path [FLAGS]`;
    static override flags = { ...outputFlags };

    override async run(): Promise<void> {
      const { flags } = await this.parse(Path);
      await runVerb(this.config, { apiVersion: 1, verb: 'path', provider: id, flags });
    }
  }

  class List extends Command {
    static override summary = `List what ${title} has cached: names, versions, sizes.`;
    static override description =
      'PATTERN is a name, in which * stands for anything, and may have a version behind @. "remove" takes just what it matches.';
    static override examples = [
      { command: `<%= config.bin %> ${id} list`, description: 'All of it, largest first' },
      { command: `<%= config.bin %> ${id} list '*test*'`, description: 'What has "test" in its name' },
    ];
    static override usage = `${id} list [PATTERN] [FLAGS]`;
    static override args = { pattern: Args.string({ description: 'Only what it matches.', required: false }) };
    static override flags = { ...listFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { args, flags } = await this.parse(List);
      const words = args.pattern === undefined ? [] : [args.pattern];
      await runVerb(this.config, { apiVersion: 1, verb: 'list', provider: id, words, flags });
    }
  }

  class Remove extends Command {
    static override summary = `Remove single entries from what ${title} has cached, after a question.`;
    static override description =
      'NAME may hold * for anything, and have a version behind @. When one of them matches nothing, nothing at all is removed.';
    static override examples = [
      { command: `<%= config.bin %> ${id} remove '*test*' --dry-run`, description: 'Look first' },
      {
        command: `<%= config.bin %> ${id} remove NAME@1.2.3 OTHER`,
        description: 'One version of one, all versions of another',
      },
    ];
    static override usage = `${id} remove NAME[@VERSION]... [FLAGS]`;
    static override args = { name: Args.string({ description: 'What to remove. May be repeated.', required: true }) };
    static override strict = false;
    static override flags = { ...entryRemovalFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { argv, flags } = await this.parse(Remove);
      const words = argv.map(String);
      await runVerb(this.config, { apiVersion: 1, verb: 'remove', provider: id, words, flags });
    }
  }

  class Purge extends Command {
    static override summary = `Remove what ${title} has cached, after showing it and asking.`;
    static override description =
      'Takes the safe and the costly parts of every cache that an installation uses. Risky parts only when --section names them. What is gone is gone, unless --keep or --trash says otherwise.';
    static override examples = [
      {
        command: `<%= config.bin %> ${id} purge --dry-run`,
        description: 'Look first',
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

  class Caching extends Command {
    static override summary = `Show or set whether ${title} caches at all.`;
    static override description =
      'A command of the tool itself sets it, in your own settings of the tool, after a question. What a variable or another file decides is named.';
    static override examples = [
      { command: `<%= config.bin %> ${id} caching`, description: 'Whether it does, and what decides' },
      {
        command: `<%= config.bin %> ${id} caching off`,
        description: 'Turn it off, after a question',
      },
    ];
    static override usage = `${id} caching [on|off] [FLAGS]`;
    static override args = {
      state: Args.string({
        description: 'What it is to be; shows it when left out.',
        options: ['on', 'off'],
        required: false,
      }),
    };
    static override flags = { ...cachingFlags, ...outputFlags };

    override async run(): Promise<void> {
      const { args, flags } = await this.parse(Caching);
      const words = args.state === undefined ? [] : [args.state];
      await runVerb(this.config, { apiVersion: 1, verb: 'caching', provider: id, words, flags });
    }
  }

  return {
    [id]: Topic,
    [`${id}:info`]: Info,
    [`${id}:path`]: Path,
    [`${id}:list`]: List,
    [`${id}:remove`]: Remove,
    [`${id}:purge`]: Purge,
    [`${id}:caching`]: Caching,
  };
}
