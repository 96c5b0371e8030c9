import { basename } from 'node:path';
import type { CacheEntry, FoundSection, ToolContext } from '@devclean/core';

/**
 * Binaries of native modules, by their files' names:
 *
 *     _prebuilds/<6 hex>-<name>-v<version>-<runtime>-v<abi>-<platform>-<architecture>.tar.gz   https://github.com/prebuild/prebuild-install, `util.js`
 *     _libvips/libvips-<version>-<platform>-<architecture>.tar.br                                sharp before 0.33
 */
export async function* prebuiltEntries({ paths }: FoundSection, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const folder of paths) {
    for await (const { path } of context.files(folder)) {
      const fileName = basename(path);
      const [, name, version] =
        /^(?:[0-9a-f]{6}-)?([a-z0-9@][\w.-]*?)-v?(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc|next|pre|canary)[\w.]*)?)(?:-[^/]*)?\.tar\.(?:gz|br)$/i.exec(
          fileName,
        ) ?? [];
      if (name === undefined || version === undefined || !/^[\x20-\x7e]+$/.test(fileName)) continue;
      yield { name, version, kind: 'prebuilt', paths: [path], fileName, nameFrom: 'file name' };
    }
  }
}
