import { lstatSync } from 'node:fs';
import { chdir } from 'node:process';
import { identityOf, isSameIdentity, lookExactly } from '../identity.js';
import type { Identity } from '../usage.js';
import type { BytePath } from '../walk/byte-path.js';

/**
 * Makes a folder this process's working folder, so that paths in it are as short as they can be and lead nowhere else. For helpers only:
 * nobody else's paths depend on theirs.
 *
 * @returns the folder as system calls take it from now on: its path where it cannot be a working folder (no text) or should not (on
 * Windows nobody could rename or remove it); nothing when by now something else is in its place.
 * @throws the system's error when it cannot be entered.
 */
export function enterFolder(path: BytePath, identity: Identity): BytePath | undefined {
  const bytes = Buffer.from(path || '/', 'latin1');
  const text = bytes.toString();
  const isEnterable = process.platform !== 'win32' && Buffer.from(text).equals(bytes);
  if (isEnterable) chdir(text);
  const at = isEnterable ? Buffer.from('.') : bytes;
  const found = identityOf(lstatSync(at), () => lookExactly(at));
  if (!isSameIdentity(found, identity)) return undefined;
  return isEnterable ? '.' : path;
}
