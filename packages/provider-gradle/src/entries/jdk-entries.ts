import { basename, join } from 'node:path';
import type { CacheEntry, ToolContext } from '@devclean/core';

/**
 * JDKs that builds have had downloaded. Who made one and its version stand in its `release` file
 * (https://openjdk.org/jeps/220); on macOS that lies in `<folder>/Contents/Home`, and an archive may have a folder of its own in between.
 */
export async function* jdkEntries(paths: readonly string[], context: ToolContext): AsyncGenerator<CacheEntry> {
  for (const path of paths) {
    const folder = basename(path);
    // An archive that was downloaded and not unpacked yet.
    if ((await context.list(path)).length === 0) {
      yield { name: folder, kind: 'archive', paths: [path] };
      continue;
    }
    const release = await releaseOf(path, context);
    const vendor = release && slugOf(release.get('IMPLEMENTOR') ?? '');
    const version = release?.get('JAVA_VERSION') ?? /(?:^|-)(\d[\w.+]*)/.exec(folder)?.[1];
    yield {
      name: `jdk-${vendor || slugOf(folder.split(/-\d/)[0] ?? '') || 'unknown'}`.replace(/^jdk-jdk.*$/, 'jdk'),
      ...(version !== undefined && { version }),
      kind: 'jdk',
      paths: [path],
      fileName: folder,
      nameFrom: release === undefined ? 'its folder' : 'its release file',
    };
  }
}

async function releaseOf(path: string, context: ToolContext): Promise<ReadonlyMap<string, string> | undefined> {
  const inside = (await context.list(path)).filter((name) => !name.startsWith('.')).slice(0, 20);
  for (const home of ['', ...inside].flatMap((name) => [name, join(name, 'Contents', 'Home')])) {
    const text = await context.readText(join(path, home, 'release'));
    if (text === undefined || !/^JAVA_VERSION=/m.test(text)) continue;
    const lines = text.matchAll(/^(\w+)="?([\x20-\x7e]*?)"?\r?$/gm);
    return new Map([...lines].map(([, key = '', value = '']) => [key, value]));
  }
  return undefined;
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
