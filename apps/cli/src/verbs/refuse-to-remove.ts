import { refuseSudo } from '@devclean/core';
import { printable } from '../render/printable.js';
import { typed } from '../render/words.js';
import type { Session } from '../session.js';

/** Says no at once, before the caches are looked at, where nothing would be removed anyway. Throws `UNDER_SUDO`. */
export function refuseToRemove({ context }: Session): void {
  refuseSudo(context, ['devclean', ...process.argv.slice(2)].map((word) => typed(printable(word))).join(' '));
}
