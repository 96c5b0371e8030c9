import type { ProvidersDocument } from '@devclean/core';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { table } from './table.js';

const origins = { builtin: '', plugin: 'from a plugin', file: 'from a file of yours' } as const;

/** The tools that devclean knows. */
export function renderProviders(document: ProvidersDocument, look: Look): string {
  const { providers } = printableDocument(document);
  const rows = providers.map(({ id, summary, origin, knownFrom }) => [
    look.colors.bold(id),
    knownFrom ? 'from documentation' : origins[origin],
    summary,
  ]);
  return table(rows, [{}, {}, {}], look.width).join('\n');
}
