import { DevcleanError, type PurgeRequest } from '@devclean/core';
import type { Providers } from '../providers.js';
import { listed } from '../render/words.js';
import type { Destination } from './destination-flags.js';

interface ViaFlags {
  readonly via?: 'native' | 'direct' | undefined;
  readonly 'older-than'?: string | undefined;
}

/** `--via` as the core takes it; nothing when it was not given. Throws `BAD_ARGUMENT` beside what only devclean itself can do. */
export function viaFlag(flags: ViaFlags, { keepMs = 0, trash }: Destination): Pick<PurgeRequest, 'via'> {
  if (flags.via === undefined) return {};
  if (flags.via === 'native' && (trash || keepMs > 0)) {
    throw new DevcleanError('BAD_ARGUMENT', 'What a tool removes by its own command cannot be kept.', {
      hint: `Leave out ${trash ? '--trash' : '--keep'} or --via native.`,
    });
  }
  if (flags.via === 'native' && flags['older-than'] !== undefined) {
    throw new DevcleanError('BAD_ARGUMENT', "The tools' own commands do not remove by age.", {
      hint: 'Leave out --older-than or --via native.',
    });
  }
  return { via: flags.via };
}

/** Throws `BAD_ARGUMENT` where `--via native` asks for what no tool of this run has a command for. */
export function checkCommands({ via }: ViaFlags, named: readonly string[], { known }: Providers): void {
  if (via !== 'native' || known.length === 0) return;
  const commands = known.flatMap(({ provider }) =>
    [...provider.caches, ...(provider.managed ?? [])].flatMap(({ native = [] }) =>
      native.map(({ sections }) => ({ tool: provider.id, sections: sections.map((id) => `${provider.id}/${id}`) })),
    ),
  );
  const hint = 'Leave out --via native: then devclean removes it itself.';
  if (commands.length === 0) {
    const titles = listed(known.map(({ provider }) => provider.title));
    const have = known.length === 1 ? 'has' : 'have';
    throw new DevcleanError('BAD_ARGUMENT', `${titles} ${have} no command that devclean would clear the cache with.`, {
      hint,
    });
  }
  for (const section of named) {
    const command = commands.find(({ sections }) => sections.includes(section));
    if (command === undefined)
      throw new DevcleanError('BAD_ARGUMENT', `There is no command that clears ${section}.`, { hint });
    const missing = command.sections.filter((one) => !named.includes(one));
    if (missing.length > 0) {
      const message = `The command that clears ${section} clears ${listed(missing)} too.`;
      throw new DevcleanError('BAD_ARGUMENT', message, { hint: 'Name all of them, or leave out --via native.' });
    }
  }
}
