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
const headHeight = 22;

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
 * thousand parts take no longer than a thousand; the sizes of all other tiles within one node are true to each other. `beyond` so many of the largest,
 * the others can be looked at by themselves.
 */
export function layOut(
  node: MapNode,
  width: number,
  height: number,
  weigh: Weigh,
  { limits = outermost, beyond = 0 }: { readonly limits?: Limits; readonly beyond?: number } = {},
): Tile[] {
  const parts = node.children
    .map((child) => ({ node: child, weight: weigh(child) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(beyond);
  const whole = sum(parts);
  if (whole === 0 || width < 8 || height < 8) return [];
  const drawn = parts.slice(0, howMany(parts, whole, width * height, limits));
  const smaller = drawn.length === parts.length ? undefined : togetherOf(parts.slice(drawn.length), drawn);
  const items: Item[] = smaller ? [...drawn, { smaller, weight: smaller.drawnAs }] : drawn;
  return squares(items, width, height).map(({ item, place }) => {
    if ('smaller' in item)
      return { node: undefined, smaller: item.smaller, ...place, loss: item.smaller.loss, inside: [] };
    const { node: part } = item;
    const next = limits.levels === 3 ? inner : innermost;
    const hasRoom = limits.levels > 1 && place.width >= 72 && place.height >= headHeight + 30;
    const inside = hasRoom
      ? layOut(landing(part), place.width - 6, place.height - headHeight - 3, weigh, { limits: next })
      : [];
    return { node: part, ...place, loss: part.loss, inside };
  });
}

type Item = Part | { readonly smaller: Together; readonly weight: number };

export interface Together {
  readonly count: number;
  readonly weight: number;
  /** Its tile is never more than a third of the whole, and never too small to be pointed at. */
  readonly drawnAs: number;
  /** Where all of them have the same. */
  readonly loss: Loss | undefined;
}

type Part = { readonly node: MapNode; readonly weight: number };

/** Of all the parts that are too small beside the others, what is drawn is at most half as large as those. */
const atMost = 0.5;

/** How many of the parts are large enough to be drawn, when all others make one tile. */
function howMany(parts: readonly Part[], whole: number, area: number, { leastArea, most }: Limits): number {
  let together = 0;
  let fitting = 0;
  for (const [index, { weight }] of parts.slice(0, most).entries()) {
    together += weight;
    const all = together + Math.min(whole - together, together * atMost);
    if ((weight / all) * area >= leastArea) fitting = index + 1;
  }
  // One that is too small is drawn all the same where it is alone: its tile stands for it as well as for many.
  return fitting >= parts.length - 1 ? parts.length : Math.max(1, fitting);
}

function togetherOf(parts: readonly Part[], drawn: readonly Part[]): Together {
  const [first] = parts;
  const isOne = parts.every(({ node }) => node.loss === first?.node.loss);
  const weight = sum(parts);
  const beside = sum(drawn);
  return {
    count: parts.length,
    weight,
    drawnAs: Math.min(Math.max(weight, beside / 400), beside * atMost),
    loss: isOne ? first?.node.loss : undefined,
  };
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { weight }) => total + weight, 0);
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
