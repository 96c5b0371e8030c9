import { readdirSync } from 'node:fs';
import path from 'node:path';
import { snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { readBatches } from '../packages/core/src/apply/batches.js';
import type { ToolContext } from '../packages/core/src/system/tool-context.js';

/** Where an item is, and whether all of it is there. */
export type ItemState =
  /** In its place, wholly as it was. */
  | 'untouched'
  /** Wholly as it was under another name in its folder, or above: an undo found its place taken. */
  | 'beside'
  /** In the hold, wholly as it was. */
  | 'held'
  /** In the hold, under the name that says it may be removed; or in its place, where the journal says so. */
  | 'removing'
  | 'gone'
  /** Anything else: what must never be. */
  | 'broken';

/** An item of the cache as it was made. */
export interface Item {
  /** Below the cache. */
  readonly name: string;
  /** Device and inode of the entry itself. */
  readonly inode: string;
  /** Everything at and below it. */
  readonly nodes: ReadonlyMap<string, string>;
}

/** What lies at a path, each node as one line that says who it is and what is in it. */
function nodesAt(at: string): { inode: string | undefined; nodes: Map<string, string> } {
  const tree = snapshotTree(at);
  const nodes = new Map([...tree].map(([name, node]) => [name, JSON.stringify(node)]));
  return { inode: tree.get('.')?.inode, nodes };
}

export function itemsOf(cache: string, names: readonly string[]): readonly Item[] {
  return names.map((name) => {
    const { inode, nodes } = nodesAt(path.join(cache, name));
    if (inode === undefined) throw new Error(`there is no ${name}`);
    return { name, inode, nodes };
  });
}

const isWhole = (item: Item, nodes: ReadonlyMap<string, string>): boolean =>
  nodes.size === item.nodes.size && [...nodes].every(([name, node]) => item.nodes.get(name) === node);

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** What each item is now, by its inode. */
export function statesOf(made: ThrowAwayHome, items: readonly Item[], context: ToolContext): Record<string, ItemState> {
  const caches = `${made.path}/.cache`;
  const hold = `.devclean-hold-${context.uid}`;
  const records = new Map(
    readBatches(context).flatMap((batch) => batch.items.map((one) => [one.identity.ino, one.state] as const)),
  );
  const states = items.map((item): [string, ItemState] => {
    const isRemoving = ['removing', 'done'].includes(records.get(item.inode.split(':')[1] ?? '') ?? '');
    const place = path.join(caches, 'toy', item.name);
    const holds = [`${caches}/${hold}`, `${caches}/toy/${hold}`].flatMap(entriesOf);
    const places = [place, ...holds, ...entriesOf(path.dirname(place)), ...entriesOf(caches)];
    for (const at of new Set(places)) {
      const { inode, nodes } = nodesAt(at);
      if (inode !== item.inode) continue;
      const isHeld = path.basename(path.dirname(at)) === hold;
      if (isHeld && at.endsWith('.condemned')) return [item.name, 'removing'];
      if (isWhole(item, nodes)) return [item.name, at === place ? 'untouched' : isHeld ? 'held' : 'beside'];
      if (at === place) return [item.name, isRemoving ? 'removing' : 'broken'];
      if (isHeld) return [item.name, 'broken'];
      // What was made after it was gone may have got its inode.
    }
    return [item.name, 'gone'];
  });
  return Object.fromEntries(states);
}
