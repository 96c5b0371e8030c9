import type { Usage } from '@devclean/disk';
import type { StepOutcome } from './purge-result.js';

/** What happens while something is removed or brought back. Figures come at most ten times a second. */
export type ApplyEvent =
  | { readonly type: 'step'; readonly step: number; readonly outcome: StepOutcome }
  /** What a step names is looked through, before it may go: so many entries up to now. */
  | { readonly type: 'looking'; readonly step: number; readonly entries: number }
  | { readonly type: 'progress'; readonly step: number; readonly files: number; readonly bytes: number }
  /** A tool's own command is run now. */
  | { readonly type: 'command'; readonly step: number; readonly argv: readonly string[] }
  /** A tool is asked what is left of its cache. */
  | { readonly type: 'asking'; readonly provider: string }
  /** What is left where the steps were is measured: so many files up to now. */
  | { readonly type: 'measuring'; readonly files: number }
  /** What lies in a hold is removed for good: so much of this item up to now. */
  | { readonly type: 'clearing'; readonly provider: string; readonly files: number; readonly bytes: number }
  /** An undo is at this item, the first of which is 0, of so many. */
  | { readonly type: 'returning'; readonly item: number; readonly of: number; readonly provider: string }
  /** What an interrupted run had moved aside and not yet removed is gone now; or what was `expired`: kept, and its time is over. */
  | { readonly type: 'finished'; readonly provider: string; readonly removed: Usage; readonly expired?: boolean }
  /** Something the user should know that is no failure. */
  | { readonly type: 'notice'; readonly message: string };

/** Tells how far the removal of something in a hold is: at once that it begins. */
export function clearing(
  provider: string,
  onEvent: ((event: ApplyEvent) => void) | undefined,
): (progress: { readonly files: number; readonly allocatedBytes: number }) => void {
  const tell = ({ files, allocatedBytes }: { readonly files: number; readonly allocatedBytes: number }) =>
    onEvent?.({ type: 'clearing', provider, files, bytes: allocatedBytes });
  tell({ files: 0, allocatedBytes: 0 });
  return tell;
}
