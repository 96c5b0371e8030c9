import { chmodSync, linkSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder as an object literal. A key is a name or a relative path (`.cache/pip/wheels`), a value is a file's
 * content, one of the specs below, or again a folder. `{}` is an empty folder.
 */
export interface Tree {
  readonly [path: string]: TreeNode;
}

export type TreeNode = string | Uint8Array | TreeSpec | Tree;

const spec = Symbol('devclean tree spec');

/** A part of a tree that says more than its content. Made by `file`, `sparseFile`, `folder`, `link` and `hardLink`. */
export type TreeSpec = { readonly [spec]: true } & (
  | { readonly kind: 'file'; readonly content: string | Uint8Array; readonly options: NodeOptions }
  | { readonly kind: 'sparse'; readonly length: number; readonly options: NodeOptions }
  | { readonly kind: 'folder'; readonly tree: Tree; readonly options: NodeOptions }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'hard-link'; readonly to: string }
);

export interface NodeOptions {
  /** Permission bits, as `0o600`. */
  readonly mode?: number;
  /** Last modification; the last access is set to the same moment. */
  readonly mtime?: Date;
}

export const file = (content: string | Uint8Array, options: NodeOptions = {}): TreeSpec => ({
  [spec]: true,
  kind: 'file',
  content,
  options,
});

/** A file of that length in bytes which occupies no block. */
export const sparseFile = (length: number, options: NodeOptions = {}): TreeSpec => ({
  [spec]: true,
  kind: 'sparse',
  length,
  options,
});

export const folder = (tree: Tree, options: NodeOptions = {}): TreeSpec => ({
  [spec]: true,
  kind: 'folder',
  tree,
  options,
});

/** A symbolic link, its target written down as it stands. */
export const link = (target: string): TreeSpec => ({ [spec]: true, kind: 'link', target });

/** A further name of a file of the same tree; `to` is relative to the tree's root. */
export const hardLink = (to: string): TreeSpec => ({ [spec]: true, kind: 'hard-link', to });

const isSpec = (node: TreeNode): node is TreeSpec => typeof node === 'object' && spec in node;

/** Writes a tree below `root`, beside what is there already. Hard links come last, times and modes after content. */
export function writeTree(root: string, tree: Tree): void {
  const hardLinks: { readonly path: string; readonly to: string }[] = [];
  const folderOptions: { readonly path: string; readonly options: NodeOptions }[] = [];

  const writeNode = (path: string, node: TreeNode): void => {
    if (typeof node === 'string' || node instanceof Uint8Array) {
      writeFileSync(path, node);
    } else if (!isSpec(node)) {
      writeFolder(path, node);
    } else if (node.kind === 'file') {
      writeFileSync(path, node.content);
      applyOptions(path, node.options);
    } else if (node.kind === 'sparse') {
      writeFileSync(path, '');
      truncateSync(path, node.length);
      applyOptions(path, node.options);
    } else if (node.kind === 'folder') {
      writeFolder(path, node.tree);
      folderOptions.push({ path, options: node.options });
    } else if (node.kind === 'link') {
      symlinkSync(node.target, path);
    } else {
      hardLinks.push({ path, to: node.to });
    }
  };

  const writeFolder = (path: string, content: Tree): void => {
    mkdirSync(path, { recursive: true });
    for (const [name, node] of Object.entries(content)) {
      const child = join(path, name);
      if (name.includes('/')) mkdirSync(dirname(child), { recursive: true });
      writeNode(child, node);
    }
  };

  writeFolder(root, tree);
  for (const { path, to } of hardLinks) linkSync(join(root, to), path);
  // Innermost first: a folder that becomes read-only, or gets an old date, must have been filled before.
  for (const { path, options } of folderOptions) applyOptions(path, options);
}

function applyOptions(path: string, options: NodeOptions): void {
  if (options.mtime !== undefined) utimesSync(path, options.mtime, options.mtime);
  if (options.mode !== undefined) chmodSync(path, options.mode);
}
