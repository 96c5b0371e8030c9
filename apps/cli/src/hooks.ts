import { DevcleanError } from '@devclean/core';
import type { RunRequest } from '@devclean/plugin-kit';
import type { Interfaces } from '@oclif/core';
import { unknownCommand } from './unknown-command.js';

interface HookOptions {
  readonly config: Interfaces.Config;
}

/** Does the work of a provider's command, whoever brought the provider. */
export async function RUN_HOOK({ config, ...request }: HookOptions & RunRequest): Promise<void> {
  const { apiVersion, verb, provider, flags, words = [] } = request;
  if (apiVersion !== 1) {
    throw new DevcleanError('BAD_PROVIDER', `The plugin that brought "${provider}" was made for another devclean.`, {
      hint: 'Update devclean, or the plugin.',
    });
  }
  switch (verb) {
    case 'info':
      return (await import('./verbs/info.js')).runInfo(config, provider, flags);
    case 'path':
      return (await import('./verbs/path.js')).runPath(config, provider, flags);
    case 'list':
      return (await import('./verbs/list.js')).runList(config, provider, words, flags);
    case 'remove':
      return (await import('./verbs/removal.js')).runRemove(config, provider, words, flags);
    case 'purge':
      return (await import('./verbs/removal.js')).runPurge(config, provider, flags);
    case 'caching':
      return (await import('./verbs/caching.js')).runCaching(config, provider, words, flags);
  }
}

/**
 * A command that oclif does not know may be that of a tool. For any other, oclif's word is one line; ours says what was meant.
 */
export async function COMMAND_NOT_FOUND_HOOK({ config, id }: HookOptions & { readonly id: string }): Promise<'done'> {
  const { withAddedCommands } = await import('./added-commands.js');
  // oclif's `id` is all words with colons between them, and a word may have some of its own: a module of Gradle's.
  const [first = '', ...words] = process.argv.slice(2);
  const [tool = '', ...more] = first.split(':');
  const [verb, ...rest] = [...more, ...words];
  const all = await withAddedCommands(config, tool);
  if (config.commandIDs.includes(tool) || !all.commandIDs.includes(tool)) throw unknownCommand(id, all);
  const isVerb = verb !== undefined && !verb.startsWith('-');
  const command = all.findCommand(isVerb ? `${tool}:${verb}` : tool);
  if (command === undefined) throw unknownCommand(`${tool}:${verb}`, all);
  const takesNone = Object.keys(command.args ?? {}).length === 0;
  const [word] = rest;
  if (isVerb && takesNone && word !== undefined && !word.startsWith('-'))
    throw unknownCommand(`${tool}:${verb}:${word}`, all);
  await (await command.load()).run(isVerb ? rest : [...more, ...words], all);
  return 'done';
}
