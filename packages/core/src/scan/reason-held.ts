import type { LocationInfo } from '../provider/cache-provider.js';

/** Why a section cannot go while something holds it, or may hold it. */
export function reasonHeld(
  { inUse, holders }: Pick<LocationInfo, 'inUse' | 'holders'>,
  section: string,
): { readonly reason: 'in-use' | 'not-knowable'; readonly detail: string } | undefined {
  if (inUse === 'no') return undefined;
  const holder = holders.find((one) => one.sections === undefined || one.sections.includes(section));
  if (holder !== undefined) return { reason: inUse === 'yes' ? 'in-use' : 'not-knowable', detail: holder.detail };
  if (holders.length > 0) return undefined;
  if (inUse === 'yes') return { reason: 'in-use', detail: 'something uses it' };
  return { reason: 'not-knowable', detail: 'it could not be told whether something uses it' };
}
