import {
  type FoundSection,
  isRoomMade,
  joinSections,
  type PurgePlan,
  type PurgeRequest,
  planPurge,
  type Scan,
  sectionsAtGoal,
  splitIntoEntries,
} from '@devclean/core';
import type { Providers } from '../providers.js';
import type { Session } from '../session.js';
import { withListProgress } from './with-list-progress.js';

/**
 * The plan for a request that makes room. Whole sections first, which costs nothing; where that is enough, only those sections in which it
 * is decided what goes are listed and taken entry by entry. What has no name in a section goes only with all of it, so where the entries
 * are not enough, the sections are whole again one by one until they are.
 */
export async function planRoom(
  found: Scan,
  { known }: Providers,
  request: PurgeRequest,
  session: Session,
): Promise<PurgePlan> {
  const whole = planPurge(found, known, request);
  const sections = sectionsAtGoal(whole, found, known);
  if (sections.length === 0) return whole;
  const split = await withListProgress(session, { known }, (onEvent) =>
    splitIntoEntries(found, known, session.context, { isAsked: among(sections), onEvent }),
  );
  for (let joined = 0; joined < sections.length; joined++) {
    const plan = planPurge(joinSections(split, found, among(sections.slice(0, joined))), known, request);
    if (plan.room !== undefined && isRoomMade(plan.room)) return plan;
  }
  return whole;
}

function among(sections: readonly FoundSection[]) {
  const key = ({ provider, location, id }: FoundSection) => [provider, location, id].join('\0');
  const keys = new Set(sections.map(key));
  return (section: FoundSection): boolean => keys.has(key(section));
}
