import type { Safety } from '../words.js';

const severity: Readonly<Record<Safety, number>> = { safe: 0, costly: 1, risky: 2 };

/** Whether losing the one costs more than losing the other. */
export function isGraver(one: Safety, other: Safety): boolean {
  return severity[one] > severity[other];
}
