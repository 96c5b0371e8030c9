import { type Found, lastUseOf, losses, lossesOf, type MapNode, nameOf, pathTo, type Weigh } from './model.js';

/** What the rows of the table are. */
export type Level = 'parts' | 'found' | 'tools' | 'sections' | 'entries';

export type Column = 'name' | 'where' | 'loss' | 'size' | 'allocated' | 'files' | 'used';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** What lies below a node, at one level, that a search found. */
export function rowsOf(
  nodes: readonly MapNode[],
  { focus, found, level }: { readonly focus: MapNode; readonly found: Found; readonly level: Level },
): MapNode[] {
  const { weigh, matches } = found;
  if (level === 'parts') return focus.children.filter((node) => weigh(node) > 0);
  const isBelow = (node: MapNode): boolean => node === focus || (node.parent !== undefined && isBelow(node.parent));
  if (level === 'found') return matches.filter((node) => weigh(node) > 0 && isBelow(node));
  const kinds: readonly MapNode['kind'][] =
    level === 'tools' ? ['tool'] : level === 'sections' ? ['section', 'rest'] : ['entry', 'smaller', 'unnamed'];
  return nodes.filter((node) => kinds.includes(node.kind) && weigh(node) > 0 && isBelow(node));
}

/** Rows in an order; those that are equal in it, the one that gives back most first. */
export function inOrder(rows: readonly MapNode[], { column, descending }: Order, weigh: Weigh): MapNode[] {
  const sign = descending ? -1 : 1;
  const { compare } = new Intl.Collator('en', { numeric: true });
  const keyed = rows.map((node) => ({ node, key: keyOf(node, column, weigh), weight: weigh(node) }));
  const difference = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
  return keyed.sort((a, b) => sign * difference(a.key, b.key) || b.weight - a.weight).map(({ node }) => node);
}

function keyOf(node: MapNode, column: Column, weigh: Weigh): string | number {
  switch (column) {
    case 'name':
      return nameOf(node);
    case 'where':
      return whereOf(node);
    case 'loss':
      return Math.max(-1, ...lossesOf(node).map((loss) => losses.indexOf(loss)));
    case 'size':
      return weigh(node);
    case 'allocated':
      return node.figures[1];
    case 'files':
      return node.figures[3];
    case 'used':
      return lastUseOf(node)?.[0] ?? 0;
  }
}

/** The names above a node. */
export function whereOf(node: MapNode): string {
  return pathTo(node)
    .slice(1, -1)
    .map(({ name }) => name)
    .join(' › ');
}
