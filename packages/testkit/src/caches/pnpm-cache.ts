import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

const names = ['typescript', '@babel/core', 'lodash', 'left-pad'];

/** `~/.cache/pnpm` as pnpm 9 to 12 have left it one after the other: what registries said of packages, and a tool that dlx ran. */
export function pnpmCache({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = {};
  const mtime = daysAgo(12);
  for (const name of names) {
    const packument = JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: {} });
    tree[`metadata-v1.3/registry.example.org/${name}.json`] = file(packument, { mtime });
    tree[`v12/metadata/https%3A+registry.example.org/${name}.jsonl`] = file(`pnpm-meta-v1 0 0\n${packument}\n`, {
      mtime,
    });
  }
  const install = `dlx/${digest('sha256', 'create-vite').slice(0, 32)}`;
  tree[`${install}/18c0a5d1e2f-1a2b`] = {
    'package.json': JSON.stringify({ name: 'dlx', dependencies: { 'create-vite': '^5.5.5' } }),
    node_modules: {
      '.modules.yaml': '{}',
      'create-vite': {
        'package.json': JSON.stringify({ name: 'create-vite', version: '5.5.5' }),
        'index.js': '#!/usr/bin/env node\n',
        'template.bin': sampleBytes('create-vite', 900_000 * scale),
      },
    },
  };
  tree['lockfile-verified.jsonl'] = file('{}\n', { mtime });
  return tree;
}
