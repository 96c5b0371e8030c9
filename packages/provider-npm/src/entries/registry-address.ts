import { isPackageName, isVersion } from './package-name.js';

/** What an address of a registry leads to. */
export interface Addressed {
  readonly kind: 'tarball' | 'index' | 'response';
  readonly name: string;
  readonly version?: string;
  readonly fileName?: string;
  /** How many parts of the path, from its end, say so. */
  readonly parts: number;
}

/** The parts of an address's path, unescaped: a scope and a name are two, however the slash between them is written. */
export function pathParts(address: string): readonly string[] {
  const [, path = ''] = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(address) ?? [];
  return path
    .split('/')
    .flatMap((part) => unescaped(part).split('/'))
    .filter((part) => part !== '');
}

function unescaped(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The package that an address is about, as far as its path tells. Most registries know two forms:
 *
 *     …/NAME/-/FILE-VERSION.tgz   https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md
 *     …/NAME, …/@SCOPE%2fNAME     the same document: what the registry says of the package
 *
 * Others put name and version into folders: `…/NAME/VERSION.tgz`, `…/download/NAME/VERSION/DIGEST`.
 */
export function addressed(parts: readonly string[], isDocument: boolean): Addressed | undefined {
  const dash = parts.indexOf('-');
  const last = parts.at(-1) ?? '';
  if (dash >= 0) {
    const tarball = /\.(?:tgz|tar\.gz)$/i.test(last) ? tarballAt(parts, dash) : undefined;
    if (tarball !== undefined) return tarball;
    const name = parts.slice(dash + 1).join('/');
    return isDocument && name !== '' ? { kind: 'response', name, parts: parts.length - dash } : undefined;
  }
  const version = last.replace(/\.(?:tgz|tar\.gz)$/i, '');
  if (isVersion(version)) {
    const name = nameEnding(parts, parts.length - 1);
    if (name === undefined) return undefined;
    const kind = isDocument && version === last ? 'index' : 'tarball';
    return { kind, name, version, parts: name.split('/').length + 1 };
  }
  const before = parts.at(-2) ?? '';
  if (parts.includes('download') && isVersion(before) && /^[0-9a-f]{32,128}$/i.test(last)) {
    const name = nameEnding(parts, parts.length - 2);
    return name === undefined
      ? undefined
      : { kind: 'tarball', name, version: before, parts: name.split('/').length + 2 };
  }
  const name = isDocument ? nameEnding(parts, parts.length) : undefined;
  if (name === undefined || /\.(?:json|html?|txt)$/i.test(name)) return undefined;
  return { kind: 'index', name, parts: name.split('/').length };
}

/** A file is called after the package without its scope; some registries repeat the scope before it. */
function tarballAt(parts: readonly string[], dash: number): Addressed | undefined {
  const name = nameEnding(parts, dash);
  const fileName = parts.at(-1) ?? '';
  const stem = `${name?.split('/').at(-1)}-`;
  const version = fileName.replace(/\.(?:tgz|tar\.gz)$/i, '').slice(stem.length);
  if (name === undefined || !fileName.startsWith(stem) || !isVersion(version)) return undefined;
  return { kind: 'tarball', name, version, fileName, parts: parts.length - dash + name.split('/').length };
}

/** The name of a package that ends before a part. */
function nameEnding(parts: readonly string[], end: number): string | undefined {
  const last = parts[end - 1] ?? '';
  const scope = parts[end - 2];
  const name = scope?.startsWith('@') ? `${scope}/${last}` : last;
  return isPackageName(name) ? name : undefined;
}
