import { dirname } from 'node:path';
import { type CacheEntry, type FoundFile, type ToolContext, withoutSecrets } from '@devclean/core';
import { parseFileName } from './distribution.js';
import { fileNameOf } from './index-page.js';
import { lastUseOf } from './last-use.js';
import { normalisedName } from './project-name.js';

/**
 * The wheels that pip built, each in a folder named after what it was built from, with a note beside it since pip 22.2.
 * A note whose wheel is gone (`pip cache remove` of pips before 26 leaves them) is an entry of its own. A build that is under
 * way, in a folder of its own below, is none.
 */
export async function* builtWheels(folder: string, context: ToolContext): AsyncGenerator<CacheEntry> {
  const folders = new Map<string, FoundFile[]>();
  for await (const file of context.files(folder)) {
    const parent = dirname(file.path);
    if (!/^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{50}$/.test(parent.slice(folder.length + 1))) continue;
    const siblings = folders.get(parent);
    if (siblings === undefined) folders.set(parent, [file]);
    else siblings.push(file);
  }
  for (const [parent, files] of folders) {
    context.signal.throwIfAborted();
    const note = files.find(({ path }) => path === `${parent}/origin.json`);
    const { address, commit } = (note && parseNote(await context.readText(note.path))) ?? {};
    const shown = address === undefined ? undefined : withoutSecrets(address);
    const origin = shown !== undefined && commit !== undefined ? `${shown}@${commit}` : shown;
    let wheels = 0;
    for (const file of files) {
      const fileName = file.path.slice(parent.length + 1);
      const wheel = fileName.endsWith('.whl') ? parseFileName(fileName) : undefined;
      if (wheel === undefined) continue;
      wheels++;
      yield {
        ...wheel,
        name: normalisedName(wheel.name),
        paths: [file.path],
        ...(note && { shared: [note.path] }),
        lastUsed: lastUseOf([file]),
        fileName,
        nameFrom: 'file name',
        ...(origin !== undefined && { origin }),
      };
    }
    if (wheels > 0 || note === undefined || address === undefined) continue;
    const source = parseFileName(fileNameOf(address) ?? '');
    if (source === undefined) continue;
    const { name, version } = source;
    yield {
      name: normalisedName(name),
      version,
      kind: 'metadata',
      paths: [note.path],
      lastUsed: lastUseOf([note]),
      nameFrom: 'origin.json',
      ...(origin !== undefined && { origin }),
    };
  }
}

/** https://packaging.python.org/en/latest/specifications/direct-url-data-structure/ */
function parseNote(note: string | undefined): { address?: string; commit?: string } | undefined {
  try {
    const { url, vcs_info: vcs } = JSON.parse(note ?? '') as { url?: unknown; vcs_info?: { commit_id?: unknown } };
    const commit = vcs?.commit_id;
    return {
      ...(typeof url === 'string' && { address: url }),
      ...(typeof commit === 'string' && /^[0-9a-f]{7,64}$/i.test(commit) && { commit }),
    };
  } catch {
    return undefined;
  }
}
