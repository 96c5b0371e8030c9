import { basename } from 'node:path';
import type { CacheEntry, FoundSection, ProviderSpec } from '@devclean/core';

// Each question is answered below it. Before you publish, answer it from the tool's own documentation or source, and say where that
// is; or take the part away. See docs/writing-a-provider.md of devclean.
export const spec: ProviderSpec = {
  apiVersion: 1,
  id: 'black',
  title: 'Black',
  // The tool's own documentation of its cache.
  homepage: 'https://black.readthedocs.io/en/stable/usage_and_configuration/file_collection_and_discovery.html',
  summary: 'What Black knows of the files that it has formatted',
  // Who has seen it work with the real tool? Without this line: you have, in a test. With it, `devclean sweep` leaves it alone.
  knownFrom: 'documentation',
  // Which programs use it?
  programs: ['black'],
  caches: [
    {
      kind: 'folder',
      id: 'black',
      // Where is it, in the tool's own precedence?
      locations: [
        { from: 'env', variable: 'BLACK_CACHE_DIR' },
        {
          from: 'default',
          path: {
            linux: '{xdg-cache}/black',
            darwin: '~/Library/Caches/black',
            win32: '{local-app-data}/black/black/Cache',
          },
        },
      ],
      // What proves that a folder is it? Its name does not: what is in it does.
      fingerprint: { anyOf: ['<version>/cache.*.pickle'] },
      // What is lost, and what does that cost? `safe` comes back by itself, `costly` with work or time, and without it something
      // that is `risky` stops working.
      sections: [
        {
          id: 'results',
          title: 'Results by version',
          paths: ['<version>'],
          safety: 'safe',
          cost: 'The next run looks at every file again.',
        },
      ],
      // What must never go? What no section names stays in any case; this is for what lies inside of one.
      keep: [],
      // Who uses it while it runs? Locks, if the tool takes any, tell it better.
      inUse: { processes: ['black'] },
      // How does the tool itself clean it? If it has a command for that, `native` names it.
      // What would a person call the things in it? Without `entries` there is no `list`, and no `remove`.
      entries,
    },
  ],
};

/** One entry for each version. */
async function* entries({ paths }: FoundSection): AsyncGenerator<CacheEntry> {
  for (const path of paths) yield { name: spec.id, version: basename(path), kind: 'results', paths: [path] };
}
