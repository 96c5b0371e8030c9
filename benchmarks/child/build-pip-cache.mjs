// Fills a home as pip 26 would: node build-pip-cache.mjs HOME ENTRIES. Of each twenty entries one is an index page, one a source
// archive, and nine each are wheels and their metadata. A tenth of the projects come from an index that says nothing in headers.
import path from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { writeTree } from '@devclean/testkit';
import { pipResponse, tarGz, zip } from '@devclean/testkit/known-tools';

const [home, entries] = process.argv.slice(2);
const mtime = new Date('2026-01-02T03:04:05Z');
const perProject = 20;
/** Files on an index page; PyPI has 50 of a young project, 3,000 of an old one. */
const listed = 300;

for (let project = 0; project * perProject < Number(entries); project++) {
  const name = `sample-${project}`;
  const module = `sample_${project}`;
  const host = `https://files.example.org/${project}`;
  const hasHeaders = project % 10 !== 0;
  const sourceName = `${module}-1.0.tar.gz`;
  const wheelNames = Array.from({ length: listed }, (_, i) => `${module}-1.${i}-py3-none-any.whl`);
  const page = {
    meta: { 'api-version': '1.4' },
    files: [sourceName, ...wheelNames].map((filename, i) => ({
      filename,
      url: `${host}/${filename}`,
      hashes: { sha256: String(i).repeat(64).slice(0, 64) },
      'core-metadata': { sha256: String(i).repeat(64).slice(0, 64) },
      'requires-python': '>=3.9',
      size: 12_345,
      'upload-time': '2025-01-02T03:04:05.678901Z',
      yanked: false,
      provenance: null,
    })),
    name,
  };
  const headersOf = (version, type) => ({
    'content-type': 'application/octet-stream',
    etag: '"a"',
    'cache-control': 'max-age=365000000, immutable, public',
    'x-served-by': 'cache-one, cache-two',
    ...(hasHeaders && {
      'x-pypi-file-project': name,
      'x-pypi-file-version': version,
      'x-pypi-file-package-type': type,
    }),
  });
  const json = { 'content-type': 'application/vnd.pypi.simple.v1+json', 'content-encoding': 'gzip', etag: '"b"' };
  const metadataOf = (version) => `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const tree = {
    ...pipResponse(`https://index.example.org/simple/${name}/`, gzipSync(JSON.stringify(page)), json, mtime),
    ...pipResponse(
      `${host}/${sourceName}`,
      tarGz({ [`${module}-1.0/setup.py`]: '', [`${module}-1.0/PKG-INFO`]: metadataOf('1.0') }),
      headersOf('1.0', 'sdist'),
      mtime,
    ),
  };
  for (let i = 0; i < (perProject - 2) / 2; i++) {
    const version = `1.${i}`;
    const headers = headersOf(version, 'bdist_wheel');
    const info = `${module}-${version}.dist-info`;
    const wheel = zip({
      [`${module}.py`]: '#'.repeat(3000),
      [`${info}/METADATA`]: metadataOf(version),
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\n',
      [`${info}/RECORD`]: '',
    });
    Object.assign(
      tree,
      pipResponse(`${host}/${wheelNames[i]}`, wheel, headers, mtime),
      pipResponse(`${host}/${wheelNames[i]}.metadata`, Buffer.from(metadataOf(version)), headers, mtime),
    );
  }
  writeTree(path.join(home, '.cache/pip'), tree);
}
