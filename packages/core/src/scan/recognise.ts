import { readdirSync } from 'node:fs';
import { type ProtectedPlaces, placeProtection } from '../apply/protected-places.js';
import type { FolderCache, FoundLocation } from '../provider/cache-provider.js';
import { isRecognised } from '../provider/is-recognised.js';
import { locationProblem } from '../provider/location-path.js';
import { foldersUpFrom } from '../system/folders-up-from.js';
import { entryAt, identityKey, targetOf } from '../system/identity.js';
import { gitWorkTree, networkFileSystem } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { unsafeWay } from '../system/unsafe-way.js';
import { isOnlyNamed } from './named-location.js';
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
  const { provider, path: at } = found;
  const named = foundByText(found);
  const refused = (
    { state, open }: Pick<Recognition, 'state' | 'open'>,
    reason: Refusal['reason'],
    detail: string,
    { hint, unlessNamed = false }: Partial<Pick<Refusal, 'hint' | 'unlessNamed'>> = {},
  ): Recognition => ({
    state,
    open,
    refusal: { provider, path: at, reason, detail, unlessNamed, ...(hint !== undefined && { hint }) },
  });

  if (places.broken !== undefined) {
    const { message, hint } = places.broken;
    // Not a word of what is in it: it is looked at and measured as ever, and not taken.
    const rest = await recognise(found, cache, context, { ...places, broken: undefined });
    if (rest.refusal !== undefined && !rest.refusal.unlessNamed) return rest;
    return refused(rest, 'protected', message.replace(/\.$/, ''), { ...(hint !== undefined && { hint }) });
  }
  const problem = locationProblem(at, context);
  if (problem !== undefined) {
    const hint = `Give ${named} the absolute path of a folder that is only for ${provider}, or unset it.`;
    const detail = `${named} cannot name a cache: ${problem}`;
    return refused({ state: 'unrecognised', open: false }, 'not-recognised', detail, { hint });
  }
  const owners = 'Run devclean as the user that it belongs to.';
  const entry = entryAt(at);
  if (entry === undefined) {
    return refused({ state: 'unreadable', open: false }, 'unreadable', 'you may not look at it', { hint: owners });
  }
  if (entry.isSymbolicLink()) {
    const target = await context.realPath(at);
    const detail = `it is a link to ${target ?? 'nothing'}, and links are not followed`;
    const hint = target && `To clear the folder behind it: devclean ${provider} purge --location ${target}`;
    return refused({ state: 'protected', open: false }, 'link', detail, hint ? { hint } : {});
  }
  const protection = placeProtection(at, places);
  if (protection !== undefined) {
    const hint = `Point ${named} at a folder that is only for ${provider}.`;
    return refused({ state: 'protected', open: false }, 'protected', protection, { hint });
  }
  if (!entry.isDirectory()) {
    return refused({ state: 'unrecognised', open: true }, 'not-recognised', 'it is not a folder');
  }
  // Before anything is read from it: the other end may not answer.
  const network = await networkFileSystem(at);
  if (network !== undefined && !found.namedByUser) {
    const detail = `it lies on a network or program file system (${network})`;
    const hint = `Name it to have it measured and cleared: --location ${at}`;
    return refused({ state: 'unrecognised', open: false }, 'network', detail, { hint, unlessNamed: true });
  }
  let names: readonly string[];
  try {
    names = readdirSync(at);
  } catch {
    return refused({ state: 'unreadable', open: true }, 'unreadable', 'it cannot be read', { hint: owners });
  }
  if (names.length === 0) return { state: 'empty', open: true };
  if (!isRecognised(cache, at) || (cache.onlyWhereFound && isOnlyNamed(found))) {
    const hint = `Look into it before you remove anything by hand; ${provider}'s own documentation says what may go.`;
    const detail = `what is in it does not look like a cache of ${provider}`;
    return refused({ state: 'unrecognised', open: true }, 'not-recognised', detail, { hint });
  }
  if (found.kept !== undefined) return refused({ state: 'protected', open: true }, 'protected', found.kept);
  const recognised = { state: 'recognised', open: true } as const;
  if (isForeign(Number(entry.uid), context.uid)) {
    return refused(recognised, 'foreign-owner', `it belongs to user ${entry.uid}`, { hint: owners });
  }
  const unsafe = context.uid === 0 ? unsafeWay(at) : undefined;
  if (unsafe !== undefined) {
    const hint = 'As root, devclean removes only where nobody else can rearrange the folders above.';
    return refused(recognised, unsafe.reason, unsafe.detail, { hint });
  }
  if (found.onlyNamed) {
    const hint = isOnlyNamed(found)
      ? `To clear it, name it for this run: --location ${at}`
      : `If it is a cache all the same, name it: --location ${at}`;
    const detail = isOnlyNamed(found) ? `only ${named} lead here` : named;
    return refused(recognised, 'not-active', detail, { hint, unlessNamed: true });
  }
  const tree = isOverride(found) ? gitWorkTree(at) : undefined;
  if (tree !== undefined) {
    const detail = `${named} leads into the git work tree ${tree}`;
    const hint = `If it is a cache all the same, name it: --location ${at}`;
    return refused(recognised, 'protected', detail, { hint, unlessNamed: true });
  }
  if (isOutsideHome(found, context)) {
    const detail = `HOME is ${context.homes.env}, and no variable names this place outside of it`;
    const hint = `To clear it, run devclean with your own HOME, or name it: --location ${at}`;
    return refused(recognised, 'outside-home', detail, { hint, unlessNamed: true });
  }
  return recognised;
}

/**
 * Whether a cache's own folder is somebody else's. The system may have made it for everybody (a volume of a container,
 * a shared folder of mode 1777): what lies in it has to be the user's own all the same.
 */
export function isForeign(owner: number, uid: number | undefined): boolean {
  return uid !== undefined && owner !== uid && owner !== 0;
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
  return !foldersUpFrom(found.path).some((folder) => {
    const entry = entryAt(folder);
    return entry !== undefined && identityKey(entry) === identityKey(home);
  });
}
