// Fills a home as npm 11 would: node build-npm-cache.mjs HOME KEYS. Of each ten keys five are tarballs, four documents of a package, and
// one a tarball whose address says nothing.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { tarGz } from '@devclean/testkit/known-tools';

const [home, keys] = process.argv.slice(2);
const digest = (algorithm, data, encoding) => createHash(algorithm).update(data).digest(encoding);
const made = new Set();

function write(root, hex, content) {
  const parent = path.join(home, '.npm/_cacache', root, hex.slice(0, 2), hex.slice(2, 4));
  if (!made.has(parent)) mkdirSync(parent, { recursive: true });
  made.add(parent);
  writeFileSync(path.join(parent, hex.slice(4)), content);
}

/** Stored as it came, with the headers that a public registry sends. */
function answer(url, content, type, accept) {
  const key = `make-fetch-happen:request-cache:${url}`;
  const line = JSON.stringify({
    key,
    integrity: `sha512-${digest('sha512', content, 'base64')}`,
    time: 1_767_323_045_000,
    size: content.length,
    metadata: {
      time: 1_767_323_045_000,
      url,
      reqHeaders: { accept },
      resHeaders: {
        'cache-control': 'public, immutable, max-age=31557600',
        'content-type': type,
        date: 'Fri, 02 Jan 2026 03:04:05 GMT',
        etag: `"${digest('md5', content, 'hex')}"`,
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        vary: 'Accept-Encoding',
      },
      options: { compress: true },
    },
  });
  write('index-v5', digest('sha256', key, 'hex'), `\n${digest('sha1', line, 'hex')}\t${line}`);
  write('content-v2/sha512', digest('sha512', content, 'hex'), content);
}

const registry = 'https://registry.example.org';
for (let i = 0; i < Number(keys); i++) {
  const name = i % 3 === 0 ? `@scope-${i % 100}/sample-${i}` : `sample-${i}`;
  const manifest = { name, version: `1.${i}.0`, main: 'index.js' };
  const tarball = () =>
    tarGz({ 'package/package.json': JSON.stringify(manifest), 'package/index.js': '#'.repeat(3000) });
  const kind = i % 10;
  if (kind < 5) {
    const file = `${name.split('/').at(-1)}-1.${i}.0.tgz`;
    answer(`${registry}/${name}/-/${file}`, tarball(), 'application/octet-stream', '*/*');
  } else if (kind < 9) {
    const document = JSON.stringify({ name, versions: { [manifest.version]: manifest } });
    const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
    answer(`${registry}/${name.replace('/', '%2f')}`, Buffer.from(document), 'application/json', accept);
  } else {
    answer(`https://files.example.org/blobs/${i}?signature=${i}`, tarball(), 'application/octet-stream', '*/*');
  }
}
