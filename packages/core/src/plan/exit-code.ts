import type { PurgeResult } from '../apply/purge-result.js';
import type { SkipReason } from '../words.js';
import { isRoomMade } from './choose-room.js';
import type { PlannedRoom, PurgePlan } from './purge-plan.js';

/** Reasons that are no failure: the part was not asked for, or there was nothing to do. */
const expected: readonly SkipReason[] = [
  'above-allowed-safety',
  'empty',
  'enough-freed',
  'excluded',
  'not-active',
  'outside-home',
  'too-recent',
];

/**
 * 1 when something selected was refused, in use, not knowable or failed, when a tool says that it is not gone, or it could not be
 * looked whether it is; else 0. A plan alone counts what it leaves out. Where room was asked for, what is left out is a failure only when
 * there is too little: 1 then, whatever the reason.
 */
export function exitCodeOf(plan: PurgePlan, result?: PurgeResult): 0 | 1 {
  const left = plan.room ? !hasRoom(plan.room, result) : plan.skipped.some((item) => !expected.includes(item.reason));
  const failed = result?.outcomes.some((outcome) => outcome.status !== 'done') ?? false;
  const denied = result?.verifications.some(({ answer }) => answer === 'not-empty') ?? false;
  const unverified = result?.remaining.complete === false;
  return left || failed || denied || unverified ? 1 : 0;
}

function hasRoom(room: PlannedRoom, result: PurgeResult | undefined): boolean {
  if (result?.room === undefined) return isRoomMade(room);
  const { freedBytes, freeBytes = 0 } = result.room;
  return freedBytes >= room.neededBytes || (room.goal === 'until-free' && freeBytes >= room.bytes);
}
