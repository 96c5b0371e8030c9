import type { PluginsDocument } from '@devclean/core';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { table } from './table.js';

/** The plugins that there are, and what each brings. */
export function renderPlugins(document: PluginsDocument, look: Look): string {
  const { plugins } = printableDocument(document);
  if (plugins.length === 0) return 'There are no plugins. "devclean plugins install PACKAGE" adds one.';
  const rows = plugins.map(({ name, version, from, root, tools }) => [
    look.colors.bold(name),
    version,
    tools.map(({ id }) => id).join(', '),
    from === 'link' ? `linked: ${shownPath(root, look)}` : '',
  ]);
  return table(rows, [{}, {}, {}, {}], look.width).join('\n');
}
