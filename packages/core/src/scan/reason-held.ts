import type { LocationInfo } from '../provider/cache-provider.js';
import { overlap } from '../provider/kept-paths.js';
import type { Holder } from '../words.js';

/**
 * Why a section cannot go while something holds it, or may hold it; with a path, why what lies there cannot. A holder of some paths of
 * a section does not hold the others.
 */
export function reasonHeld(
  { inUse, holders }: Pick<LocationInfo, 'inUse' | 'holders'>,
  section: string,
  at?: string,
): { readonly reason: 'in-use' | 'not-knowable'; readonly detail: string } | undefined {
  if (inUse === 'no') return undefined;
  const [holder, ...others] = holders.filter(
    ({ sections, paths }) =>
      (sections === undefined || sections.includes(section)) &&
      (paths === undefined || (at !== undefined && paths.some((one) => overlap(one, at)))),
  );
  if (holder !== undefined) {
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    return { reason: inUse === 'yes' ? 'in-use' : 'not-knowable', detail: nameOf(holder) + more };
  }
  if (holders.length > 0) return undefined;
  if (inUse === 'yes') return { reason: 'in-use', detail: 'something uses it' };
  return { reason: 'not-knowable', detail: 'it could not be told whether something uses it' };
}

/** With its number, by which a person finds it. */
function nameOf({ detail, pid }: Holder): string {
  return pid === undefined ? detail : `${detail} (process ${pid})`;
}
