import type { ToolContext } from '@devclean/core';
import { isPackageName } from './package-name.js';

/** What an index says of a package, whatever wrote it: `JSON.parse` or a reader of msgpack. */
export interface PackageIndex {
  readonly name?: string;
  readonly version?: string;
  readonly files: unknown;
  readonly sideEffects?: unknown;
}

/** A file of a package in the store. */
export interface IndexedFile {
  /** SHA-512 of its content. */
  readonly hex: string;
  readonly executable: boolean;
}

/** A package of a hundred thousand files is none. */
const most = { bytes: 64 * 1024 * 1024, files: 200_000 } as const;

/** An index of pnpm 5 to 10; nothing of what is none. Source: pnpm/pnpm, `PackageFilesIndex`. */
export async function readJsonIndex(file: string, context: ToolContext): Promise<PackageIndex | undefined> {
  const bytes = await context.readBytes(file, 0, most.bytes + 1);
  if (bytes === undefined || bytes.length > most.bytes) return undefined;
  try {
    return indexFrom(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return undefined;
  }
}

/** pnpm 11 and later keep the name in a part of the package's manifest. */
export function indexFrom(value: unknown): PackageIndex | undefined {
  const record = recordFrom(value);
  if (record === undefined) return undefined;
  const { name, version } = recordFrom(record.manifest) ?? record;
  return {
    ...(typeof name === 'string' && isPackageName(name) && { name }),
    ...(typeof version === 'string' && version.length < 256 && { version }),
    files: record.files,
    sideEffects: record.sideEffects,
  };
}

/** Its files, and what its build scripts made of them: `sideEffects` by platform, in `added` since pnpm 10. */
export function filesOfIndex({ files, sideEffects }: PackageIndex): readonly IndexedFile[] {
  const found: IndexedFile[] = [];
  const take = (part: unknown) => {
    for (const value of Object.values(recordFrom(part) ?? {})) {
      const file = found.length < most.files ? fileFrom(value) : undefined;
      if (file !== undefined) found.push(file);
    }
  };
  take(files);
  for (const built of Object.values(recordFrom(sideEffects) ?? {})) take(recordFrom(built)?.added ?? built);
  return found;
}

function fileFrom(value: unknown): IndexedFile | undefined {
  const { integrity, digest, mode } = recordFrom(value) ?? {};
  const hex = typeof digest === 'string' ? digest : hexOf(integrity);
  if (hex === undefined || !/^[0-9a-f]{128}$/.test(hex)) return undefined;
  return { hex, executable: typeof mode === 'number' && (mode & 0o111) !== 0 };
}

function hexOf(integrity: unknown): string | undefined {
  const base64 = typeof integrity === 'string' ? /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(integrity)?.[1] : undefined;
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}

function recordFrom(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value instanceof Map) return Object.fromEntries([...value].filter(([key]) => typeof key === 'string'));
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
