import { refuseSudo } from '@devclean/core';
import { printable } from '../render/printable.js';
import type { Session } from '../session.js';

/** Says no at once, before the caches are looked at, where nothing would be removed anyway. Throws `UNDER_SUDO`. */
export function refuseToRemove({ context }: Session): void {
  refuseSudo(context, ['devclean', ...process.argv.slice(2)].map(typed).join(' '));
}

/** A word as a shell takes it. */
function typed(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}
