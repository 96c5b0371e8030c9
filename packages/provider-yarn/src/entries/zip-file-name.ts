/** What the name of a zip says, once one knows which package is in it. */
export interface ZipFileName {
  of(name: string): {
    /** `npm`, `patch`, `file`, `https` …: how the project asked for the package. Nothing where the name inside is another. */
    readonly source?: string;
    /** The Yarn that made it, and that alone reads it. Nothing for a project's own zips, which carry a checksum instead. */
    readonly major?: 2 | 3 | 4;
  };
}

/**
 * `<slug of the name>-<protocol>[-<version>]-<hash of the two>-<key>.zip`; in a project's own folder a checksum stands in place of
 * the key. https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/structUtils.ts, slugifyLocator
 */
export function zipFileName(fileName: string): ZipFileName | undefined {
  const [, slug, key] = /^(.+)-[0-9a-f]{10}-([0-9a-z]+)\.zip$/.exec(fileName) ?? [];
  if (slug === undefined || key === undefined) return undefined;
  const major = majorOf(key);
  return {
    of(name) {
      const start = `${name.replace('/', '-')}-`;
      const source = slug.startsWith(start) ? /^[a-z+@.]+/i.exec(slug.slice(start.length))?.[0] : undefined;
      return { ...(source !== undefined && { source }), ...(major !== undefined && { major }) };
    },
  };
}

/**
 * The Yarn whose key this is: `7`, `8`, or `10c0` with the level of compression behind the c. Each reads the shared folder by its own key only.
 * CACHE_VERSION in https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/Cache.ts: 7 in 2.4, 8 in 3.0 to 3.8, 10 in 4.0 to 4.18.
 */
export function majorOf(key: string): 2 | 3 | 4 | undefined {
  const version = Number(/^(\d{1,2})(?:c(?:\d|mixed))?$/.exec(key)?.[1]);
  if (version >= 4 && version <= 7) return 2;
  if (version === 8) return 3;
  // 9 was that of its first candidates.
  return version === 9 || version === 10 ? 4 : undefined;
}
