import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { type ProtectedPlaces, placeProtection } from '../apply/protected-places.js';
import type { FolderCache, FoundLocation } from '../provider/cache-provider.js';
import { isRecognised } from '../provider/define-provider.js';
import { locationProblem } from '../provider/location-path.js';
import { entryAt, identityKey, targetOf } from '../system/identity.js';
import { gitWorkTree, networkFileSystem } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { LocationState } from './scan-report.js';
import type { Refusal } from './scan-result.js';

/** What a location is, and why it is not taken when it is not. */
export interface Recognition {
  readonly state: LocationState;
  /** Whether its contents may be looked at and measured. */
  readonly open: boolean;
  readonly refusal?: Refusal;
}

export async function recognise(
  found: FoundLocation,
  cache: FolderCache,
  context: ToolContext,
  places: ProtectedPlaces,
): Promise<Recognition> {
  const refuse = (reason: Refusal['reason'], detail: string, hint?: string, unlessNamed = false): Refusal => ({
    provider: found.provider,
    path: found.path,
    reason,
    detail,
    unlessNamed,
    ...(hint !== undefined && { hint }),
  });
  const named = foundByText(found);

  const problem = locationProblem(found.path, context);
  if (problem !== undefined) {
    const hint = `Give ${named} the absolute path of a folder that is only for ${found.provider}, or unset it.`;
    return {
      state: 'unrecognised',
      open: false,
      refusal: refuse('not-recognised', `${named} cannot name a cache: ${problem}`, hint),
    };
  }
  const entry = entryAt(found.path);
  if (entry === undefined) {
    const hint = 'Run devclean as the user that it belongs to.';
    return { state: 'unreadable', open: false, refusal: refuse('unreadable', 'you may not look at it', hint) };
  }
  if (entry.isSymbolicLink()) {
    const target = path.resolve(path.dirname(found.path), readlinkSync(found.path));
    const hint = `To clear the folder behind it: devclean ${found.provider} purge --location ${target}`;
    return {
      state: 'protected',
      open: false,
      refusal: refuse('link', `it is a link to ${target}, and links are not followed`, hint),
    };
  }
  const protection = placeProtection(found.path, places);
  if (protection !== undefined) {
    const hint = `Point ${named} at a folder that is only for ${found.provider}.`;
    return { state: 'protected', open: false, refusal: refuse('protected', protection, hint) };
  }
  if (!entry.isDirectory()) {
    return { state: 'unrecognised', open: true, refusal: refuse('not-recognised', 'it is not a folder') };
  }
  let names: readonly string[];
  try {
    names = readdirSync(found.path);
  } catch {
    const hint = 'Run devclean as the user that it belongs to.';
    return { state: 'unreadable', open: true, refusal: refuse('unreadable', 'it cannot be read', hint) };
  }
  if (names.length === 0) return { state: 'empty', open: true };
  const network = await networkFileSystem(found.path);
  if (network !== undefined && !found.namedByUser) {
    const hint = `Name it to have it measured and cleared: --location ${found.path}`;
    return {
      state: 'unrecognised',
      open: false,
      refusal: refuse('network', `it lies on a network or program file system (${network})`, hint, true),
    };
  }
  if (!isRecognised(cache, found.path)) {
    const hint = `Look into it before you remove anything by hand; ${found.provider}'s own documentation says what may go.`;
    const detail = `what is in it does not look like a cache of ${found.provider}`;
    return { state: 'unrecognised', open: true, refusal: refuse('not-recognised', detail, hint) };
  }
  if (isOverride(found)) {
    const tree = gitWorkTree(found.path);
    if (tree !== undefined) {
      const hint = `If it is a cache all the same, name it: --location ${found.path}`;
      const detail = `${named} leads into the git work tree ${tree}`;
      return { state: 'recognised', open: true, refusal: refuse('protected', detail, hint, true) };
    }
  }
  if (isOutsideHome(found, context)) {
    const detail = `HOME is ${context.homes.env}, and no variable names this place outside of it`;
    const hint = `To clear it, run devclean with your own HOME, or name it: --location ${found.path}`;
    return { state: 'recognised', open: true, refusal: refuse('outside-home', detail, hint, true) };
  }
  return { state: 'recognised', open: true };
}

/** Found by a variable or a setting rather than at a place where the tool always keeps it. */
export function isOverride(found: FoundLocation): boolean {
  return !found.foundBy.some((by) => by.rule === 'default');
}

function foundByText(found: FoundLocation): string {
  const by = found.foundBy.find((candidate) => candidate.rule !== 'default') ?? found.foundBy[0];
  return by.detail;
}

/** Where `$HOME` is not the account's home, only what lies in it or what a variable names is the user's to give. */
function isOutsideHome(found: FoundLocation, { homes }: ToolContext): boolean {
  if (found.namedByVariable || homes.env === homes.account) return false;
  const home = targetOf(homes.env);
  const account = targetOf(homes.account);
  if (home === undefined || (account !== undefined && identityKey(home) === identityKey(account)))
    return home === undefined;
  for (let folder = found.path; ; folder = path.dirname(folder)) {
    const entry = entryAt(folder);
    if (entry !== undefined && identityKey(entry) === identityKey(home)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
