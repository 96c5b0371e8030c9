import { lastUseOf, losses, lossesOf, type MapNode, nameOf, pathTo, type Weigh } from './model.js';

/** What the rows of the table are. */
export type Level = 'parts' | 'tools' | 'sections' | 'entries';

export type Column = 'name' | 'where' | 'loss' | 'size' | 'allocated' | 'files' | 'used';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** What lies below a node, at one level, that a search found. */
export function rowsOf(
  nodes: readonly MapNode[],
  { focus, weigh, level }: { readonly focus: MapNode; readonly weigh: Weigh; readonly level: Level },
): MapNode[] {
  if (level === 'parts') return focus.children.filter((node) => weigh(node) > 0);
  const kinds: readonly MapNode['kind'][] =
    level === 'tools' ? ['tool'] : level === 'sections' ? ['section', 'rest'] : ['entry', 'smaller', 'unnamed'];
  const isBelow = (node: MapNode): boolean => node === focus || (node.parent !== undefined && isBelow(node.parent));
  return nodes.filter((node) => kinds.includes(node.kind) && weigh(node) > 0 && isBelow(node));
}

/** Rows in an order; those that are equal in it, the one that gives back most first. */
export function inOrder(rows: readonly MapNode[], { column, descending }: Order, weigh: Weigh): MapNode[] {
  const sign = descending ? -1 : 1;
  const compare = comparisons(weigh)[column];
  return [...rows].sort((a, b) => sign * compare(a, b) || weigh(b) - weigh(a));
}

function comparisons(weigh: Weigh): Readonly<Record<Column, (a: MapNode, b: MapNode) => number>> {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const worst = (node: MapNode) => Math.max(-1, ...lossesOf(node).map((loss) => losses.indexOf(loss)));
  return {
    name: (a, b) => compare(nameOf(a), nameOf(b)),
    where: (a, b) => compare(whereOf(a), whereOf(b)),
    loss: (a, b) => worst(a) - worst(b),
    size: (a, b) => weigh(a) - weigh(b),
    allocated: (a, b) => a.figures[1] - b.figures[1],
    files: (a, b) => a.figures[3] - b.figures[3],
    used: (a, b) => (lastUseOf(a)?.[0] ?? 0) - (lastUseOf(b)?.[0] ?? 0),
  };
}

/** The names above a node. */
export function whereOf(node: MapNode): string {
  return pathTo(node)
    .slice(1, -1)
    .map(({ name }) => name)
    .join(' › ');
}
