import { element, part } from './dom.js';
import { lastUseOf, losses, lossesOf, type MapNode, nameOf, pathTo, type Weigh } from './model.js';
import { bytes, count, dayOf } from './words.js';

/** What the rows of the table are. */
export type Level = 'parts' | 'tools' | 'sections' | 'entries';

export type Column = 'name' | 'where' | 'loss' | 'size' | 'allocated' | 'files' | 'used';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

const columns: readonly { readonly id: Column; readonly title: string; readonly isNumber?: true }[] = [
  { id: 'name', title: 'Name' },
  { id: 'where', title: 'In' },
  { id: 'loss', title: 'To lose it is' },
  { id: 'size', title: 'Gives back', isNumber: true },
  { id: 'allocated', title: 'On disk', isNumber: true },
  { id: 'files', title: 'Files', isNumber: true },
  { id: 'used', title: 'Last used' },
];

/** Rows that are drawn at once. */
const pageSize = 200;

export interface TableEvents {
  /** A name was chosen. */
  choose(node: MapNode): void;
  sorted(order: Order, title: string): void;
}

export interface TableScene {
  readonly focus: MapNode;
  readonly weigh: Weigh;
  readonly level: Level;
  readonly selected: MapNode | undefined;
}

/** What lies below a node, at one level, that a search found. */
export function rowsOf(
  nodes: readonly MapNode[],
  { focus, weigh, level }: Pick<TableScene, 'focus' | 'weigh' | 'level'>,
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

function whereOf(node: MapNode): string {
  return pathTo(node)
    .slice(1, -1)
    .map(({ name }) => name)
    .join(' › ');
}

/** The table of what the map shows. */
export function createTable(nodes: readonly MapNode[], events: TableEvents) {
  const head = part('table-head');
  const body = part('table-body');
  const caption = part('table-caption');
  const more = part<HTMLButtonElement>('table-more');
  let order: Order = { column: 'size', descending: true };
  let scene: TableScene | undefined;
  let rows: readonly MapNode[] = [];
  let shown = pageSize;

  for (const { id, title, isNumber } of columns) {
    const button = element('button', { type: 'button' }, title);
    button.addEventListener('click', () => {
      const isText = id === 'name' || id === 'where' || id === 'loss';
      order = { column: id, descending: order.column === id ? !order.descending : !isText };
      if (scene) draw(scene);
      events.sorted(order, title);
    });
    head.append(element('th', { scope: 'col', 'data-column': id, class: isNumber ? 'number' : undefined }, button));
  }
  more.addEventListener('click', () => {
    const first = shown;
    shown += pageSize;
    append(first);
    body.querySelectorAll<HTMLElement>('button')[first]?.focus();
  });
  body.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-node]') : null;
    const node = row === null ? undefined : nodes[Number(row.dataset.node)];
    if (node !== undefined) events.choose(node);
  });

  function draw(next: TableScene): void {
    scene = next;
    for (const cell of head.children) {
      const isOrder = cell.getAttribute('data-column') === order.column;
      if (isOrder) cell.setAttribute('aria-sort', order.descending ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
    rows = inOrder(rowsOf(nodes, next), order, next.weigh);
    shown = pageSize;
    part('table').classList.toggle('parts', next.level === 'parts');
    body.replaceChildren();
    append(0);
  }

  function append(from: number): void {
    if (scene === undefined) return;
    const { weigh, selected, focus } = scene;
    body.append(
      ...rows.slice(from, shown).map((node) => {
        const used = lastUseOf(node);
        return element(
          'tr',
          { 'data-node': node.id, class: node === selected ? 'selected' : undefined },
          element('th', { scope: 'row' }, element('button', { type: 'button' }, nameOf(node))),
          element('td', { class: 'where' }, whereOf(node)),
          element(
            'td',
            { class: 'losses' },
            ...lossesOf(node).map((loss) => element('span', { class: `badge ${loss}` }, loss)),
          ),
          element('td', { class: 'number' }, bytes(weigh(node))),
          element('td', { class: 'number' }, bytes(node.figures[1])),
          element('td', { class: 'number' }, count(node.figures[3])),
          element('td', { class: 'day' }, used === undefined ? '' : dayOf(used)),
        );
      }),
    );
    const left = rows.length - Math.min(shown, rows.length);
    more.hidden = left <= 0;
    more.textContent = `Show ${count(Math.min(pageSize, left))} more of ${count(left)}`;
    const sum = rows.reduce((total, node) => total + weigh(node), 0);
    caption.textContent = `${focus.name}: ${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}, ${bytes(sum)}`;
  }

  return {
    draw,
    markSelected(node: MapNode | undefined): void {
      for (const row of body.querySelectorAll<HTMLElement>('tr[data-node]'))
        row.classList.toggle('selected', node !== undefined && row.dataset.node === String(node.id));
    },
  };
}
