import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import type { Blob, Blobs } from './blobs.js';
import { type Bucket, readCacache } from './cacache-contents.js';
import { type KeyName, keyName } from './key-name.js';
import { packageIn } from './package-in-tarball.js';

/** A key that leads somewhere, or a bucket whose keys all lead nowhere any more. */
interface Filed {
  readonly bucket: string;
  /** Other keys are filed in the same bucket: it goes with the last of them. */
  readonly isShared: boolean;
  readonly name: KeyName | undefined;
  /** Paths of its content. Other keys may lead there as well. */
  readonly content: readonly string[];
  readonly state: 'live' | 'without content' | 'dead';
}

/**
 * What is in npm's cache, by name: each key with its bucket and its content, then what no key leads to. Names are from the address
 * or, where that says nothing, from the `package.json` inside.
 */
export async function* cacacheEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  const { blobs, buckets, isWhole } = await readCacache(section, context);
  const withoutContent: Filed[] = [];
  for await (const bucket of buckets) {
    for (const filed of filedIn(bucket, blobs)) {
      context.signal.throwIfAborted();
      // Whether those are orphans is known when all is read.
      if (filed.state === 'without content') withoutContent.push(filed);
      else yield* filedEntry(filed, context, filed.state === 'dead');
    }
  }
  for (const filed of withoutContent) {
    context.signal.throwIfAborted();
    yield* filedEntry(filed, context, await isWhole());
  }
  for (const blob of blobs) {
    if (blob.isLive) continue;
    context.signal.throwIfAborted();
    if (await isWhole()) yield await orphanEntry(blob, context);
  }
}

function filedIn({ path, keys }: Bucket, blobs: Blobs): Filed[] {
  const live = keys.filter((one) => one.live.length > 0);
  if (live.length === 0) {
    const lines = keys.flatMap(({ dead }) => dead);
    const line = lines.find(({ isTombstone }) => !isTombstone) ?? lines[0];
    return [{ bucket: path, isShared: false, name: line && keyName(line), content: [], state: 'dead' }];
  }
  return live.map(({ live: lines }) => {
    const [newest] = lines;
    const content = [...new Set(lines.flatMap((line) => blobs.pathsOf(line)))];
    const hasContent = content.length > 0 || lines.some(({ digests }) => digests.length === 0);
    return {
      bucket: path,
      isShared: live.length > 1,
      name: newest && keyName(newest),
      content,
      state: hasContent ? 'live' : 'without content',
    };
  });
}

async function* filedEntry(
  { bucket, isShared, name, content, state }: Filed,
  context: ToolContext,
  isOrphan: boolean,
): AsyncGenerator<CacheEntry> {
  const [first] = content;
  const known = name?.name === undefined && first !== undefined ? await nameInside(name, first, context) : name;
  const named = known?.name === undefined && isOrphan ? { ...known, name: 'unnamed-key' } : known;
  if (named?.name === undefined) return;
  const { name: text, kind = 'unknown', ...rest } = named as KeyName & { readonly name: string };
  const shared = isShared ? [...content, bucket] : content;
  yield {
    ...rest,
    name: text,
    kind: isOrphan ? 'orphan' : kind,
    ...(isOrphan && { nameFrom: state === 'dead' ? 'deleted key' : 'key without content' }),
    paths: isShared ? [] : [bucket],
    ...(shared.length > 0 && { shared }),
  };
}

/** An answer that is no package goes by the last words of its address. */
async function nameInside(name: KeyName | undefined, path: string, context: ToolContext): Promise<KeyName> {
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

async function orphanEntry({ path, formerName }: Blob, context: ToolContext): Promise<CacheEntry> {
  if (formerName?.name !== undefined) {
    const { name, version, fileName, origin } = formerName;
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
