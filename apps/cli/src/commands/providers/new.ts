import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

export class ProvidersNew extends Command {
  static override summary = 'Write a plugin for a tool: a package that builds and passes its tests as it is.';
  static override description =
    'What it says of the tool is a guess: its comments ask what to look up, and docs/writing-a-provider.md explains it.';
  static override examples = [
    { command: '<%= config.bin %> providers new toy', description: 'In a new folder here, devclean-toy' },
    { command: '<%= config.bin %> providers new toy ~/src/devclean-toy --title Toy', description: 'Elsewhere' },
  ];
  static override usage = 'providers new TOOL [FOLDER] [FLAGS]';
  static override args = {
    tool: Args.string({ description: 'Lower-case letters, digits and dashes.', required: true }),
    folder: Args.string({ description: 'A new folder, or an empty one; devclean-TOOL here when left out.' }),
  };
  static override flags = {
    title: Flags.string({ summary: "The tool's name, as a person writes it.", helpValue: 'TEXT' }),
    homepage: Flags.string({ summary: "The tool's own documentation of its cache.", helpValue: 'URL' }),
    summary: Flags.string({ summary: 'One line on what the tool keeps.', helpValue: 'TEXT' }),
    ...outputFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvidersNew);
    const { runProvidersNew } = await import('../../verbs/new-provider.js');
    await runProvidersNew(this.config, args.tool, args.folder, flags);
  }
}
