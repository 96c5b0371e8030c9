import { element, part } from './dom.js';
import { layOut, type Tile, type Together } from './layout.js';
import { losses, type MapNode, type Model, nameOf, pathTo, spoken, type Weigh } from './model.js';
import { neighbour } from './neighbour.js';
import { bytes, count } from './words.js';

export interface TreemapEvents {
  /** A tile was clicked, or Enter pressed on it: the innermost one. */
  open(node: MapNode): void;
  /** Shown beside the map while it is looked at. */
  look(node: MapNode): void;
  /** What is too small to be drawn was asked for: what comes after so many. */
  openSmaller(drawn: number): void;
  up(): void;
}

/** What the treemap shows. */
export interface TreemapScene {
  readonly focus: MapNode;
  /** How many of its largest parts are left out, to see the others. */
  readonly beyond: number;
  readonly weigh: Weigh;
  /** What has the keyboard's focus, if it is there. */
  readonly current: MapNode | undefined;
}

/**
 * The treemap: the parts of one node are a list of buttons of which one can be reached by Tab; arrow keys go on to the others by where they
 * lie. What is drawn inside of them is a look ahead for eyes and pointers, and can be reached by going in.
 */
export function createTreemap({ nodes, detailsOf }: Pick<Model, 'nodes' | 'detailsOf'>, events: TreemapEvents) {
  const list = part('tiles');
  const tip = part('tip');
  const nothing = part('nothing');
  let tiles: readonly Tile[] = [];
  let scene: TreemapScene | undefined;

  const nodeAt = (target: EventTarget | null): MapNode | undefined => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-node]') : null;
    return found === null ? undefined : nodes[Number(found.dataset.node)];
  };

  list.addEventListener('click', ({ target }) => {
    const node = nodeAt(target);
    if (node !== undefined) events.open(node);
    else if (target instanceof Element && target.closest('.smaller')) events.openSmaller(tiles.length - 1);
  });
  list.addEventListener('focusin', ({ target }) => {
    const button = target instanceof HTMLElement ? target : undefined;
    for (const other of buttons()) other.tabIndex = other === button ? 0 : -1;
    const node = nodeAt(target);
    if (node !== undefined) events.look(node);
  });
  list.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = buttons();
    const at = all.indexOf(event.target as HTMLElement);
    if (at === -1) return;
    const go = (index: number | undefined) => {
      if (index !== undefined) all[index]?.focus();
    };
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowDown':
        go(neighbour(tiles, at, event.key));
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(all.length - 1);
        break;
      case 'Enter':
      case ' ':
        (event.target as HTMLElement).click();
        break;
      case 'Escape':
      case 'Backspace':
        events.up();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
  let tipOf: MapNode | undefined;
  list.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch' || scene === undefined) return;
    const node = nodeAt(event.target);
    tip.hidden = node === undefined;
    if (node === undefined) return;
    if (node !== tipOf) tip.replaceChildren(...tipFor(node, scene));
    tipOf = node;
    const { clientX, clientY } = event;
    const [width, height] = [tip.offsetWidth, tip.offsetHeight];
    tip.style.left = `${Math.max(4, Math.min(clientX + 14, window.innerWidth - width - 8))}px`;
    tip.style.top = `${clientY + 18 + height > window.innerHeight ? clientY - height - 12 : clientY + 18}px`;
  });
  list.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });

  function tipFor(node: MapNode, { focus, weigh }: TreemapScene): HTMLElement[] {
    const { cost, command } = detailsOf(node);
    const above = pathTo(node).slice(0, -1);
    const where = above.slice(above.indexOf(focus) + 1).map(({ name }) => name);
    return [
      ...(where.length > 0 ? [element('small', {}, where.join(' › '))] : []),
      element('strong', {}, nameOf(node)),
      element('span', {}, [bytes(weigh(node)), node.loss].filter(Boolean).join(' · ')),
      ...(cost ? [element('span', { class: 'cost' }, cost)] : []),
      ...(command ? [element('code', {}, command)] : []),
    ];
  }

  function buttons(): HTMLElement[] {
    return [...list.children].flatMap(({ firstElementChild }) => (firstElementChild as HTMLElement | null) ?? []);
  }

  return {
    draw(next: TreemapScene): void {
      scene = next;
      tip.hidden = true;
      tipOf = undefined;
      const { focus, beyond, weigh, current } = next;
      const { width, height } = list.getBoundingClientRect();
      tiles = layOut(focus, Math.floor(width), Math.floor(height), weigh, { beyond });
      const whole = tiles.reduce((sum, { node, smaller }) => sum + (node ? weigh(node) : (smaller?.weight ?? 0)), 0);
      const isHere = tiles.some(({ node }) => node !== undefined && node === current);
      list.replaceChildren(
        ...tiles.map((tile, index) => {
          const isFirst = isHere ? tile.node === current : index === 0;
          return outerTile(tile, weigh, whole, isFirst);
        }),
      );
      list.setAttribute(
        'aria-label',
        `Map of ${focus.name}, ${count(tiles.length)} ${tiles.length === 1 ? 'part' : 'parts'}. Arrow keys go from one to the next, Enter goes in, Escape goes out.`,
      );
      nothing.hidden = tiles.length > 0;
    },
    /** Gives the keyboard to the tile of a node, or to the first one. */
    focus(node?: MapNode): void {
      const at = tiles.findIndex((tile) => tile.node !== undefined && tile.node === node);
      buttons()[Math.max(0, at)]?.focus();
    },
    /** What is drawn as one because it is too small. */
    smaller: (): Together | undefined => tiles.find(({ node }) => node === undefined)?.smaller,
  };
}

function place(at: HTMLElement, { x, y, width, height }: Tile): void {
  at.style.left = `${x}px`;
  at.style.top = `${y}px`;
  at.style.width = `${width}px`;
  at.style.height = `${height}px`;
}

function outerTile(tile: Tile, weigh: Weigh, whole: number, isFirst: boolean): HTMLElement {
  const { node } = tile;
  const label = node === undefined ? `${smallerWords(tile)}. Enter shows them.` : spoken(node, weigh, whole);
  const button = element('div', {
    role: 'button',
    tabindex: isFirst ? 0 : -1,
    'aria-label': label,
    class: classOf(tile),
  });
  const item = element('li', { 'data-node': node?.id }, button);
  place(item, tile);
  button.append(...wordsOn(tile, weigh));
  // Beside the button, because a button is one thing.
  item.append(...insideOf(tile, weigh));
  return item;
}

function innerTile(tile: Tile, weigh: Weigh): HTMLElement {
  const made = element(
    'span',
    { class: classOf(tile), 'data-node': tile.node?.id },
    ...wordsOn(tile, weigh),
    ...insideOf(tile, weigh),
  );
  place(made, tile);
  return made;
}

/** What is written on a tile, as far as it has room. */
function wordsOn(tile: Tile, weigh: Weigh): HTMLElement[] {
  const { node, smaller, width, height, inside } = tile;
  if (width < 34 || height < 17) return [];
  const isGroup = inside.length > 0;
  const isStacked = !isGroup && height >= 34;
  const name = node === undefined ? `and ${count(smaller?.count ?? 0)} smaller` : nameOf(node);
  const size = bytes(node === undefined ? (smaller?.weight ?? 0) : weigh(node));
  const loss =
    node === undefined ? (isCut(smaller) ? cutWords : undefined) : node.kind === 'entry' ? undefined : node.loss;
  const hasSize = isStacked ? width >= 64 && height >= 40 : width >= 110;
  const hasLoss = isStacked ? width >= (node === undefined ? 168 : 64) && height >= 58 : isGroup && width >= 200;
  const head = element(
    'span',
    { class: isStacked ? 'head stacked' : 'head' },
    element('span', { class: 'name' }, name),
  );
  if (hasSize) head.append(' ', element('span', { class: 'size' }, size));
  if (hasLoss && loss !== undefined) head.append(' ', element('span', { class: 'loss' }, loss));
  return node === undefined || node.loss !== undefined || isGroup ? [head] : [head, mixOf(node, weigh)];
}

/** A look ahead at what is in it. */
function insideOf({ inside }: Tile, weigh: Weigh): HTMLElement[] {
  if (inside.length === 0) return [];
  return [element('span', { class: 'nest', 'aria-hidden': 'true' }, ...inside.map((tile) => innerTile(tile, weigh)))];
}

/** Of what has parts of several losses and no room to draw them: how much of each. */
function mixOf(node: MapNode, weigh: Weigh): HTMLElement {
  const mix = { safe: 0, costly: 0, risky: 0, kept: 0 };
  const collect = (one: MapNode): void => {
    if (one.loss !== undefined) mix[one.loss] += weigh(one);
    else one.children.forEach(collect);
  };
  collect(node);
  const strip = element('span', { class: 'mix' });
  for (const loss of losses) {
    if (mix[loss] === 0) continue;
    const share = element('i', { class: loss });
    share.style.flexGrow = String(mix[loss]);
    strip.append(share);
  }
  return strip;
}

function classOf({ loss, node, inside }: Tile): string {
  return ['tile', loss ?? 'mixed', node?.kind ?? 'smaller', inside.length > 0 ? 'group' : 'leaf'].join(' ');
}

function smallerWords({ smaller }: Tile): string {
  const { count: several = 0, weight = 0 } = smaller ?? {};
  return [`and ${count(several)} smaller`, bytes(weight), ...(isCut(smaller) ? [cutWords] : [])].join(', ');
}

const cutWords = 'drawn smaller than it is';

function isCut(smaller: Together | undefined): boolean {
  return smaller !== undefined && smaller.drawnAs < smaller.weight;
}
