import path from 'node:path';
import {
  createToolContext,
  DevcleanError,
  failedReport,
  providerFilesFolder,
  type StoredProviderFile,
  storedProviderFiles,
} from '@devclean/core';
import type { Providers } from '../providers.js';

/** The files in which this user describes tools. */
export async function storedFiles(): Promise<readonly StoredProviderFile[]> {
  return storedProviderFiles(providerFilesFolder(await createToolContext()));
}

/** The tools that they describe. One that is wrong, or whose name is taken, is a finding. */
export async function fileProviders(taken: ReadonlySet<string>): Promise<Providers> {
  const files = await storedFiles();
  if (files.length === 0) return { known: [], refused: [] };
  const { providerOf } = await import('./read-provider-file.js');
  const names = new Set(taken);
  const known: Providers['known'][number][] = [];
  const refused: Providers['refused'][number][] = [];
  for (const stored of files) {
    try {
      const provider = providerOf(stored.file, readable(stored));
      if (names.has(provider.id)) throw nameTaken(stored.file, provider.id);
      if (path.basename(stored.file) !== `${provider.id}.json`) throw misnamed(stored.file, provider.id);
      names.add(provider.id);
      known.push({ provider, origin: 'file' });
    } catch (error) {
      const id = path.basename(stored.file, '.json');
      refused.push(failedReport({ id, title: id }, 'file', error));
    }
  }
  return { known, refused };
}

/** The text of a file that could be read. Throws `UNREADABLE_FILE` for another. */
function readable(stored: StoredProviderFile): string {
  if ('text' in stored) return stored.text;
  throw new DevcleanError('UNREADABLE_FILE', `${stored.file} could not be read: ${stored.problem}.`, {
    hint: 'Make it readable, or remove it.',
  });
}

export function nameTaken(file: string, id: string): DevcleanError {
  return new DevcleanError('BAD_PROVIDER', `${file} calls its tool "${id}", and that name is taken.`, {
    hint: 'Choose another id.',
  });
}

function misnamed(file: string, id: string): DevcleanError {
  return new DevcleanError('BAD_PROVIDER', `${file} describes "${id}", so it must be called ${id}.json.`, {
    hint: 'Rename it.',
  });
}
