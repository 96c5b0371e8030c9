import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { programFolders } from './program-folders.js';
import type { ToolContext } from './tool-context.js';

/**
 * The links among the user's programs, by what they lead to: an installation that lies in a cache, such as a Gradle that was
 * unpacked by a wrapper, may be the one that `gradle` starts. A link that leads nowhere is left out.
 */
export function programLinks(context: ToolContext): ReadonlyMap<string, string> {
  const found = answers.get(context) ?? readLinks(context);
  answers.set(context, found);
  return found;
}

/** Read once for a context: there are hundreds. */
const answers = new WeakMap<ToolContext, ReadonlyMap<string, string>>();

function readLinks(context: ToolContext): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const usual = ['.local/bin', 'bin'].map((name) => path.join(context.homes.env, name));
  // On many machines /bin is /usr/bin.
  const folders = new Map(
    [...programFolders(context), ...usual].reverse().map((folder) => [realPathOf(folder), folder]),
  );
  for (const folder of folders.values()) {
    for (const name of linksIn(folder)) {
      const link = path.join(folder, name);
      const program = realPathOf(link);
      if (program !== undefined) links.set(program, link);
    }
  }
  return links;
}

function linksIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Nothing for what leads nowhere, or where nobody may look: it starts nothing. */
function realPathOf(at: string): string | undefined {
  try {
    return realpathSync.native(at);
  } catch {
    return undefined;
  }
}
