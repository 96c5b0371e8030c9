import { noUsage, type Usage } from '@devclean/disk';

/** The sum of usages whose sets share no name. */
export function sumOfUsages(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (sum, usage) => ({
      files: sum.files + usage.files,
      directories: sum.directories + usage.directories,
      apparentBytes: sum.apparentBytes + usage.apparentBytes,
      allocatedBytes: sum.allocatedBytes + usage.allocatedBytes,
      reclaimableBytes: sum.reclaimableBytes + usage.reclaimableBytes,
      complete: sum.complete && usage.complete,
    }),
    noUsage,
  );
}
