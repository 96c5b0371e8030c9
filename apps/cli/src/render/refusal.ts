import type { SkipReason } from '@devclean/core';

export interface Refusal {
  readonly provider: string;
  readonly path: string;
  readonly reason: SkipReason;
  readonly detail?: string;
  readonly hint?: string;
}
