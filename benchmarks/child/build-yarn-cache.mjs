// Fills a home as Yarn 1 and Yarn 4 would: node build-yarn-cache.mjs HOME ENTRIES. Half are unpacked packages, half zips.
import { createHash } from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import { writeTree } from '@devclean/testkit';
import { zip } from '@devclean/testkit/known-tools';

const [home, entries] = process.argv.slice(2);
const classic = Math.floor(Number(entries) / 2);
const digest = (algorithm, text) => createHash(algorithm).update(text).digest('hex');
const nameOf = (i) => (i % 3 === 0 ? `@sample-${i % 50}/part-${i}` : `sample-${i}`);

for (let i = 0; i < classic; i++) {
  const name = nameOf(i);
  const version = `1.${i % 7}.0`;
  const hash = digest('sha1', name);
  const manifest = { name, version, readme: '#'.repeat(3000) };
  const remote = { resolved: `https://registry.example.org/${name}/-/x-${version}.tgz#${hash}`, hash, type: 'tarball' };
  writeTree(
    path.join(
      home,
      '.cache/yarn/v6',
      `npm-${name.replace(/[^@a-z0-9]+/g, '-')}-${version}-${hash}-integrity/node_modules`,
      name,
    ),
    {
      '.yarn-metadata.json': JSON.stringify({ manifest, remote, registry: 'npm', hash }),
      '.yarn-tarball.tgz': 'x'.repeat(2000),
      'package.json': JSON.stringify(manifest),
      'index.js': 'module.exports = {};\n',
    },
  );
}
for (let i = 0; i < Number(entries) - classic; i++) {
  const name = nameOf(i);
  const version = `1.${i % 7}.0`;
  const inside = `node_modules/${name}`;
  const files = Object.fromEntries(
    Array.from({ length: i % 10 === 0 ? 300 : 12 }, (_, file) => [`${inside}/lib/part-${file}.js`, '//\n']),
  );
  const slug = `${name.replace('/', '-')}-npm-${version}-${digest('sha512', name).slice(0, 10)}`;
  writeTree(path.join(home, '.yarn/berry/cache'), {
    [`${slug}-${i % 5 === 0 ? '8' : '10c0'}.zip`]: zip({
      [`${inside}/package.json`]: JSON.stringify({ name, version }),
      ...files,
    }),
  });
}
