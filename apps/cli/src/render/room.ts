import { isRoomMade, type MadeRoom, type PlannedRoom, type PurgePlan, type PurgeResult } from '@devclean/core';
import { bytes } from './bytes.js';
import type { Look } from './look.js';
import { shownPath } from './shown-path.js';
import { paragraph } from './table.js';
import { counted, listed } from './words.js';

/** What room was asked for, and what is chosen for it. */
export function roomSentence({ steps }: PurgePlan, room: PlannedRoom, look: Look): string {
  const { certainBytes, neededBytes, uncertainBytes } = room;
  const asked = askedWords(room, look);
  if (neededBytes === 0) return paragraph(`${asked} is enough: nothing has to go.`, look.width);
  if (steps.length === 0) return paragraph(`${asked}: there is nothing that may go.`, look.width);
  const chosen = look.colors.bold(bytes(certainBytes));
  const most = uncertainBytes > 0 ? ` and at most ${bytes(uncertainBytes)} by tools’ own commands` : '';
  const words = isRoomMade(room)
    ? `${chosen} chosen, cheapest to lose first.`
    : `all that may go is ${chosen}${most}, ${bytes(neededBytes - certainBytes)} too little.`;
  return paragraph(`${asked}: ${words}`, look.width);
}

function askedWords({ goal, bytes: asked, volume, neededBytes }: PlannedRoom, look: Look): string {
  if (goal === 'free' || volume === undefined) return `To free ${bytes(asked)}`;
  const now = `${bytes(volume.freeBytes)} free on the disk of ${shownPath(volume.path, look)}`;
  return neededBytes === 0 ? now : `To have ${bytes(asked)} free, with ${now}, takes ${bytes(neededBytes)}`;
}

/** What was left because it is enough; or what else could be had, where it is not. */
export function roomLeft({ skipped }: PurgePlan, room: PlannedRoom, look: Look): string[] {
  if (isRoomMade(room)) {
    const left = skipped.filter(({ reason, expected }) => reason === 'enough-freed' && expected?.reclaimableBytes);
    if (left.length === 0) return [];
    const size = bytes(left.reduce((sum, { expected }) => sum + (expected?.reclaimableBytes ?? 0), 0));
    const where = new Set(left.map(({ provider, section, path }) => `${provider}/${section} ${path}`));
    return [
      paragraph(`Enough is freed: ${size} in ${counted(where.size, 'section')} could go too, and is left.`, look.width),
    ];
  }
  if (room.more.length === 0) return [];
  const more = room.more.map(
    ({ flag, reclaimableBytes, isMost }) =>
      `${flag} would free ${isMost ? 'at most ' : ''}another ${bytes(reclaimableBytes)}`,
  );
  return [paragraph(`For more: ${listed(more)}.`, look.width)];
}

/** What came of the room that was asked for. */
export function roomMadeSentence({ plan }: PurgeResult, made: MadeRoom, look: Look): string {
  const { room } = plan;
  if (room === undefined) return '';
  const { freedBytes, freeBytes } = made;
  const { colors } = look;
  const place = room.volume === undefined ? 'the home folder' : shownPath(room.volume.path, look);
  const now = freeBytes === undefined ? '' : ` On the disk of ${place} ${bytes(freeBytes)} are free now.`;
  if (freedBytes >= room.neededBytes)
    return `That is enough for the ${bytes(room.neededBytes)} that were needed.${now}`;
  const short = bytes(room.neededBytes - freedBytes);
  return `${colors.yellow(`That is ${short} short of the ${bytes(room.neededBytes)} that were needed.`)}${now}`;
}
