import { describe, expect, test } from 'vitest';
import { entry, list, location, report, section, tool } from '../../test/machine.js';
import { mapData } from '../map-data.js';
import { layOut, type Tile } from './layout.js';
import { createModel, landing, type MapNode } from './model.js';
import { neighbour } from './neighbour.js';

const weigh = ({ figures }: MapNode) => figures[0];
const area = ({ width, height }: Tile) => width * height;

/** A section with entries of these sizes. */
function sectionOf(sizes: readonly number[]): MapNode {
  const entries = sizes.map((size, index) => entry(`p${index}`, undefined, size));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const scanned = report(tool('npm', [location('/home/ada/.npm', [section('cacache', 'safe', whole)])]));
  const found = createModel(mapData(scanned, [list('npm', entries)])).nodes.find(({ kind }) => kind === 'section');
  return found as MapNode;
}

function overlaps(tiles: readonly Tile[]): number {
  const pairs = tiles.flatMap((one, index) => tiles.slice(index + 1).map((other) => [one, other] as const));
  return pairs.filter(
    ([a, b]) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
  ).length;
}

test('areas are in proportion to what comes back', () => {
  const tiles = layOut(sectionOf([600, 300, 100]), 1000, 600, weigh);
  expect(tiles.map(({ node }) => node?.figures[0])).toEqual([600, 300, 100]);
  for (const tile of tiles) {
    const share = area(tile) / 600_000;
    expect(share).toBeCloseTo((tile.node?.figures[0] ?? 0) / 1000, 1);
  }
  expect(overlaps(tiles)).toBe(0);
});

describe('fifty thousand parts', () => {
  const sizes = Array.from({ length: 50_000 }, (_, index) => 1_000_000 / (index + 1));
  const node = sectionOf(sizes);
  const tiles = layOut(node, 1000, 600, weigh);
  const last = tiles.at(-1);

  test('are drawn as some, and the others as one that says how many and how much', () => {
    expect(tiles.length).toBeLessThan(1002);
    expect(last?.node).toBeUndefined();
    expect(last?.smaller?.count).toBe(50_000 - (tiles.length - 1));
    const drawn = tiles.slice(0, -1).reduce((sum, { node }) => sum + (node?.figures[0] ?? 0), 0);
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    expect((last?.smaller?.weight ?? 0) + drawn).toBeCloseTo(whole, -5);
    expect(last?.loss).toBe('safe');
    expect(overlaps(tiles)).toBe(0);
  });

  test('can be looked at beyond the largest', () => {
    const next = layOut(node, 1000, 600, weigh, { beyond: tiles.length - 1 });
    expect(next[0]?.node?.name).toBe(`p${tiles.length - 1}`);
  });
});

test('alike parts that are too many leave room for those that are drawn', () => {
  const tiles = layOut(sectionOf(Array(5_000).fill(10)), 400, 300, weigh);
  expect(tiles.length).toBeGreaterThan(500);
  const last = tiles.at(-1) as Tile;
  expect(area(last) / 120_000).toBeLessThan(0.4);
  expect(last.smaller?.drawnAs).toBeLessThan(last.smaller?.weight ?? 0);
});

test('what gives nothing back is not drawn, and a whole that gives nothing back is empty', () => {
  expect(layOut(sectionOf([5, 0]), 100, 100, weigh)).toHaveLength(1);
  expect(layOut(sectionOf([0, 0]), 100, 100, weigh)).toEqual([]);
});

test('a tool shows its sections, and they their entries, where there is room', () => {
  const node = sectionOf([600, 300, 100]);
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  const [npm] = layOut(root, 1000, 600, weigh);
  const kinds = (tile: Tile | undefined): unknown[] => [
    tile?.node?.kind,
    ...(tile?.inside.slice(0, 1) ?? []).flatMap(kinds),
  ];
  expect(kinds(npm)).toEqual(['tool', 'section', 'entry']);
  expect(landing(root).kind).toBe('location');
  expect(layOut(root, 60, 60, weigh)[0]?.inside).toEqual([]);
});

test('an arrow key leads to the tile that lies there', () => {
  const at = (x: number, y: number, width: number, height: number): Tile => ({
    node: undefined,
    loss: undefined,
    x,
    y,
    width,
    height,
    inside: [],
  });
  // 0 | 1
  //   | 2
  // 3 3 3
  const tiles = [at(0, 0, 50, 60), at(52, 0, 48, 30), at(52, 32, 48, 28), at(0, 62, 100, 38)];
  const path = (from: number, ...arrows: Parameters<typeof neighbour>[2][]) =>
    arrows.reduce<number | undefined>(
      (here, arrow) => (here !== undefined ? neighbour(tiles, here, arrow) : here),
      from,
    );
  expect(path(1, 'ArrowLeft')).toBe(0);
  expect(path(1, 'ArrowDown')).toBe(2);
  expect(path(1, 'ArrowDown', 'ArrowDown')).toBe(3);
  expect(path(0, 'ArrowDown')).toBe(3);
  expect([1, 2]).toContain(path(0, 'ArrowRight'));
  expect(path(0, 'ArrowLeft')).toBeUndefined();
});
