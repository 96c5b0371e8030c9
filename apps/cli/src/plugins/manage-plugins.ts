import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  DevcleanError,
  type KnownPlugin,
  type PluginsDocument,
  placePlugin,
  readPlugins,
  refuseSudo,
  removePlugin,
  stagePlugin,
  writePlugins,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { nearest } from '../nearest.js';
import { storedFiles } from '../provider-files/file-providers.js';
import { takenNames } from '../providers.js';
import { renderPlugins } from '../render/plugins.js';
import { printable } from '../render/printable.js';
import { paragraph } from '../render/table.js';
import { counted } from '../render/words.js';
import { type OutputFlags, openSession, type Session } from '../session.js';
import { ask } from '../verbs/ask.js';
import { type PluginPackage, readPluginPackage } from './plugin-package.js';
import { nameTaken, pluginsFolder, providersOf } from './plugin-providers.js';
import { npmInstall } from './run-npm.js';

interface ConsentFlags extends OutputFlags {
  readonly yes?: boolean;
}

/** `devclean plugins list`. */
export async function runPluginsList(config: Interfaces.Config, flags: OutputFlags): Promise<void> {
  show(await openSession(flags), readPlugins(pluginsFolder(config)));
}

/** `devclean plugins install PACKAGE…`: one after the other; each is installed whole or not at all. */
export async function runPluginsInstall(
  config: Interfaces.Config,
  specs: readonly string[],
  flags: ConsentFlags,
): Promise<void> {
  const session = await openForChange(flags, 'install');
  const folder = pluginsFolder(config);
  for (const spec of specs.map((one) => installable(one, session))) {
    const staged = stagePlugin(folder);
    try {
      if (!session.quiet) session.progress.show(`npm is fetching ${spec}`);
      await npmInstall(spec, staged, session.context);
      session.progress.clear();
      const found = readPluginPackage(installedIn(staged));
      const packages = counted(packagesIn(staged), 'package');
      const what = `${found.name} ${found.version}, ${packages} in all, no install script run`;
      const tools = await consented(session, folder, found, what, flags);
      const place = placePlugin(folder, staged, found.name);
      const root = path.join(place, 'node_modules', found.name);
      remember(folder, { name: found.name, version: found.version, from: 'npm', root, tools });
      said(session, `Installed ${found.name} ${found.version}`, tools);
    } catch (error) {
      removePlugin(folder, { staged });
      throw error;
    } finally {
      session.progress.clear();
    }
  }
  if (session.json) show(session, readPlugins(folder));
}

/** `devclean plugins link FOLDER`: a package that the user works on, used where it lies. */
export async function runPluginsLink(config: Interfaces.Config, named: string, flags: ConsentFlags): Promise<void> {
  const session = await openForChange(flags, 'link');
  const folder = pluginsFolder(config);
  const given = path.resolve(session.context.cwd, named);
  if (!statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DevcleanError('BAD_ARGUMENT', `"${named}" is no folder.`, { hint: 'Give the folder of the package.' });
  }
  const found = readPluginPackage(realpathSync(given));
  const { name, version, root } = found;
  const tools = await consented(session, folder, found, `${name} ${version} in ${root}`, flags);
  const older = readPlugins(folder).find((one) => one.name === name);
  remember(folder, { name, version, from: 'link', root, tools });
  if (older?.from === 'npm') removePlugin(folder, { name });
  said(session, `Linked ${name} ${version}`, tools);
  if (session.json) show(session, readPlugins(folder));
}

/** `devclean plugins uninstall NAME`: takes away what was installed, and forgets what was linked. */
export async function runPluginsUninstall(
  config: Interfaces.Config,
  names: readonly string[],
  flags: OutputFlags,
): Promise<void> {
  const session = await openSession(flags);
  refuseSudo(session.context);
  const folder = pluginsFolder(config);
  const plugins = readPlugins(folder);
  const asked = names.map((name) => {
    const plugin = plugins.find((one) => one.name === name) ?? plugins.find(({ tools }) => tools[0]?.id === name);
    if (plugin !== undefined) return plugin;
    const suggestion = nearest(
      name,
      plugins.map((one) => one.name),
    );
    throw new DevcleanError('NO_SUCH_PLUGIN', `There is no plugin called "${name}".`, {
      hint: suggestion ? `Did you mean "${suggestion}"?` : 'Run "devclean plugins list" to see those that there are.',
    });
  });
  const others = plugins.filter((one) => !asked.includes(one));
  writePlugins(folder, others);
  for (const { name, from } of asked) {
    if (from === 'npm') removePlugin(folder, { name });
    if (!session.json) session.print(`${from === 'npm' ? 'Uninstalled' : 'Unlinked'} ${printable(name)}.`);
  }
  if (session.json) show(session, others);
}

async function openForChange(flags: ConsentFlags, what: string): Promise<Session> {
  const session = await openSession(flags);
  refuseSudo(session.context);
  // Before anything is fetched.
  if (flags.yes || (session.canAsk && !session.json)) return session;
  throw new DevcleanError(
    'NEEDS_CONFIRMATION',
    `To ${what} a plugin is to trust its code, and there is no terminal to ask at.`,
    {
      hint: 'Confirm it with --yes.',
    },
  );
}

/** A package of the registry, or a tarball that is there: nothing else that npm would fetch from anywhere. */
function installable(spec: string, { context }: Session): string {
  const file = path.resolve(context.cwd, spec);
  const stats =
    /\.(tgz|tar\.gz|tar)$/.test(spec) || /^[./~]/.test(spec) ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (stats?.isFile()) return file;
  if (stats?.isDirectory()) {
    throw new DevcleanError('BAD_ARGUMENT', `${spec} is a folder.`, {
      hint: `Use it with "devclean plugins link ${spec}".`,
    });
  }
  if (
    /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(@[\w.^~<>=*| +-]+)?$/i.test(spec) &&
    !/\.(tgz|tar\.gz|tar)$/.test(spec)
  )
    return spec;
  throw new DevcleanError('BAD_ARGUMENT', `"${spec}" is no name of a package, and no tarball that is there.`, {
    hint: 'Give NAME, NAME@VERSION, or the path of a .tgz file.',
  });
}

/** The one package that npm was asked for. */
function installedIn(staged: string): string {
  const { dependencies = {} } = JSON.parse(readFileSync(path.join(staged, 'package.json'), 'utf8'));
  const [name] = Object.keys(dependencies);
  const root = path.join(staged, 'node_modules', name ?? '');
  if (name === undefined || !existsSync(root))
    throw new DevcleanError('NOT_A_PLUGIN', 'npm has installed no package.', {
      hint: 'Give the name of a package, or the path of a .tgz file.',
    });
  return root;
}

function packagesIn(staged: string): number {
  const modules = path.join(staged, 'node_modules');
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  return names.reduce(
    (sum, name) => sum + (name.startsWith('@') ? readdirSync(path.join(modules, name)).length : 1),
    0,
  );
}

/** Asks, and only then lets the package say what it brings. Throws where it is not wanted, or cannot be taken. */
async function consented(
  session: Session,
  folder: string,
  found: PluginPackage,
  what: string,
  { yes }: ConsentFlags,
): Promise<KnownPlugin['tools']> {
  if (!yes) {
    const { width, colors } = session.err;
    session.note(colors.bold(printable(what)));
    if (found.description) session.note(paragraph(printable(found.description), width, '  '));
    session.note(
      paragraph(
        'Its code will run as you, in a worker of devclean: that keeps its mistakes apart, and is no protection from bad intent. Trust it as you trust any program that you install.',
        width,
        '  ',
      ),
    );
    if (!(await ask('Trust it?', session)))
      throw new DevcleanError('ABORTED', 'The plugin was not taken: the answer was no.');
  }
  const { providers, errors, opened } = await providersOf(found);
  opened.close();
  const [error] = errors;
  if (error !== undefined) throw error;
  if (providers.length === 0) {
    throw new DevcleanError('NOT_A_PLUGIN', `${found.name} brings no tool.`, { hint: 'Tell its authors.' });
  }
  const taken = takenNames();
  for (const { name, tools } of readPlugins(folder)) if (name !== found.name) for (const { id } of tools) taken.add(id);
  for (const { file } of await storedFiles()) taken.add(path.basename(file, '.json'));
  return providers.map(({ id, title, homepage, summary }) => {
    if (taken.has(id)) throw nameTaken(found.name, id);
    taken.add(id);
    return { id, title, homepage, summary };
  });
}

function remember(folder: string, plugin: KnownPlugin): void {
  const others = readPlugins(folder).filter(({ name }) => name !== plugin.name);
  writePlugins(
    folder,
    [...others, plugin].sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

function said(session: Session, what: string, tools: KnownPlugin['tools']): void {
  if (session.json) return;
  const ids = tools.map(({ id }) => id).join(', ');
  session.print(printable(`${what}. It brings ${ids}: see "devclean ${tools[0]?.id} info".`));
}

function show(session: Session, plugins: readonly KnownPlugin[]): void {
  const document: PluginsDocument = { schema: 'devclean.plugins/1', plugins: [...plugins] };
  if (session.json) session.emit(document);
  else session.print(renderPlugins(document, session.out));
}
