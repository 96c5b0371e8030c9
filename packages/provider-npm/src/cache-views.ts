import { join } from 'node:path';
import type { FoundLocation, ToolContext, ToolFigure, ToolView } from '@devclean/core';
import { readCacache } from './entries/cacache-contents.js';
import { findNpmContexts } from './locate-npm-cache.js';

/**
 * What `npm cache verify` would print of a location, worked out from the index without running it, for content that is not
 * damaged: that would take reading all of it. The report is the same from npm 5 to npm 12.
 */
export async function cacheViews({ path }: FoundLocation, context: ToolContext): Promise<readonly ToolView[]> {
  const folders = ['index-v5', 'content-v2'].map((name) => join(path, '_cacache', name));
  const paths: string[] = [];
  for (const folder of folders) if (await context.exists(folder)) paths.push(folder);
  if (paths.length === 0) return [];
  let keys = 0;
  let missing = 0;
  const { blobs, buckets } = await readCacache({ paths }, context);
  for await (const bucket of buckets) {
    for (const { live } of bucket.keys) {
      // A cached redirect has no content, and is none of its entries.
      const [last] = live;
      if (last === undefined || last.digests.length === 0) continue;
      if (blobs.pathsOf(last).length > 0) keys++;
      else missing++;
    }
  }
  const all = [...blobs];
  const kept = all.filter(({ isKeptByVerify }) => isKeptByVerify);
  const rest = all.filter(({ isKeptByVerify }) => !isKeptByVerify);
  const stillLive = rest.filter(({ isLive }) => isLive);
  const versions = (await usersOf(path, context)).map(({ version = '' }) => version);
  const newestFirst = [...new Set(versions)].sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  return [
    {
      of: newestFirst.length === 0 ? 'npm' : `npm ${newestFirst.join(', ')}`,
      contexts: (await usersOf(path, context)).map(({ id }) => id),
      command: 'npm cache verify',
      figures: [
        counted('Content verified', kept),
        ...(rest.length === 0 ? [] : [counted('Content garbage-collected', rest)]),
        ...(missing === 0 ? [] : [number('Missing content', missing)]),
        number('Index entries', keys),
      ],
      besides:
        stillLive.length === 0
          ? []
          : [
              {
                what: 'still in use among the garbage: the other form of a package’s document',
                files: stillLive.length,
                bytes: bytesOf(stillLive),
                counted: true,
              },
            ],
      remarks: [
        'These are its figures without running it. It is heavy and destructive: it reads the whole cache, rewrites the index, and breaks installs that are under way. "devclean npm list --orphans" shows what it would collect.',
      ],
    },
  ];
}

async function usersOf(path: string, context: ToolContext) {
  const contexts = await findNpmContexts(context);
  const used = await Promise.all(
    contexts.map(async ({ location = '' }) => location === path || (await context.realPath(location)) === path),
  );
  return contexts.filter((_, i) => used[i]);
}

function bytesOf(blobs: readonly { readonly size: number }[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}

function counted(label: string, blobs: readonly { readonly size: number }[]): ToolFigure {
  const bytes = bytesOf(blobs);
  return { label, value: bytes, unit: 'bytes', text: `${blobs.length} (${bytes} bytes)` };
}

function number(label: string, value: number): ToolFigure {
  return { label, value, unit: 'files', text: String(value) };
}
