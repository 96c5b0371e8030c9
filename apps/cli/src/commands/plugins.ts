import { outputFlags } from '@devclean/plugin-kit';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';

const consent = {
  yes: Flags.boolean({ char: 'y', summary: 'Trust its code without asking.' }),
  ...outputFlags,
};

export class Plugins extends Command {
  static override summary = 'List, add and take away packages that bring more tools.';
  static override description = 'Without a further word it lists them.';
  static override usage = ['plugins', 'plugins install', 'plugins link', 'plugins uninstall', 'plugins list'];
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(Plugins);
    const { runPluginsList } = await import('../plugins/manage-plugins.js');
    await runPluginsList(this.config, flags);
  }
}

export class PluginsList extends Command {
  static override summary = 'List the plugins, and the tools that each brings.';
  static override usage = 'plugins list [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { flags } = await this.parse(PluginsList);
    const { runPluginsList } = await import('../plugins/manage-plugins.js');
    await runPluginsList(this.config, flags);
  }
}

export class PluginsInstall extends Command {
  static override summary = 'Let your npm fetch a plugin, after a question. Its install scripts are not run.';
  static override description =
    'PACKAGE is NAME or NAME@VERSION in the registry of your npm, or the path of a tarball. This is the only command of devclean that uses the network.';
  static override examples = [
    '<%= config.bin %> plugins install devclean-sbt',
    '<%= config.bin %> plugins install ./devclean-sbt-1.0.0.tgz',
  ];
  static override args = {
    package: Args.string({ description: 'What to install. May be repeated.', required: true, ignoreStdin: true }),
  };
  static override strict = false;
  static override usage = 'plugins install PACKAGE... [FLAGS]';
  static override flags = consent;

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsInstall);
    const { runPluginsInstall } = await import('../plugins/manage-plugins.js');
    await runPluginsInstall(this.config, argv.map(String), flags);
  }
}

export class PluginsLink extends Command {
  static override summary = 'Use a plugin that you work on from its own folder, after a question.';
  static override examples = ['<%= config.bin %> plugins link .'];
  static override args = {
    folder: Args.string({ description: 'The folder of the package.', required: true, ignoreStdin: true }),
  };
  static override usage = 'plugins link FOLDER [FLAGS]';
  static override flags = consent;

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsLink);
    const { runPluginsLink } = await import('../plugins/manage-plugins.js');
    await runPluginsLink(this.config, args.folder, flags);
  }
}

export class PluginsUninstall extends Command {
  static override summary = 'Take a plugin away, with all that npm fetched for it.';
  static override examples = ['<%= config.bin %> plugins uninstall devclean-sbt'];
  static override args = {
    name: Args.string({
      description: 'As "plugins list" shows it. May be repeated.',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override strict = false;
  static override usage = 'plugins uninstall NAME... [FLAGS]';
  static override flags = { ...outputFlags };

  override async run(): Promise<void> {
    const { argv, flags } = await this.parse(PluginsUninstall);
    const { runPluginsUninstall } = await import('../plugins/manage-plugins.js');
    await runPluginsUninstall(this.config, argv.map(String), flags);
  }
}
