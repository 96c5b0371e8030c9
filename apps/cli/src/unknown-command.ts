import { DevcleanError } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { aloneFlags } from './is-alone.js';
import { nearest } from './nearest.js';

/** What is wrong with words that are no command, and which were probably meant. `id` has colons between the words. */
export function unknownCommand(id: string, config: Interfaces.Config): DevcleanError {
  const { bin } = config;
  const hidden = config.commands.filter((command) => command.hidden).map((command) => command.id);
  const commandIDs = config.commandIDs.filter((each) => !hidden.includes(each));
  const words = id.split(':');
  if (id.startsWith('-')) {
    const meant = nearest(id, aloneFlags);
    if (meant !== undefined && meant !== id) {
      return new DevcleanError('BAD_ARGUMENT', `There is no flag ${id}.`, { hint: `Did you mean "${meant}"?` });
    }
    return new DevcleanError('BAD_ARGUMENT', `${id} comes before any command.`, {
      hint: `Put it behind the command: "${bin} scan ${id}".`,
    });
  }
  for (let length = words.length - 1; length > 0; length--) {
    const known = words.slice(0, length).join(':');
    if (!commandIDs.includes(known)) continue;
    const said = `${bin} ${words.slice(0, length).join(' ')}`;
    const children = commandIDs
      .filter((each) => each.startsWith(`${known}:`))
      .map((each) => each.slice(known.length + 1));
    const next = words[length] ?? '';
    if (children.length === 0) {
      return new DevcleanError('BAD_ARGUMENT', `"${said}" takes no argument, and got "${next}".`, {
        hint: `Run "${said} --help" to see what it takes.`,
      });
    }
    const suggestion = nearest(next, children);
    const choices = children.map((child) => `${said} ${child}`).join(', ');
    return new DevcleanError('BAD_ARGUMENT', `There is no command "${said} ${next}".`, {
      hint: suggestion ? `Did you mean "${said} ${suggestion}"?` : `Choose one of: ${choices}.`,
    });
  }
  const first = words[0] ?? '';
  const suggestion = nearest(first, [...new Set(commandIDs.map((each) => each.split(':')[0] ?? each))]);
  return new DevcleanError(
    words.length > 1 ? 'UNKNOWN_TOOL' : 'BAD_ARGUMENT',
    `There is no command or tool called "${first}".`,
    {
      hint: suggestion
        ? `Did you mean "${[bin, suggestion, ...words.slice(1)].join(' ')}"?`
        : `Run "${bin} --help" to see the commands, "${bin} providers" to see the tools.`,
    },
  );
}
