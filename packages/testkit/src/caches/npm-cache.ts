import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { tarGz } from '../archives/tar-gz.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';

/** Name, version, size of the tarball in kB, last used so many days ago. */
const packages = [
  ['typescript', '5.6.3', 4_100, 4],
  ['@babel/core', '7.26.0', 820, 9],
  ['lodash', '4.17.21', 310, 2],
  ['react-dom', '18.3.1', 1_200, 15],
  ['esbuild', '0.24.0', 1_900, 15],
  ['webpack', '5.96.1', 1_000, 70],
  ['left-pad', '1.3.0', 5, 300],
  ['is-odd', '3.0.1', 3, 300],
] as const;

/**
 * A root as npm 7 to 12 keep it (`~/.npm`): cacache's index and content with true digests, so that npm itself reads
 * and verifies it, one npx environment, logs, and what prebuild-install and old versions of sharp leave there.
 */
export function npmCache({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = {};
  for (const [name, version, kilobytes, age] of packages) {
    const registry = 'https://registry.example.org';
    const resolved = `${registry}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
    const manifest = { name, version, main: 'index.js' };
    const tarball = tarGz({
      'package/package.json': JSON.stringify(manifest),
      'package/index.js': `module.exports = ${JSON.stringify(name)};\n`,
      'package/data.bin': sampleBytes(resolved, kilobytes * 1000 * scale),
    });
    const integrity = `sha512-${digest('sha512', tarball, 'base64')}`;
    const dist = { tarball: resolved, integrity, shasum: digest('sha1', tarball) };
    const packument = JSON.stringify({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
    });
    Object.assign(
      tree,
      cacacheEntry(resolved, tarball, 'application/octet-stream', age),
      cacacheEntry(`${registry}/${name.replace('/', '%2f')}`, Buffer.from(packument), 'application/json', age),
    );
  }
  tree['_cacache/tmp'] = {};
  tree['_cacache/_lastverified'] = String(daysAgo(20).getTime());
  const specs = ['create-vite@5.5.5'];
  tree[`_npx/${digest('sha512', specs.join('\n')).slice(0, 16)}`] = {
    'package.json': JSON.stringify({ dependencies: { 'create-vite': '^5.5.5' }, _npx: { packages: specs } }),
    'package-lock.json': JSON.stringify({ name: 'npx', lockfileVersion: 3, packages: {} }),
    node_modules: {
      '.package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: {} }),
      'create-vite': {
        'package.json': JSON.stringify({ name: 'create-vite', version: '5.5.5', bin: 'index.js' }),
        'index.js': '#!/usr/bin/env node\n',
        'template.bin': sampleBytes('create-vite', 900_000 * scale),
      },
    },
  };
  for (const days of [1, 2, 5]) {
    const name = daysAgo(days).toISOString().replaceAll(/[:.]/g, '_');
    tree[`_logs/${name}-debug-0.log`] = file(`0 verbose cli /usr/bin/node /usr/bin/npm\n${'1 info ok\n'.repeat(400)}`, {
      mtime: daysAgo(days),
    });
  }
  // npm 6 named its logs so; the other two are written on request or when dependencies contradict each other.
  const once = daysAgo(1_500);
  for (const kind of ['debug.log', 'eresolve-report.txt', 'timing.json']) {
    tree[`_logs/${once.toISOString().replaceAll(/[:.]/g, '_')}-${kind}`] = file('{}\n', { mtime: once });
  }
  tree['_tuf/tuf-repo-cdn.sigstore.dev'] = { 'root.json': '{}', 'targets/trusted_root.json': '{}' };
  const prebuild = 'better-sqlite3-v11.5.0-node-v115-linux-x64.tar.gz';
  tree[`_prebuilds/${digest('sha512', prebuild).slice(0, 6)}-${prebuild}`] = sampleBytes(prebuild, 1_700_000 * scale);
  tree['_libvips/libvips-8.14.5-linux-x64.tar.br'] = sampleBytes('libvips', 1_100_000 * scale);
  tree['_update-notifier-last-checked'] = file('', { mtime: daysAgo(3) });
  return tree;
}

/** One response in cacache: the bucket named after the key's SHA-256, the content after its own SHA-512. */
function cacacheEntry(url: string, content: Buffer, contentType: string, age: number): Tree {
  const mtime = daysAgo(age);
  const key = `make-fetch-happen:request-cache:${url}`;
  const entry = JSON.stringify({
    key,
    integrity: `sha512-${digest('sha512', content, 'base64')}`,
    time: mtime.getTime(),
    size: content.length,
    metadata: {
      time: mtime.getTime(),
      url,
      reqHeaders: {},
      resHeaders: { 'cache-control': 'public, max-age=300', 'content-type': contentType, etag: '"a"' },
      options: { compress: true },
    },
  });
  const fanOut = (hex: string) => hex.replace(/^(..)(..)(.*)$/, '$1/$2/$3');
  return {
    [`_cacache/index-v5/${fanOut(digest('sha256', key))}`]: file(`\n${digest('sha1', entry)}\t${entry}`, { mtime }),
    [`_cacache/content-v2/sha512/${fanOut(digest('sha512', content))}`]: file(content, { mtime }),
  };
}
