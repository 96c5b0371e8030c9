import type { Command } from '@oclif/core/command';
import { CommandHelp, Help } from '@oclif/core/help';
import { withAddedCommands } from './added-commands.js';
import { APP_COMMANDS } from './app-commands.js';
import { colorSetting } from './color-setting.js';
import { lookOf } from './render/look.js';
import { paragraph, table } from './render/table.js';
import { unknownCommand } from './unknown-command.js';

/** oclif's page of a command, with the whole of its description: of several lines oclif shows the last. */
class DevcleanCommandHelp extends CommandHelp {
  protected override description(): string | undefined {
    const { description } = this.command;
    return description === undefined ? undefined : this.wrap(description);
  }
}

/** oclif's help, with a first page that says what to type, and our words for what does not exist. */
export class DevcleanHelp extends Help {
  protected override CommandHelpClass = DevcleanCommandHelp;

  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => !word.startsWith('-')).flatMap((word) => word.split(':'));
    const [first] = words;
    if (first === undefined || !this.config.commandIDs.includes(first))
      this.config = await withAddedCommands(this.config, first);
    if (first !== undefined && !this.config.commandIDs.includes(first))
      throw unknownCommand(words.join(':'), this.config);
    await super.showHelp(argv);
  }

  /** As oclif does it, with a summary that is wrapped like all else. */
  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    const below = this.sortedCommands.filter(({ id }) => id.startsWith(`${command.id}:`));
    const { width } = lookOf(process.stdout, { home: '' });
    const page = [paragraph(this.summary(command) ?? '', width), '', this.formatCommand(command)];
    if (below.length > 0) page.push('', this.formatCommands(below));
    this.log(page.join('\n'));
  }

  protected override async showRootHelp(): Promise<void> {
    const { config } = this;
    const noColor = process.argv.includes('--no-color');
    const look = lookOf(process.stdout, { home: '', noColor, color: colorSetting() });
    const { colors, width } = look;
    const described = (ids: readonly string[]): string[][] =>
      ids.map((id) => [colors.cyan(id), config.findCommand(id)?.summary ?? '']);
    const own = new Set<string>(APP_COMMANDS);
    const top = config.commandIDs.filter((id) => !id.includes(':'));
    const tools = top.filter((id) => !own.has(id) && config.commandIDs.some((other) => other.startsWith(`${id}:`)));
    const verbs = [
      ['info', 'Show what it caches, where, and what each part costs to lose.'],
      ['path', 'Print where it caches now.'],
      ['list', 'List what it has cached: names, versions, sizes.'],
      ['remove', 'Remove single entries by name, after a question.'],
      ['purge', 'Remove what it has cached, after showing it and asking.'],
    ].map(([verb = '', summary = '']) => [colors.cyan(`TOOL ${verb}`), summary]);
    const section = (title: string, rows: string[][]): string[] => [
      '',
      colors.bold(title),
      ...table(rows, [{}, {}], Math.min(width, 100), '  '),
    ];
    const lines = [
      paragraph(config.pjson.description ?? '', width),
      ...section('Begin with', [
        [`$ ${config.bin}`, 'at a terminal: look, pick what goes, see the plan'],
        [`$ ${config.bin} scan`, 'nothing is changed'],
        [`$ ${config.bin} sweep --dry-run`, 'what would go, and what it costs'],
      ]),
      ...section('Commands', [
        ...described(['scan', 'sweep']),
        ...verbs,
        ...described(APP_COMMANDS.filter((id) => !['scan', 'sweep', 'help'].includes(id))),
      ]),
      '',
      paragraph(
        `${config.bin} alone takes --exclude TOOL, --project DIR, --keep 24h and --trash; with --plain, or ACCESSIBLE=1, it asks for numbers instead of painting a screen.`,
        Math.min(width, 100),
        '  ',
      ),
      '',
      colors.bold('Tools'),
      paragraph(tools.toSorted().join(', '), Math.min(width, 100), '  '),
      '',
      colors.dim(
        paragraph(
          `${config.bin} ${config.version} makes no network connection, but for "plugins install". "${config.bin} COMMAND --help" tells more.`,
          width,
        ),
      ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
