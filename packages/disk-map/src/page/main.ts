import type { MapData } from '../map-data.js';
import { createDetails } from './details-view.js';
import { element, part } from './dom.js';
import {
  createModel,
  type Found,
  type Loss,
  landing,
  losses,
  type MapNode,
  pathTo,
  searchMap,
  stepUp,
} from './model.js';
import type { Level } from './rows.js';
import { createTable } from './table-view.js';
import { createTreemap } from './treemap-view.js';
import { bytes, count, gain, promises } from './words.js';

const model = createModel(JSON.parse(part('data').textContent ?? '') as MapData);
const { nodes, root } = model;

let focus = landing(root);
/** How many of its largest parts are passed over, to see what is too small beside them. */
let beyond = 0;
let selected: MapNode | undefined;
let view: 'map' | 'table' = 'map';
let level: Level = 'parts';
const hidden = new Set<Loss>();
let found: Found = searchMap(model, { words: '', hidden });

const status = part('status');
const search = part<HTMLInputElement>('search');
const tiles = part('tiles');
const levelSelect = part<HTMLSelectElement>('level');

let saying: number | undefined;

/** Tells whoever does not see it; after a pause, where more may follow at once, unless something else is said before. */
function say(words: string, pauseMs = 0): void {
  window.clearTimeout(saying);
  saying = window.setTimeout(() => {
    status.textContent = words;
  }, pauseMs);
}

const details = createDetails(model, say);

const treemap = createTreemap(model, {
  open,
  look: select,
  openSmaller(drawn) {
    beyond += drawn;
    draw();
    treemap.focus();
    select(focus);
    const { count: many = 0, weight = 0 } = treemap.smaller() ?? {};
    say(`The smaller parts of ${focus.name}. ${many > 0 ? `${count(many)} still smaller, ${bytes(weight)}.` : ''}`);
  },
  up: zoomOut,
});

const table = createTable(nodes, {
  choose(node) {
    if (level === 'parts' && node.children.length > 0) return zoomTo(node);
    select(node);
    table.markSelected(node);
    return undefined;
  },
  sorted({ descending }, title) {
    say(`Sorted by ${title}, ${descending ? 'descending' : 'ascending'}.`);
  },
});

/** Shows what is known of a node. */
function select(node: MapNode): void {
  selected = node;
  details.show(node);
}

function open(node: MapNode): void {
  if (node.children.length > 0) zoomTo(node);
  else if (node.parent === focus || node.parent === undefined) select(node);
  else {
    zoomTo(node.parent);
    select(node);
    treemap.focus(node);
  }
}

function zoomOut(): void {
  const up = stepUp(focus);
  if (beyond > 0) zoomTo(focus);
  else if (up !== undefined) zoomTo(up, focus);
  else if (search.value !== '') clearSearch();
}

/** Goes to a node; `from` is what gets the keyboard there, if it can. */
function zoomTo(node: MapNode, from?: MapNode): void {
  focus = landing(node);
  beyond = 0;
  const hash = focus === landing(root) ? '' : `#${focus.id}`;
  if (location.hash !== hash) location.hash = hash;
  draw();
  if (view === 'map') treemap.focus(from && pathTo(from).find(({ parent }) => parent === focus));
  // What has the keyboard now is not what was asked for.
  select(focus);
  say(`${focus.name}, ${bytes(found.weigh(focus))}. ${count(focus.children.length)} parts.`);
}

window.addEventListener('hashchange', () => {
  const node = landing(nodes[Number(location.hash.slice(1)) || 0] ?? root);
  if (node !== focus) zoomTo(node, focus);
});

function show(next: 'map' | 'table'): void {
  view = next;
  for (const name of ['map', 'table'] as const) {
    part(name).hidden = name !== view;
    part(`show-${name}`).setAttribute('aria-pressed', String(name === view));
  }
  draw();
}

function draw(): void {
  const { weigh } = found;
  drawCrumbs();
  if (view === 'table') {
    table.draw({ focus, found, level, selected });
    return;
  }
  treemap.draw({ focus, beyond, weigh, current: selected });
  const smaller = treemap.smaller();
  part('under').textContent = smaller
    ? `and ${count(smaller.count)} smaller ${smaller.count === 1 ? 'part' : 'parts'}, ${bytes(smaller.weight)} together`
    : '';
  const elsewhere = weigh(root);
  part('nothing').replaceChildren(
    ...(found.isSearch
      ? [
          `Nothing of ${focus.name} is what you look for.`,
          ...(elsewhere > 0 && focus !== landing(root) ? [' ', lookEverywhere()] : []),
        ]
      : ['Nothing in here would give any room back.']),
  );
}

function lookEverywhere(): HTMLElement {
  const button = element('button', { type: 'button' }, 'Look everywhere');
  button.addEventListener('click', () => zoomTo(root));
  return button;
}

function drawCrumbs(): void {
  const { weigh } = found;
  const path = pathTo(focus);
  part('crumbs').replaceChildren(
    ...path.map((node, index) => {
      const isLast = index === path.length - 1;
      const size = element('span', { class: 'size' }, found.isSearch ? bytes(weigh(node)) : gain(node.figures));
      if (isLast || landing(node) === focus) {
        return element(
          'li',
          {},
          element('span', { 'aria-current': isLast ? 'page' : undefined }, node.name),
          ...(isLast ? [' ', size] : []),
        );
      }
      const button = element('button', { type: 'button' }, node.name);
      button.addEventListener('click', () => zoomTo(node, focus));
      return element('li', {}, button);
    }),
  );
  if (beyond > 0) part('crumbs').append(element('li', {}, element('span', {}, 'smaller parts')));
  part<HTMLButtonElement>('up').disabled = stepUp(focus) === undefined && beyond === 0;
}

function drawLegend(): void {
  part('legend').replaceChildren(
    ...losses.flatMap((loss) => {
      if (model.totals[loss] === 0) return [];
      const button = element(
        'button',
        { type: 'button', 'aria-pressed': String(!hidden.has(loss)), title: promises[loss] },
        element('i', { class: `swatch ${loss}`, 'aria-hidden': 'true' }),
        `${loss} `,
        element('span', { class: 'size' }, bytes(model.totals[loss])),
      );
      button.addEventListener('click', () => {
        if (!hidden.delete(loss)) hidden.add(loss);
        button.setAttribute('aria-pressed', String(!hidden.has(loss)));
        look();
        say(`${loss} ${hidden.has(loss) ? 'left out' : 'shown'}. ${bytes(found.weigh(root))} on the map.`);
      });
      return [button];
    }),
  );
}

/** Finds again what is looked for. */
function look(): void {
  beyond = 0;
  found = searchMap(model, { words: search.value, hidden });
  const isSearch = search.value.trim() !== '';
  const option = part<HTMLOptionElement>('level-found');
  // Somebody who begins to look for something wants to see that.
  if (isSearch === option.hidden) levelSelect.value = level = isSearch ? 'found' : 'parts';
  option.hidden = !isSearch;
  draw();
}

search.addEventListener('input', () => {
  look();
  const matches = found.matches.length;
  if (search.value.trim() === '') return;
  say(matches === 0 ? 'Nothing found.' : `${count(matches)} found, ${bytes(found.weigh(root))} together.`, 350);
});
search.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') clearSearch();
  else if (event.key === 'Enter' && view === 'map') treemap.focus();
  else return;
  event.preventDefault();
});

function clearSearch(): void {
  search.value = '';
  look();
  say('Search cleared.');
}

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === '/') search.focus();
  else if (key === 'm') {
    show('map');
    treemap.focus();
  } else if (key === 't') {
    show('table');
    part('rows').focus();
  } else return;
  event.preventDefault();
});

part('show-map').addEventListener('click', () => show('map'));
part('show-table').addEventListener('click', () => show('table'));
part('up').addEventListener('click', zoomOut);
levelSelect.addEventListener('change', () => {
  level = levelSelect.value as Level;
  draw();
});

const theme = part('theme');
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
let chosen: 'light' | 'dark' | undefined;
function isDark(): boolean {
  return chosen === undefined ? prefersDark.matches : chosen === 'dark';
}
function drawTheme(): void {
  const other = isDark() ? 'light' : 'dark';
  theme.textContent = other === 'dark' ? 'Dark' : 'Light';
  theme.setAttribute('aria-label', `Switch to ${other} colours`);
}
theme.addEventListener('click', () => {
  chosen = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = chosen;
  drawTheme();
});
prefersDark.addEventListener('change', drawTheme);

const { figures, startedAt } = model.data;
part('summary').textContent =
  `${gain(figures)} of developer caches in ${count(figures[3])} files, as of ${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)} UTC`;
part('remarks').append(...model.data.remarks.map((remark) => element('li', {}, remark)));

drawTheme();
drawLegend();
const asked = nodes[Number(location.hash.slice(1)) || 0];
if (asked !== undefined) focus = landing(asked);
show('map');
select(focus);

new ResizeObserver(() => {
  if (view !== 'map') return;
  const had = tiles.contains(document.activeElement);
  const current = selected;
  draw();
  if (had) {
    treemap.focus(current);
    if (current) select(current);
  }
}).observe(tiles);

performance.mark('devclean-map-ready');
