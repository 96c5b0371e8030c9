import type { Tile } from './layout.js';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** The tile that an arrow key leads to: of those that lie in its direction, the nearest, and rather straight ahead than aside. */
export function neighbour(tiles: readonly Tile[], from: number, arrow: Arrow): number | undefined {
  const here = tiles[from];
  if (here === undefined) return undefined;
  const isAcross = arrow === 'ArrowLeft' || arrow === 'ArrowRight';
  const sign = arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1;
  const span = (tile: Tile, across: boolean) =>
    across ? ([tile.x, tile.x + tile.width] as const) : ([tile.y, tile.y + tile.height] as const);
  const [begin, end] = span(here, isAcross);
  const [low, high] = span(here, !isAcross);
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  tiles.forEach((tile, index) => {
    if (index === from) return;
    const [otherBegin, otherEnd] = span(tile, isAcross);
    const ahead = sign === 1 ? otherBegin - end : begin - otherEnd;
    if (ahead < -1) return;
    const [otherLow, otherHigh] = span(tile, !isAcross);
    const aside = Math.max(0, otherLow - high, low - otherHigh);
    const middle = Math.abs((otherLow + otherHigh - low - high) / 2);
    const distance = ahead + aside * 4 + middle / 50;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
