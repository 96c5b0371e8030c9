import path from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';

/** `<@scope, or @>/<name>/<version>/<hash of all that it depends on>`. https://pnpm.io/global-virtual-store */
export async function* linkedEntries(links: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const scope of await context.list(links)) {
    for (const name of await context.list(path.join(links, scope))) {
      for (const version of await context.list(path.join(links, scope, name))) {
        for (const hash of await context.list(path.join(links, scope, name, version))) {
          const full = scope === '@' ? name : `${scope}/${name}`;
          yield { name: full, version, kind: 'linked', paths: [path.join(links, scope, name, version, hash)] };
        }
      }
    }
  }
}
