import path from 'node:path';
import {
  type Bytes,
  type CacheEntry,
  type FoundFile,
  type FoundSection,
  fileBytes,
  type ToolContext,
  type ZipRecord,
  zipContent,
  zipDirectory,
} from '@devclean/core';
import { isPackageName, type PackageId, packageId } from './package-id.js';
import { zipFileName } from './zip-file-name.js';

/** A manifest is a few kilobytes; the longest that anybody published are some hundred. */
const longestManifest = 1024 * 1024;

/** The zips in folders of packages, each named by what is in it: what the file is called does not tell `@a/b-c` from `@a-b/c`. */
export async function* zipEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  // Of the shared cache the item is the folder, of a project's each zip.
  const items = new Set(section.paths);
  const folders = section.paths.map((at) => (at.endsWith('.zip') ? path.dirname(at) : at));
  for (const folder of new Set(folders)) {
    for await (const file of context.files(folder)) {
      if (items.has(file.path) || items.has(path.dirname(file.path))) yield* zipEntry(file, context);
    }
  }
}

async function* zipEntry(file: FoundFile, context: ToolContext): AsyncGenerator<CacheEntry> {
  const fileName = path.basename(file.path);
  const parts = zipFileName(fileName);
  const inside = parts && (await nameInside(fileBytes(file.path, file.size, context)));
  if (inside === undefined) return;
  const { source, major } = parts?.of(inside.name) ?? {};
  yield {
    ...inside,
    kind: major === undefined ? 'zip' : `zip of Yarn ${major}`,
    paths: [file.path],
    nameFrom: 'in the zip',
    ...(source !== undefined && source !== 'npm' && { origin: `${source}:` }),
  };
}

/** Everything in such a zip lies below `node_modules/<name>/`. */
const manifestPath = /^node_modules\/((?:@[^/]+\/)?[^/@][^/]*)\/package\.json$/;

/** The name of the package's folder, which is what projects know it by, and the version in its manifest. */
async function nameInside(bytes: Bytes): Promise<PackageId | undefined> {
  const record = await manifestIn(bytes);
  const name = record && manifestPath.exec(record.name)?.[1];
  if (record === undefined || !isPackageName(name)) return undefined;
  const { version } = packageId({ name, version: await versionIn(bytes, record) }) ?? {};
  return { name, ...(version !== undefined && { version }) };
}

async function manifestIn(bytes: Bytes): Promise<ZipRecord | undefined> {
  const directory = await zipDirectory(bytes);
  const near = directory?.near.find(({ name }) => manifestPath.test(name));
  if (directory === undefined || near !== undefined) return near;
  for await (const record of directory.records()) if (manifestPath.test(record.name)) return record;
  return undefined;
}

async function versionIn(bytes: Bytes, record: ZipRecord): Promise<unknown> {
  try {
    const content = await zipContent(bytes, record, longestManifest);
    return (JSON.parse(content?.toString() ?? '') as { version?: unknown } | null)?.version;
  } catch {
    return undefined;
  }
}

/**
 * What registries said of packages, a file each: `metadata/npm/<settings>/<host>/<name>.json`. A scoped name is followed by
 * the length of its scope, `@a-b-c-3` being `@a-b/c`; where the first Yarns 4 left that out, the content has to say it.
 */
export async function* metadataEntries(section: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const folder of section.paths) {
    for await (const { path: at } of context.files(folder)) {
      const stem = /^(.+)\.json$/.exec(path.basename(at))?.[1];
      if (stem === undefined || path.relative(folder, at).split(path.sep).length !== 4) continue;
      const name = nameOfMetadata(stem) ?? (await nameInMetadata(at, stem, context));
      if (name === undefined) continue;
      const host = path.basename(path.dirname(at));
      yield { name, kind: 'index', paths: [at], nameFrom: 'file name', origin: host };
    }
  }
}

function nameOfMetadata(stem: string): string | undefined {
  if (!stem.startsWith('@')) return isPackageName(stem) ? stem : undefined;
  const [, slug = '', digits] = /^@(.+)-(\d{1,3})$/.exec(stem) ?? [];
  const length = Number(digits);
  const name = `@${slug.slice(0, length)}/${slug.slice(length + 1)}`;
  return slug[length] === '-' && isPackageName(name) ? name : undefined;
}

async function nameInMetadata(at: string, stem: string, context: ToolContext): Promise<string | undefined> {
  const head = Buffer.from((await context.readBytes(at, 0, 64 * 1024)) ?? []).toString();
  const names = Array.from(head.matchAll(/"name":"(@[^"\\]+)"/g), ([, name]) => name);
  return names.find((name): name is string => isPackageName(name) && name.replace('/', '-') === stem);
}
