import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { dirname } from 'node:path';

/** Everything about a tree that a careful program leaves as it was. Keys are paths below the root, as bytes in latin-1. */
export type TreeSnapshot = ReadonlyMap<string, NodeSnapshot>;

export interface NodeSnapshot {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly inode: string;
  readonly mode: string;
  readonly owner: string;
  readonly mtime: string;
  /** Bytes; of a folder nothing, because file systems disagree on what it means. */
  readonly size: string;
  /** SHA-256 of a file's content, or a link's target. */
  readonly content: string;
}

/** Reads a whole tree. A root that is not there gives an empty snapshot. Access times are left out: reading changes them. */
export function snapshotTree(root: string): TreeSnapshot {
  const nodes = new Map<string, NodeSnapshot>();
  const pending: { readonly path: Buffer; readonly name: string }[] = [{ path: Buffer.from(root), name: '.' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, name } = next;
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) continue;
    const type = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other';
    nodes.set(name, {
      type,
      inode: `${stat.dev}:${stat.ino}`,
      mode: (stat.mode & 0o7777n).toString(8).padStart(4, '0'),
      owner: `${stat.uid}:${stat.gid}`,
      mtime: `${new Date(Number(stat.mtimeNs / 1_000_000n)).toISOString().slice(0, -1)}+${stat.mtimeNs % 1_000_000n}ns`,
      size: type === 'folder' ? '' : String(stat.size),
      content:
        type === 'file' ? hashFile(path) : type === 'link' ? readlinkSync(path, 'buffer').toString('latin1') : '',
    });
    if (type === 'folder') {
      for (const child of readdirSync(path, { encoding: 'buffer' })) {
        const childName = child.toString('latin1');
        pending.push({
          path: Buffer.concat([path, Buffer.from('/'), child]),
          name: name === '.' ? childName : `${name}/${childName}`,
        });
      }
    }
  }
  return nodes;
}

/** One digest over a whole tree: equal exactly when no byte, name, inode, mode, owner or modification time differs. */
export function treeHash(root: string): string {
  const hash = createHash('sha256');
  const nodes = snapshotTree(root);
  for (const name of [...nodes.keys()].sort()) hash.update(JSON.stringify([name, nodes.get(name)]));
  return hash.digest('hex');
}

/** What differs between two snapshots, one readable line each; nothing when they are the same. */
export function diffSnapshots(before: TreeSnapshot, after: TreeSnapshot): string[] {
  const lines: string[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const old = before.get(name);
    const now = after.get(name);
    if (now === undefined) lines.push(`gone:    ${show(name)} (${old?.type})`);
    else if (old === undefined) lines.push(`new:     ${show(name)} (${now.type})`);
    else {
      const changes = (Object.keys(old) as (keyof NodeSnapshot)[])
        .filter((field) => old[field] !== now[field])
        .map((field) => `${field} ${show(old[field])} → ${show(now[field])}`);
      if (changes.length > 0) lines.push(`changed: ${show(name)}: ${changes.join(', ')}`);
    }
  }
  return lines;
}

const show = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();

function hashFile(path: Buffer): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(64 * 1024);
  const descriptor = openSync(path, 'r');
  try {
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

/**
 * Whatever differs but the removed items themselves, by their paths below the snapshots' root, and the dates of the folders that they were
 * renamed out of and held in.
 */
export function changesBeside(removed: readonly string[], before: TreeSnapshot, after: TreeSnapshot): string[] {
  const around = new Set(removed.flatMap((path) => foldersAbove(path)));
  const rest = (snapshot: TreeSnapshot): TreeSnapshot =>
    new Map(
      [...snapshot]
        .filter(([name]) => !removed.some((path) => name === path || name.startsWith(`${path}/`)))
        .map(([name, node]) => [name, around.has(name) ? { ...node, mtime: '' } : node]),
    );
  return diffSnapshots(rest(before), rest(after));
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}
