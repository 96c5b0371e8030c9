import { bytes } from './bytes.js';
import type { Look } from './look.js';

/** What a removal would give back. */
export interface Gain {
  readonly bytes: number;
  /** A tool's own command is among it that leaves what is still in use. */
  readonly isMost: boolean;
}

/** `would free 1.20 GB`. */
export function gainWords(gain: Gain, { colors }: Look): string {
  if (gain.bytes === 0) return 'would free nothing now';
  return `would free ${gain.isMost ? 'at most ' : ''}${colors.bold(colors.green(bytes(gain.bytes)))}`;
}
