import stringWidth from 'string-width';
import type { Look } from './look.js';
import { printable } from './printable.js';

/** A printable path with the home as `~`; at a terminal shortened in its middle to fit `width` columns. */
export function shownPath(path: string, look: Look, width = look.width): string {
  const home = printable(look.home);
  const short = path === home ? '~' : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  return look.terminal ? shortenedTo(short, Math.max(8, width), look.signs.ellipsis) : short;
}

/** The end of a path says more than its middle, and its beginning says where it is. */
export function shortenedTo(text: string, width: number, ellipsis: string): string {
  if (stringWidth(text) <= width) return text;
  const characters = Array.from(text);
  const room = width - stringWidth(ellipsis);
  const end = takeWhileFits(characters.toReversed(), Math.ceil((room * 2) / 3)).toReversed();
  const beginning = takeWhileFits(characters, room - stringWidth(end.join('')));
  return `${beginning.join('')}${ellipsis}${end.join('')}`;
}

function takeWhileFits(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += stringWidth(character);
    return used > width;
  });
  return characters.slice(0, end === -1 ? undefined : end);
}
