import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

/** Name, version, size of its largest file in kB, last written so many days ago. */
const packages = [
  ['typescript', '5.6.3', 4_100, 4],
  ['@babel/core', '7.26.0', 820, 9],
  ['lodash', '4.17.21', 310, 2],
  ['left-pad', '1.3.0', 5, 300],
] as const;

export interface PnpmStoreOptions extends CacheScale {
  /** `v3`: pnpm 5 to 9, an index beside the files; `v10`: pnpm 10, in folders of its own. */
  readonly layout?: 'v3' | 'v10';
}

/** One layout's folder of a store (`~/.local/share/pnpm/store/v10`), with true digests. All packages share one file. */
export function pnpmStore({ scale = testScale, layout = 'v10' }: PnpmStoreOptions = {}): Tree {
  const tree: Record<string, TreeNode> = { 'files/ff': {} };
  for (const [name, version, kilobytes, age] of packages) {
    const mtime = daysAgo(age);
    const contents: Readonly<Record<string, { readonly content: string | Uint8Array; readonly mode: number }>> = {
      'package.json': { content: JSON.stringify({ name, version, bin: 'cli.js' }), mode: 0o644 },
      'cli.js': { content: `#!/usr/bin/env node\n// ${name}\n`, mode: 0o755 },
      'data.bin': { content: sampleBytes(name, kilobytes * 1000 * scale), mode: 0o644 },
      LICENSE: { content: 'The same in all of them.\n', mode: 0o644 },
    };
    const files: Record<string, unknown> = {};
    for (const [path, { content, mode }] of Object.entries(contents)) {
      const hex = digest('sha512', content);
      const executable = (mode & 0o111) !== 0;
      tree[`files/${hex.slice(0, 2)}/${hex.slice(2)}${executable ? '-exec' : ''}`] = file(content, { mode, mtime });
      const integrity = `sha512-${digest('sha512', content, 'base64')}`;
      files[path] = { checkedAt: mtime.getTime(), integrity, mode, size: Buffer.from(content).length };
    }
    const index = JSON.stringify({ name, version, requiresBuild: false, files });
    const of = digest('sha512', `${name}@${version}`);
    const spec = `${name.replace('/', '+')}@${version}`;
    const at =
      layout === 'v3'
        ? `files/${of.slice(0, 2)}/${of.slice(2)}-index.json`
        : `index/${of.slice(0, 2)}/${of.slice(2, 64)}-${spec}.json`;
    tree[at] = file(index, { mtime });
  }
  return tree;
}

/** A global virtual store in a store: a package that projects run from; and where pnpm notes its projects. */
export function pnpmLinks(): Tree {
  const hash = digest('sha256', 'left-pad@1.3.0');
  const modules = `links/@/left-pad/1.3.0/${hash}/node_modules/left-pad`;
  return {
    [modules]: { 'package.json': JSON.stringify({ name: 'left-pad', version: '1.3.0' }), 'index.js': '' },
    'projects/0123456789abcdef0123456789abcdef': '',
  };
}
