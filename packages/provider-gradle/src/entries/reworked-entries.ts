import { basename, join } from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';
import type { AccessJournal } from './access-journal.js';
import { lastOf } from './last-of.js';

/** A digest as Gradle writes them: 32 hexadecimal digits, and in base 36 before Gradle 5. */
const digest = /^[0-9a-z]{24,40}$/;

/**
 * What Gradle has made of libraries: unpacked, shrunk, instrumented. Each lies in a folder named after a digest of all that went into it;
 * nothing says what that was, but what came out has the library's name.
 *
 *     transforms-3/<digest>/transformed/kotlin-stdlib-2.0.21   Gradle 6.8 to 8.7; what was made, and metadata.bin beside it
 *     transforms-1/files-1.1/guava-33.jar/<digest>/…           Gradle 3.5 to 6.7; what it was made of
 *     jars-9/<digest>/guava-33.jar                             plugins and build scripts' libraries
 */
export async function* reworkedEntries(
  section: FoundSection,
  journal: AccessJournal,
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  const kind = section.id === 'jars' ? 'instrumented' : 'transform';
  for (const cache of section.paths) {
    for (const child of await context.list(cache)) {
      const path = join(cache, child);
      if (digest.test(child)) yield await entryAt(path, kind, journal, context);
      else if (/^files-\d+\.\d+$/.test(child)) yield* olderEntries(path, kind, journal, context);
    }
  }
}

async function* olderEntries(
  store: string,
  kind: string,
  journal: AccessJournal,
  context: ToolContext,
): AsyncGenerator<CacheEntry> {
  for (const source of await context.list(store)) {
    for (const child of await context.list(join(store, source))) {
      if (!digest.test(child)) continue;
      const path = join(store, source, child);
      yield { ...named(source, child), kind, paths: [path], ...lastOf([journal.lastAccess(path)]) };
    }
  }
}

async function entryAt(path: string, kind: string, journal: AccessJournal, context: ToolContext): Promise<CacheEntry> {
  const made = (await context.list(path)).includes('transformed') ? join(path, 'transformed') : path;
  const source = (await context.list(made)).find((name) => !isOwn(name));
  return { ...named(source, basename(path)), kind, paths: [path], ...lastOf([journal.lastAccess(path)]) };
}

/** What Gradle itself puts beside what it has made. */
function isOwn(name: string): boolean {
  return /^\.|\.(bin|lock|properties|receipt)$|^(metadata|results|workspace|instrumented|original|merge|instrumentation-dependencies)\b/.test(
    name,
  );
}

/** By the file name, as far as it is one of a library; by the digest otherwise. */
function named(
  source: string | undefined,
  hash: string,
): Pick<CacheEntry, 'name' | 'version' | 'fileName' | 'nameFrom'> {
  if (source === undefined || /[\p{Cc}\ufffd]/u.test(source)) return { name: hash, nameFrom: 'its digest' };
  const stem = source.replace(/\.(jar|aar|zip|klib)$/, '').replace(/^(jetified|instrumented|desugar_\w+)-/, '');
  const [, name, version] = /^(.+?)-(\d[\w.+-]*)$/.exec(stem) ?? [];
  return {
    name: name ?? stem,
    ...(version !== undefined && { version }),
    ...(source !== name && { fileName: source }),
    nameFrom: 'a file name',
  };
}
