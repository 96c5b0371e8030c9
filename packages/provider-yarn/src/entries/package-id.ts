import type { ToolContext } from '@devclean/core';

/** A package's name and version as its manifest has them. */
export interface PackageId {
  readonly name: string;
  readonly version?: string;
}

/** Any name that npm once allowed, and nothing that could be something else on a terminal or in a path. */
export function isPackageName(name: unknown): name is string {
  return (
    typeof name === 'string' && name.length <= 214 && /^(?:@(?!\.)[\w.~!'()*-]+\/)?(?!\.)[\w.~!'()*-]+$/.test(name)
  );
}

function isVersion(version: unknown): version is string {
  return typeof version === 'string' && version.length <= 256 && /^[0-9A-Za-z.+_-]+$/.test(version);
}

/** Name and version out of a parsed manifest; nothing where it has no name that could be one. */
export function packageId(manifest: unknown): PackageId | undefined {
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const { name, version } = manifest as { name?: unknown; version?: unknown };
  if (!isPackageName(name)) return undefined;
  return { name, ...(isVersion(version) && { version }) };
}

/** A JSON file's value; nothing where it is missing, damaged or longer than `readText` reads. */
export async function readJson(file: string, context: ToolContext): Promise<unknown> {
  try {
    return JSON.parse((await context.readText(file)) ?? '');
  } catch {
    return undefined;
  }
}
