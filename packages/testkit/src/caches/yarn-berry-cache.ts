import { createHash } from 'node:crypto';
import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { zip } from '../archives/zip.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

/** Cache key, scope, name, version, size in kB, last used so many days ago. */
const packages = [
  ['10c0', '', 'typescript', '5.6.3', 5_200, 6],
  ['10c0', 'types', 'node', '22.9.0', 700, 6],
  ['10c0', '', 'zod', '3.23.8', 640, 25],
  ['10c0', '', 'date-fns', '4.1.0', 1_900, 80],
  ['8', '', 'lodash', '4.17.21', 560, 700],
] as const;

/** Yarn 4's global folder (`~/.yarn/berry`), where one package of Yarn 3 has stayed. */
export function yarnBerryFolder({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = {
    'telemetry.json': JSON.stringify({ version: 1, lastUpdate: daysAgo(2).getTime(), blocks: {} }),
  };
  // Yarn makes all 256 at once. A test does with 00, 11, 22 … ff.
  for (let shard = 0; shard < 256; shard += scale < 1 ? 17 : 1)
    tree[`index/${shard.toString(16).padStart(2, '0')}`] = {};
  for (const [cacheKey, scope, name, version, kilobytes, age] of packages) {
    const mtime = daysAgo(age);
    const ident = scope === '' ? name : `@${scope}/${name}`;
    const locator = berryHash(berryHash(scope, name), `npm:${version}`);
    const slug = `${ident.replace('/', '-')}-npm-${version}-${locator.slice(0, 10)}-${cacheKey}.zip`;
    const manifest = { name: ident, version };
    tree[`cache/${slug}`] = file(
      zip({
        [`node_modules/${ident}/package.json`]: JSON.stringify(manifest),
        [`node_modules/${ident}/index.js`]: 'module.exports = {};\n',
        [`node_modules/${ident}/data.dat`]: sampleBytes(slug, kilobytes * 1000 * scale),
      }),
      { mtime },
    );
    const shared = sampleBytes(`${slug} index`, kilobytes * 100 * scale);
    const sha1 = digest('sha1', shared);
    // Files that projects share by hard link; Yarn forces their date, by which it sees that nobody wrote to them.
    const untouched = new Date(456_789_000_000);
    if (cacheKey === '8') {
      tree[`store/${sha1.slice(0, 2)}/${sha1}.dat`] = file(shared, { mtime: untouched });
      continue;
    }
    // Seen with Yarn 4.18: a scoped name is followed by the length of its scope, so that no two names meet.
    const metadataName = scope === '' ? name : `${ident.replace('/', '-')}-${scope.length}`;
    tree[`metadata/npm/${digest('sha512', 'settings').slice(0, 6)}/registry.yarnpkg.com/${metadataName}.json`] = file(
      JSON.stringify({
        metadata: { name: ident, 'dist-tags': { latest: version }, versions: { [version]: manifest } },
      }),
      { mtime },
    );
    tree[`index/${sha1.slice(0, 2)}/${sha1}.dat`] = file(shared, { mtime: untouched });
  }
  return tree;
}

const berryHash = (...parts: string[]): string => {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
