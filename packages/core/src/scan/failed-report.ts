import { noUsage } from '@devclean/disk';
import { errorData } from '../errors.js';
import type { Origin } from '../words.js';
import type { ProviderReport } from './scan-report.js';

/** What a scan says of a provider that failed, or could not be taken at all. */
export function failedReport(
  { id, title }: { readonly id: string; readonly title: string },
  origin: Origin,
  error: unknown,
): ProviderReport {
  return {
    id,
    title,
    origin,
    state: 'failed',
    usage: { ...noUsage, complete: false },
    error: errorData(error, 'PROVIDER_FAILED'),
    contexts: [],
    locations: [],
  };
}
