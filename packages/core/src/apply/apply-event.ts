import type { Usage } from '@devclean/disk';
import type { StepOutcome } from './purge-result.js';

export type ApplyEvent =
  | { readonly type: 'step'; readonly step: number; readonly outcome: StepOutcome }
  | { readonly type: 'progress'; readonly step: number; readonly files: number; readonly bytes: number }
  /** A tool's own command is run now. */
  | { readonly type: 'command'; readonly step: number; readonly argv: readonly string[] }
  /** What an interrupted run had moved aside and not yet removed is gone now; or what was `expired`: kept, and its time is over. */
  | { readonly type: 'finished'; readonly provider: string; readonly removed: Usage; readonly expired?: boolean }
  /** Something the user should know that is no failure. */
  | { readonly type: 'notice'; readonly message: string };
