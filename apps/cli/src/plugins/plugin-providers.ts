import { realpathSync } from 'node:fs';
import path from 'node:path';
import {
  type CacheProvider,
  DevcleanError,
  failedReport,
  type KnownPlugin,
  type KnownProvider,
  type ProviderReport,
  readPlugins,
  unsafeWay,
} from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import type { AddedProviders } from '../providers.js';
import type { ProviderData } from './messages.js';
import type { OpenPlugin } from './open-plugin.js';
import type { PluginPackage } from './plugin-package.js';

/** Where installed plugins lie, and the list of all. It need not exist. */
export function pluginsFolder({ dataDir }: Pick<Interfaces.Config, 'dataDir'>): string {
  return path.join(path.resolve(dataDir), 'plugins');
}

/**
 * The providers of the plugins that bring one of these tools, or of all. A plugin that fails, answers late or answers nonsense is a
 * finding. None can take a name that means something else.
 */
export async function pluginProviders(
  config: Interfaces.Config,
  isWanted: (id: string) => boolean,
  takenNames: ReadonlySet<string>,
): Promise<AddedProviders> {
  let plugins: readonly KnownPlugin[];
  try {
    plugins = readPlugins(pluginsFolder(config));
  } catch (error) {
    return { known: [], refused: [failedReport({ id: 'plugins', title: 'Plugins' }, 'plugin', error)], names: [] };
  }
  const wanted = plugins.filter(({ tools }) => tools.length === 0 || tools.some(({ id }) => isWanted(id)));
  const known: KnownProvider[] = [];
  const refused: ProviderReport[] = [];
  const names = plugins.flatMap(({ tools }) => tools.map(({ id }) => id));
  const taken = new Set(takenNames);
  const answers = await Promise.all(wanted.map(askPlugin));
  for (const { plugin, providers, errors } of answers) {
    const refuse = (error: unknown) =>
      refused.push(failedReport({ id: plugin.name, title: plugin.name }, 'plugin', error));
    errors.forEach(refuse);
    for (const provider of providers) {
      const problem = taken.has(provider.id)
        ? nameTaken(plugin.name, provider.id)
        : plugin.tools.length > 0 && !plugin.tools.some(({ id }) => id === provider.id)
          ? otherTool(plugin, provider.id)
          : undefined;
      if (problem === undefined) known.push({ provider, origin: 'plugin' });
      else refuse(problem);
      taken.add(provider.id);
    }
  }
  return { known, refused, names: [...new Set([...names, ...known.map(({ provider }) => provider.id)])] };
}

interface PluginAnswer {
  readonly plugin: KnownPlugin;
  readonly providers: readonly CacheProvider[];
  readonly errors: readonly unknown[];
}

async function askPlugin(plugin: KnownPlugin): Promise<PluginAnswer> {
  try {
    const { readPluginPackage } = await import('./plugin-package.js');
    return { plugin, ...(await providersOf(readPluginPackage(plugin.root))) };
  } catch (error) {
    return { plugin, providers: [], errors: [error] };
  }
}

/** Starts a package's worker. Of its answers each is a provider, or an error that says why it is none. Rejects where it gives none. */
export async function providersOf(
  plugin: PluginPackage,
): Promise<{ providers: readonly CacheProvider[]; errors: readonly unknown[]; opened: OpenPlugin }> {
  refuseOfOthers(plugin);
  const { openPlugin } = await import('./open-plugin.js');
  const { pluginProvider } = await import('./plugin-provider.js');
  const opened = await openPlugin(plugin.name, { root: plugin.root, hooks: plugin.hooks });
  const providers: CacheProvider[] = [];
  const errors: unknown[] = [];
  opened.providers.forEach((given, index) => {
    try {
      checkVersion(plugin.name, given);
      providers.push(pluginProvider(opened, index, given));
    } catch (error) {
      errors.push(error);
    }
  });
  return { providers, errors, opened };
}

/** Root runs nobody else's code: it would be theirs to change. */
function refuseOfOthers({ name, root }: PluginPackage): void {
  if (process.geteuid?.() !== 0) return;
  const unsafe = unsafeWay(realpathSync(root));
  if (unsafe === undefined) return;
  throw new DevcleanError('REFUSED', `The plugin ${name} is not run as root: ${unsafe.detail}.`, {
    hint: 'Run devclean as the user whose plugin it is.',
  });
}

const tellAuthors = 'Tell its authors, or take the plugin away.';

function checkVersion(name: string, { data }: ProviderData): void {
  const { id, apiVersion } = data ?? {};
  if (apiVersion === 1 && typeof id === 'string') return;
  const problem =
    apiVersion === undefined || typeof id !== 'string'
      ? 'did not answer with a provider'
      : `was made for another devclean (its apiVersion is ${String(apiVersion)}, ours is 1)`;
  throw new DevcleanError('BAD_PROVIDER', `The plugin ${name} ${problem}.`, { hint: tellAuthors });
}

export function nameTaken(plugin: string, id: string): DevcleanError {
  const message = `The plugin ${plugin} calls its provider "${id}", and that name is taken.`;
  return new DevcleanError('BAD_PROVIDER', message, { hint: tellAuthors });
}

function otherTool({ name, from, root }: KnownPlugin, id: string): DevcleanError {
  const again = from === 'link' ? `link ${root}` : `install ${name}`;
  return new DevcleanError('BAD_PROVIDER', `The plugin ${name} brings "${id}", which it did not say before.`, {
    hint: `Run "devclean plugins ${again}" if that is as it should be.`,
  });
}
