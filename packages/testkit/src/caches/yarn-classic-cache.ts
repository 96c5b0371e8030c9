import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { tarGz } from '../archives/tar-gz.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

/** Version folder of the cache, name, version, files, their size in kB together, last used so many days ago. */
const packages = [
  ['v6', 'lodash', '4.17.21', 120, 1_400, 20],
  ['v6', '@angular/core', '12.2.17', 60, 2_600, 120],
  ['v6', 'moment', '2.30.1', 90, 1_900, 45],
  ['v6', 'core-js', '3.39.0', 200, 900, 45],
  ['v5', 'is-odd', '3.0.1', 3, 6, 1_100],
  ['v4', 'lodash', '4.17.11', 80, 1_100, 1_300],
  ['v3', 'is-odd', '3.0.0', 3, 6, 1_400],
  ['v2', 'left-pad', '1.3.0', 4, 8, 1_500],
  ['v1', 'left-pad', '1.1.3', 4, 8, 2_500],
] as const;

/** A root as Yarn 1 keeps it (`~/.cache/yarn`), with the folders that no Yarn of today reads. */
export function yarnClassicCache({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = { 'v6/.tmp': {} };
  for (const [generation, name, version, files, kilobytes, age] of packages) {
    const mtime = daysAgo(age);
    const manifest = { name, version, main: 'index.js', license: 'MIT' };
    const content: Record<string, Uint8Array | string> = {
      'package.json': JSON.stringify(manifest),
      'index.js': 'module.exports = {};\n',
    };
    const count = Math.max(2, Math.round(files * Math.sqrt(scale)));
    for (let index = 0; index < count; index++) {
      content[`lib/part-${index}.js`] = sampleBytes(`${name} ${index}`, (kilobytes * 700 * scale) / count);
    }
    const tarball = tarGz(Object.fromEntries(Object.entries(content).map(([path, data]) => [`package/${path}`, data])));
    const sha1 = digest('sha1', tarball);
    const integrity = `sha512-${digest('sha512', tarball, 'base64')}`;
    const resolved = `https://registry.yarnpkg.com/${name}/-/${name.split('/').at(-1)}-${version}.tgz#${sha1}`;
    const metadata = {
      manifest: { ...manifest, _registry: 'npm' },
      artifacts: [],
      remote: { resolved, type: 'tarball', reference: resolved, hash: sha1, integrity, registry: 'npm' },
      registry: 'npm',
      hash: sha1,
    };
    // Seen with Yarn 1.9, 1.11, 1.12 and 1.22: `node_modules` came with v3, the suffix after v4.
    const suffix = /^v[1-4]$/.test(generation) ? '' : '-integrity';
    const slot = `${generation}/npm-${name.replaceAll(/[^@a-z0-9]+/g, '-')}-${version}-${sha1}${suffix}`;
    const folder = /^v[12]$/.test(generation) ? slot : `${slot}/node_modules/${name}`;
    for (const [path, data] of Object.entries(content)) tree[`${folder}/${path}`] = file(data, { mtime });
    tree[`${folder}/.yarn-tarball.tgz`] = file(tarball, { mtime });
    tree[`${folder}/.yarn-metadata.json`] = file(JSON.stringify(metadata, null, 2), { mtime });
  }
  return tree;
}
