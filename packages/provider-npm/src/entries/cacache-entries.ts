import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import { type Blob, type Blobs, type Bucket, blobsOf, readCacache } from './cacache-contents.js';
import { type KeyName, keyName } from './key-name.js';
import { packageIn } from './package-in-tarball.js';

/** A key that leads somewhere, or a bucket whose keys all lead nowhere any more. */
interface Filed {
  readonly bucket: string;
  /** Other keys are filed in the same bucket: it goes with the last of them. */
  readonly isShared: boolean;
  readonly name: KeyName | undefined;
  readonly blobs: readonly Blob[];
  readonly state: 'live' | 'without content' | 'dead';
}

/**
 * What is in npm's cache, by name: each key with its bucket and its content, then what no key leads to. Names are from the address
 * or, where that says nothing, from the `package.json` inside.
 */
export async function* cacacheEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const filed: Filed[] = [];
  const { blobs, isWhole } = await readCacache(section, context, (bucket, all) => filed.push(...filedIn(bucket, all)));
  for (const one of filed) {
    context.signal.throwIfAborted();
    const entry = await filedEntry(one, context, isWhole);
    if (entry !== undefined) yield entry;
  }
  for (const blob of blobs.byPath.values()) {
    if (blob.owners > 0) continue;
    context.signal.throwIfAborted();
    if (await isWhole()) yield await orphanEntry(blob, context);
  }
}

function filedIn({ path, keys }: Bucket, all: Blobs): Filed[] {
  const live = keys.filter((one) => one.live.length > 0);
  if (live.length === 0) {
    const lines = keys.flatMap(({ dead }) => dead);
    const line = lines.find(({ isTombstone }) => !isTombstone) ?? lines[0];
    return [{ bucket: path, isShared: false, name: line && keyName(line), blobs: [], state: 'dead' }];
  }
  return live.map(({ live: lines }) => {
    const [newest] = lines;
    const found = [...new Set(lines.flatMap((line) => blobsOf(line, all)))];
    const hasContent = found.length > 0 || lines.some(({ digests }) => digests.length === 0);
    return {
      bucket: path,
      isShared: live.length > 1,
      name: newest && keyName(newest),
      blobs: found,
      state: hasContent ? 'live' : 'without content',
    };
  });
}

async function filedEntry(
  { bucket, isShared, name, blobs, state }: Filed,
  context: ToolContext,
  isWhole: () => Promise<boolean>,
): Promise<CacheEntry | undefined> {
  const own = blobs.filter(({ owners }) => owners === 1).map(({ path }) => path);
  const shared = blobs.filter(({ owners }) => owners > 1).map(({ path }) => path);
  const paths = isShared ? own : [bucket, ...own];
  const goLast = isShared ? [bucket, ...shared] : shared;
  const [content] = blobs;
  const known = name?.name === undefined && content !== undefined ? await nameInside(name, content, context) : name;
  const isOrphan = state === 'dead' || (state === 'without content' && (await isWhole()));
  const named = known?.name === undefined && isOrphan ? { ...known, name: 'unnamed-key' } : known;
  if (named?.name === undefined) return undefined;
  const { name: text, kind = 'unknown', ...rest } = named as KeyName & { readonly name: string };
  return {
    ...rest,
    name: text,
    kind: isOrphan ? 'orphan' : kind,
    ...(isOrphan && { nameFrom: state === 'dead' ? 'deleted key' : 'key without content' }),
    paths,
    ...(goLast.length > 0 && { shared: goLast }),
  };
}

/** An answer that is no package goes by the last words of its address. */
async function nameInside(name: KeyName | undefined, { path }: Blob, context: ToolContext): Promise<KeyName> {
  const found = await packageIn(path, context);
  if (found !== undefined) return { ...name, ...found, nameFrom: 'contents' };
  const last = name?.origin?.split('/').at(-1)?.replace(/^…$/, '');
  return {
    ...name,
    kind: name === undefined ? 'unknown' : 'response',
    name: last || 'unnamed-key',
    nameFrom: 'address',
  };
}

async function orphanEntry({ path, deadLine }: Blob, context: ToolContext): Promise<CacheEntry> {
  const former = deadLine && keyName(deadLine);
  if (former?.name !== undefined) {
    const { name, version, fileName, origin } = former;
    return {
      name,
      ...(version !== undefined && { version }),
      ...(fileName !== undefined && { fileName }),
      ...(origin !== undefined && { origin }),
      kind: 'orphan',
      nameFrom: 'former key',
      paths: [path],
    };
  }
  const found = await packageIn(path, context);
  if (found === undefined) return { name: 'unnamed-content', kind: 'orphan', paths: [path] };
  const { kind: _, ...named } = found;
  return { ...named, kind: 'orphan', nameFrom: 'contents', paths: [path] };
}
