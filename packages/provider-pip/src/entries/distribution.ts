import { isProjectName, normalisedName } from './project-name.js';
import { canonicalVersion } from './version.js';

/** What an entry of a pip cache can be. `index`: what an index says of a project. */
export type Kind = 'wheel' | 'sdist' | 'metadata' | 'index' | 'redirect' | 'unknown';

export interface Distribution {
  readonly name: string;
  readonly version: string;
  readonly kind: Kind;
}

/**
 * What the name of a distribution's file says.
 * https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 *
 * @param project The project that it belongs to where that is known: `a-1-2.tar.gz` may be `a` or `a-1`.
 */
export function parseFileName(fileName: string, project?: string): Distribution | undefined {
  if (fileName.length > 500) return undefined;
  if (fileName.endsWith('.metadata')) {
    const of = parseFileName(fileName.slice(0, -'.metadata'.length), project);
    return of && { ...of, kind: 'metadata' };
  }
  const [, stem = '', extension = ''] =
    /^(.+?)(\.whl|\.tar\.(?:gz|bz2|xz|Z|lzma)|\.tgz|\.tbz|\.zip|\.egg|\.exe|\.msi|\.rpm|\.deb|\.dmg)$/i.exec(
      fileName,
    ) ?? [];
  if (extension.toLowerCase() === '.whl') {
    const parts = stem.split('-');
    if (parts.length < 5 || parts.length > 6) return undefined;
    return distribution(parts[0], parts[1], 'wheel');
  }
  if (/^\.(?:t|zip)/i.test(extension)) return splitStem(stem, 'sdist', project);
  if (/^\.egg$/i.test(extension)) {
    const [name, version] = stem.split('-');
    return distribution(name, version, 'unknown');
  }
  if (extension !== '') {
    const [, bare = stem] = /^(.*?)(?:[.-](?:win32|win-amd64|macosx|linux|py\d)[^/]*)$/.exec(stem) ?? [];
    return splitStem(bare, 'unknown', project);
  }
  return undefined;
}

/** `name-version`, where both may contain dashes: the project decides, or else the first dash behind which a version follows. */
export function splitStem(stem: string, kind: Kind, project?: string): Distribution | undefined {
  const dashes = [...stem.matchAll(/-/g)].map(({ index }) => index);
  const dash =
    dashes.find((each) => project !== undefined && normalisedName(stem.slice(0, each)) === normalisedName(project)) ??
    dashes.find((each) => canonicalVersion(stem.slice(each + 1)) !== undefined);
  return dash === undefined ? undefined : distribution(stem.slice(0, dash), stem.slice(dash + 1), kind);
}

function distribution(name = '', version = '', kind: Kind): Distribution | undefined {
  return isProjectName(name) && isVersionText(version) ? { name, version, kind } : undefined;
}

/** Whether this may be shown as a version: what old projects called so often is none of PEP 440's. */
export function isVersionText(version: string): boolean {
  return /^[a-z0-9][a-z0-9.!+_*-]{0,99}$/i.test(version);
}

/** Whether this may be shown as a file's name. */
export function isFileName(name: string): boolean {
  return name.length > 0 && name.length <= 300 && /^[^\p{C}\p{Z}/\\]+$/u.test(name.replaceAll(' ', '_'));
}
