import path from 'node:path';
import { DirectoryError, type DirectoryHandle, openDirectory } from '@devclean/disk';
import type { PurgeStep } from '../plan/purge-plan.js';
import { detectCaches, inspectLocation } from '../provider/ask-provider.js';
import type { FolderCache, FoundLocation, LocationInfo } from '../provider/cache-provider.js';
import { isGraver } from '../provider/is-graver.js';
import { isRecognised } from '../provider/is-recognised.js';
import { namedLocation } from '../scan/named-location.js';
import { reasonHeld } from '../scan/reason-held.js';
import { isForeign, recognise } from '../scan/recognise.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { identityOf } from '../scan/survey-location.js';
import { entryAt, identityKey } from '../system/identity.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { type MountPoint, mountPoints } from '../system/mounts.js';
import { type NamedBytes, namedBytes } from '../system/named-bytes.js';
import type { ToolContext } from '../system/tool-context.js';
import type { SkipReason } from '../words.js';
import { entryProtection, itemProtection, type ProtectedPlaces } from './protected-places.js';
import { findTripwire } from './tripwires.js';

/** A no of the guard's. Whatever could not be told is a no as well. */
export interface Refused {
  readonly reason: SkipReason;
  readonly detail: string;
  readonly hint?: string | undefined;
  /** The entry that it is about, where that is another than the item. */
  readonly at?: NamedBytes;
}

/** A location that has passed both proofs, held open. */
export interface GuardedLocation {
  readonly found: FoundLocation;
  readonly root: DirectoryHandle;
  readonly info: LocationInfo;
  /** What `info` says, as it is now. */
  readonly lookAgain: () => Promise<LocationInfo>;
}

/** An item that may go: the open folder that it lies in, and its name there. */
export interface GuardedItem {
  readonly parent: DirectoryHandle;
  readonly name: string;
}

export interface GuardOptions {
  readonly context: ToolContext;
  readonly places: ProtectedPlaces;
  /** Real paths that the user named for this run. */
  readonly named: readonly string[];
  /** Called at most ten times a second while an item is looked through, with how many names were read. */
  readonly onProgress?: (entries: number) => void;
}

/**
 * Proves once more, from nothing but the machine as it is now, that a location is the tool's (its provider finds it, no
 * link on the way) and is a cache (its fingerprint, seen through the open folder).
 */
export async function guardLocation(
  location: string,
  cache: FolderCache,
  { provider }: KnownProvider,
  { context, places, named }: GuardOptions,
): Promise<GuardedLocation | Refused> {
  const namedByUser = named.includes(location);
  const { locations } = await detectCaches(provider, context);
  const detected = locations.find((candidate) => candidate.path === location && candidate.cache === cache.id);
  const given = namedByUser ? namedLocation(location, cache.id, provider.id) : undefined;
  const found = detected ? { ...detected, namedByUser } : given;
  if (found === undefined) {
    const detail = `${provider.title} has no cache there now; if it is one all the same, name it: --location ${location}`;
    return { reason: 'changed-since-plan', detail };
  }
  const { state, refusal } = await recognise(found, cache, context, places);
  if (refusal !== undefined && !(refusal.unlessNamed && namedByUser)) return refusal;
  if (state !== 'recognised') return { reason: 'changed-since-plan', detail: `it is ${state} now` };

  let root: DirectoryHandle;
  try {
    root = openDirectory(location);
  } catch (error) {
    return refusedBy(error);
  }
  try {
    const refused = reasonAgainstRoot(root, cache, context);
    if (refused === undefined) {
      // A context of its own makes the processes be read anew.
      const lookAgain = repeated(() => inspectLocation(provider, cache, found, { ...context }));
      return { found, root, info: await lookAgain(), lookAgain };
    }
    root.close();
    return refused;
  } catch (error) {
    root.close();
    throw error;
  }
}

/**
 * Looks anew whenever it is asked, but when the last look is younger than the time that it took: its answer was no newer when
 * it came. So a hundred small items do not take a hundred looks at all processes.
 */
function repeated<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { readonly answer: T; readonly until: number } | undefined;
  return async () => {
    const startedAt = performance.now();
    if (last !== undefined && startedAt < last.until) return last.answer;
    const answer = await look();
    const endedAt = performance.now();
    last = { answer, until: endedAt + (endedAt - startedAt) };
    return answer;
  };
}

/** What `recognise` asked of the path, asked again of the folder that is held open. */
function reasonAgainstRoot(root: DirectoryHandle, cache: FolderCache, { uid }: ToolContext): Refused | undefined {
  if (isForeign(root.uid, uid)) return { reason: 'foreign-owner', detail: `it belongs to user ${root.uid}` };
  if (isRecognised(cache, root.self.toString())) return undefined;
  return { reason: 'not-recognised', detail: 'it does not look like the cache any more' };
}

/** Proves that a step's path is, or lies in, one of the cache's recognised parts, the very thing that was planned, and idle. */
export async function guardItem(
  step: PurgeStep,
  location: GuardedLocation,
  options: GuardOptions,
): Promise<GuardedItem | Refused> {
  const { found, root, info } = location;
  const against = reasonAgainstPart(step, info);
  if (against !== undefined || step.path === undefined)
    return against ?? { reason: 'changed-since-plan', detail: 'it has no path' };
  let mount: MountPoint | undefined;
  try {
    mount = (await mountPoints()).find((point) => isAtOrBelow(point.path, step.path as string));
  } catch (error) {
    return { reason: 'not-knowable', detail: `what is mounted could not be read: ${(error as Error).message}` };
  }
  if (mount !== undefined) return { reason: 'mount', detail: `${mount.path} is mounted in it` };
  const protection = itemProtection(step.path, options.places);
  if (protection !== undefined) return { reason: 'protected', detail: protection };

  const names = path.relative(found.path, step.path).split(path.sep);
  const name = names.pop() as string;
  let parent: DirectoryHandle = root;
  const close = () => {
    if (parent !== root) parent.close();
  };
  try {
    for (const folder of names) {
      const next = parent.openChild(folder);
      close();
      parent = next;
    }
    const refusal =
      reasonAgainstEntry(parent, name, step, options) ??
      // The look inside takes a while, and so may the items before: who uses it, and who it is, come last, once more.
      (holdsPackages(step, info) ? undefined : await reasonInside(parent, name, step, options)) ??
      (await lastLook(step, { parent, name }, location, options));
    if (refusal === undefined) return { parent, name };
    close();
    return refusal;
  } catch (error) {
    close();
    return refusedBy(error);
  }
}

/** Who uses an item, and who it is, once more: right before it is moved, however long ago the guard said yes. */
export async function lastLook(
  step: PurgeStep,
  { parent, name }: GuardedItem,
  location: GuardedLocation,
  options: GuardOptions,
): Promise<Refused | undefined> {
  return reasonAgainstPart(step, await location.lookAgain()) ?? reasonAgainstEntry(parent, name, step, options);
}

/** Whether a path is one of the items, or something in one, and written in the one way in which we write paths. */
function isIn(at: string, items: readonly string[]): boolean {
  return items.includes(at) || (path.resolve(at) === at && items.some((item) => isAtOrBelow(at, item)));
}

/** Why a step's path is no part of the cache that may go, by what is in the location and who uses it. */
function reasonAgainstPart(step: PurgeStep, info: LocationInfo): Refused | undefined {
  const section = info.sections.find(({ id }) => id === step.section);
  if (section === undefined || !isIn(step.path as string, section.paths))
    return { reason: 'changed-since-plan', detail: 'it is no part of the cache any more' };
  if (step.safety !== undefined && isGraver(section.safety, step.safety)) {
    const because = section.because === undefined ? '' : `: ${section.because}`;
    return { reason: 'changed-since-plan', detail: `it is ${section.safety} by now${because}` };
  }
  return reasonHeld(info, step.section, step.path);
}

function holdsPackages(step: PurgeStep, info: LocationInfo): boolean {
  return info.sections.find(({ id }) => id === step.section)?.contains === 'packages';
}

async function reasonInside(
  parent: DirectoryHandle,
  name: string,
  { expected, path: at = '' }: PurgeStep,
  { context: { signal }, onProgress }: GuardOptions,
): Promise<Refused | undefined> {
  // More than twice what was measured, and some: it is being written to, and looking through it might have no end.
  const maxEntries = 2 * (expected.files + expected.directories) + 10_000;
  const answer = await findTripwire(parent, name, { signal, maxEntries, onProgress });
  if (answer.is === 'clean') return undefined;
  if (answer.is === 'unknown') return { reason: 'not-knowable', detail: answer.detail };
  const hint = 'Move it to where it belongs, and run devclean again.';
  const detail = `${answer.at.path} in it is no part of a cache: ${answer.what}`;
  return { reason: 'tripwire', detail, hint, at: namedBelow(path.dirname(at), answer.at) };
}

function namedBelow(folder: string, { path: name, pathBase64 }: NamedBytes): NamedBytes {
  const below = pathBase64 === undefined ? Buffer.from(name) : Buffer.from(pathBase64, 'base64');
  return namedBytes(Buffer.concat([Buffer.from(`${folder}/`), below]));
}

function reasonAgainstEntry(
  parent: DirectoryHandle,
  name: string,
  step: PurgeStep,
  { context, places }: GuardOptions,
): Refused | undefined {
  const entry = entryAt(parent.at(name));
  if (entry === undefined) return { reason: 'changed-since-plan', detail: 'it is gone' };
  if (entry.isSymbolicLink()) return { reason: 'link', detail: 'it is a link now' };
  if (!entry.isDirectory() && !entry.isFile())
    return { reason: 'not-recognised', detail: 'it is neither a folder nor a file' };
  const { dev, ino, mtimeNs, birthtimeNs } = identityOf(entry);
  const planned = step.identity;
  if (
    dev !== planned?.dev ||
    ino !== planned.ino ||
    mtimeNs !== planned.mtimeNs ||
    (birthtimeNs !== undefined && planned.birthtimeNs !== undefined && birthtimeNs !== planned.birthtimeNs)
  ) {
    return { reason: 'changed-since-plan', detail: 'it was changed or replaced' };
  }
  const uid = Number(entry.uid);
  const protection = entryProtection(entry, places);
  if (protection !== undefined) return { reason: 'protected', detail: protection };
  const mounted = places.mounted.get(identityKey(entry));
  if (mounted !== undefined) return { reason: 'mount', detail: mounted };
  if (context.uid !== undefined && uid !== context.uid)
    return { reason: 'foreign-owner', detail: `it belongs to user ${uid}` };
  return undefined;
}

function refusedBy(error: unknown): Refused {
  // By name and code: two copies of the disk package may be loaded.
  if (!(error instanceof Error) || error.name !== DirectoryError.name) throw error;
  const { code } = error as DirectoryError;
  return {
    reason: code === 'link' ? 'link' : code === 'failed' ? 'unreadable' : 'changed-since-plan',
    detail: error.message,
  };
}
