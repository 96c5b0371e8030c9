import type { FolderCache, FoundSection } from '../provider/cache-provider.js';
import type { ProcessTable } from '../system/processes.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Holder } from '../words.js';

/** What uses a location now. Three answers: `unknown` when something that could hold it could not be looked at. */
export async function findHolders(
  _location: { readonly path: string; readonly sections: readonly FoundSection[] },
  _cache: FolderCache,
  _context: ToolContext,
  _processes: ProcessTable,
): Promise<{ inUse: 'yes' | 'no' | 'unknown'; holders: readonly Holder[] }> {
  return { inUse: 'no', holders: [] };
}
