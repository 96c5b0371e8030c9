import { bondsOf, type LinkLedger, type Tally } from '@devclean/disk';
import type { ItemBond } from './scan-result.js';

/** What comes back only when several of these items go, by their paths. Each must be there once. */
export function itemBonds(
  items: readonly { readonly path: string; readonly tally: Tally }[],
  links: LinkLedger,
): readonly ItemBond[] {
  return bondsOf(
    items.map(({ tally }) => [tally]),
    links,
  ).map(({ groups, reclaimableBytes }) => ({
    paths: groups.flatMap((number) => items[number]?.path ?? []),
    reclaimableBytes,
  }));
}
