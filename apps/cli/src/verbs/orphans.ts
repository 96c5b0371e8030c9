import { DevcleanError, type KnownProvider, type ListedEntry } from '@devclean/core';

/** Whether the tool itself can find this entry no more. */
export function isOrphan({ report }: ListedEntry): boolean {
  return report.kind === 'orphan';
}

/** What a tool does about its orphans by itself. Throws `NOT_LISTABLE` where its provider tells none from the rest. */
export function orphansRemark({ provider }: KnownProvider): string {
  const remarks = provider.caches.flatMap(({ orphans }) => orphans?.remark ?? []);
  if (remarks.length > 0) return remarks.map(String).join(' ');
  throw new DevcleanError('NOT_LISTABLE', `What in the caches of ${provider.title} is an orphan cannot be told.`, {
    hint: `Run "devclean ${provider.id} list" without --orphans to see all that can be named.`,
  });
}
