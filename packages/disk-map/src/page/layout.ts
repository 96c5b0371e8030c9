import { hierarchy, treemap } from 'd3-hierarchy';
import { type Loss, landing, type MapNode, type Weigh } from './model.js';

/** A rectangle of the map, in pixels of the node that it lies in. */
export interface Tile {
  /** Nothing for what stands for many that are too small to be drawn. */
  readonly node: MapNode | undefined;
  /** Of those: how many, and how much. */
  readonly smaller?: Together;
  readonly loss: Loss | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly inside: readonly Tile[];
}

/** Pixels of the line above a tile's parts. */
export const headHeight = 22;

interface Limits {
  /** Levels that are drawn, this one among them. */
  readonly levels: number;
  /** Square pixels below which a thing is counted and not drawn. */
  readonly leastArea: number;
  /** Things that are drawn side by side. */
  readonly most: number;
}

const outermost: Limits = { levels: 3, leastArea: 110, most: 1_000 };
const inner: Limits = { levels: 2, leastArea: 140, most: 60 };
const innermost: Limits = { levels: 1, leastArea: 140, most: 40 };

/**
 * The parts of a node as rectangles in proportion to their weights. What is too small to be seen is drawn as one, so that fifty
 * thousand parts take no longer than two hundred; the sizes of tiles within one node are true to each other.
 */
export function layOut(node: MapNode, width: number, height: number, weigh: Weigh, limits: Limits = outermost): Tile[] {
  const parts = node.children
    .map((child) => ({ node: child, weight: weigh(child) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0 || width < 8 || height < 8) return [];
  const area = (weight: number) => (weight / whole) * width * height;
  const fits = parts.findIndex(({ weight }, index) => index >= limits.most || area(weight) < limits.leastArea);
  // One that is too small is drawn all the same where it is alone: its tile stands for it as well as for many.
  const drawn = fits === -1 || fits === parts.length - 1 ? parts : parts.slice(0, fits);
  const tail = parts.slice(drawn.length);
  // So much that it can be seen and pointed at.
  const least = (limits.leastArea / (width * height)) * whole;
  const smaller = tail.length === 0 ? undefined : togetherOf(tail);
  const items: Item[] = smaller ? [...drawn, { smaller, weight: Math.max(smaller.weight, least) }] : drawn;
  return squares(items, width, height).map(({ item, place }) => {
    if ('smaller' in item)
      return { node: undefined, smaller: item.smaller, ...place, loss: item.smaller.loss, inside: [] };
    const { node: part } = item;
    const next = limits.levels === 3 ? inner : innermost;
    const hasRoom = limits.levels > 1 && place.width >= 72 && place.height >= headHeight + 30;
    const inside = hasRoom ? layOut(landing(part), place.width - 6, place.height - headHeight - 3, weigh, next) : [];
    return { node: part, ...place, loss: part.loss, inside };
  });
}

type Item =
  | { readonly node: MapNode; readonly weight: number }
  | { readonly smaller: Together; readonly weight: number };

export interface Together {
  readonly count: number;
  readonly weight: number;
  /** Where all of them have the same. */
  readonly loss: Loss | undefined;
}

function togetherOf(parts: readonly { readonly node: MapNode; readonly weight: number }[]): Together {
  const [first] = parts;
  const isOne = parts.every(({ node }) => node.loss === first?.node.loss);
  return {
    count: parts.length,
    weight: parts.reduce((sum, { weight }) => sum + weight, 0),
    loss: isOne ? first?.node.loss : undefined,
  };
}

/** Rectangles that fill an area, as near to squares as they can be. */
function squares(items: readonly Item[], width: number, height: number) {
  interface Data {
    readonly item?: Item;
    readonly children?: Data[];
  }
  const root = hierarchy<Data>({ children: items.map((item) => ({ item })) }).sum(({ item }) => item?.weight ?? 0);
  const { children = [] } = treemap<Data>().size([width, height]).paddingInner(2).round(true)(root);
  return children.map(({ data, x0, x1, y0, y1 }) => ({
    item: data.item as Item,
    place: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
  }));
}
