import type { ErrorData } from '@devclean/core';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { paragraph } from './table.js';

/** What happened and why, and what to do about it. */
export function renderFailure(error: ErrorData, look: Look): string {
  const { message, hint } = printableDocument(error);
  const { colors, signs, width } = look;
  const lines = [paragraph(`${colors.red(colors.bold('devclean:'))} ${message}`, width, '', '  ')];
  if (hint) lines.push(paragraph(`${signs.arrow} ${hint}`, width, '  ', '    '));
  return lines.join('\n');
}
