import { element, part } from './dom.js';
import { type Found, lastUseOf, lossesOf, type MapNode, nameOf } from './model.js';
import { type Column, inOrder, type Level, type Order, rowsOf, whereOf } from './rows.js';
import { bytes, count, dayOf } from './words.js';

const columns: readonly { readonly id: Column; readonly title: string; readonly isNumber?: true }[] = [
  { id: 'name', title: 'Name' },
  { id: 'size', title: 'Gives back', isNumber: true },
  { id: 'loss', title: 'To lose it is' },
  { id: 'where', title: 'In' },
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
  readonly found: Found;
  readonly level: Level;
  readonly selected: MapNode | undefined;
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
    rows = inOrder(rowsOf(nodes, next), order, next.found.weigh);
    shown = pageSize;
    part('table').classList.toggle('parts', next.level === 'parts');
    body.replaceChildren();
    append(0);
  }

  function append(from: number): void {
    if (scene === undefined) return;
    const { found, selected, focus } = scene;
    const { weigh } = found;
    body.append(
      ...rows.slice(from, shown).map((node) => {
        const used = lastUseOf(node);
        return element(
          'tr',
          { 'data-node': node.id, class: node === selected ? 'selected' : undefined },
          element('th', { scope: 'row' }, element('button', { type: 'button' }, nameOf(node))),
          element('td', { class: 'number' }, bytes(weigh(node))),
          element(
            'td',
            { class: 'losses' },
            ...lossesOf(node).map((loss) => element('span', { class: `badge ${loss}` }, loss)),
          ),
          element('td', { class: 'where' }, whereOf(node)),
          element('td', { class: 'number allocated' }, bytes(node.figures[1])),
          element('td', { class: 'number files' }, count(node.figures[3])),
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
