import { gzipSync } from 'node:zlib';
import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { zip } from '../archives/zip.js';
import { file, type Tree, type TreeNode } from '../write-tree.js';
import { type CacheScale, daysAgo, testScale } from './cache-scale.js';
import { oldPipResponse, pipResponse } from './pip-response.js';

/** Name, version, size of the wheel in kB, last used so many days ago. */
const downloads = [
  ['numpy', '2.1.3', 6_100, 3],
  ['pandas', '2.2.3', 5_200, 12],
  ['cryptography', '43.0.3', 2_300, 40],
  ['pillow', '11.0.0', 1_800, 95],
  ['pydantic-core', '2.27.1', 1_100, 8],
  ['requests', '2.32.3', 65, 3],
  ['urllib3', '2.2.3', 126, 3],
  ['certifi', '2024.8.30', 167, 3],
  ['idna', '3.10', 70, 3],
  ['rich', '13.9.4', 242, 30],
] as const;

/** What pip itself built, because its project publishes no wheel that fits. */
const built = [
  ['pyyaml', '5.4.1', 610, 200],
  ['psycopg2', '2.9.10', 420, 60],
  ['docopt', '0.6.2', 14, 150],
] as const;

/**
 * A cache as pip 23.3 and newer keep it, with a few responses of an older pip in `http`. File names are the digests
 * that pip computes, metadata is its own format, so a real pip reads it.
 */
export function pipCache({ scale = testScale }: CacheScale = {}): Tree {
  const tree: Record<string, TreeNode> = {};
  for (const [name, version, kilobytes, age] of downloads) {
    const mtime = daysAgo(age);
    const wheelName = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
    const host = 'https://files.example.org';
    const url = `${host}/packages/${digest('sha256', wheelName).replace(/^(..)(..)(.{60}).*/, '$1/$2/$3')}/${wheelName}`;
    const wheel = sampleWheel(name, version, kilobytes * 1000 * scale);
    const page = JSON.stringify({
      meta: { 'api-version': '1.1' },
      name,
      versions: [version],
      files: [{ filename: wheelName, url, hashes: { sha256: digest('sha256', wheel) }, size: wheel.length }],
    });
    const pypi = {
      'x-pypi-file-project': name,
      'x-pypi-file-version': version,
      'x-pypi-file-package-type': 'bdist_wheel',
    };
    const json = { 'content-type': 'application/vnd.pypi.simple.v1+json', 'content-encoding': 'gzip', etag: '"a"' };
    Object.assign(
      tree,
      pipResponse(`https://index.example.org/simple/${name}/`, gzipSync(page), json, mtime),
      pipResponse(url, wheel, { 'content-type': 'application/octet-stream', etag: '"b"', ...pypi }, mtime),
      pipResponse(`${url}.metadata`, Buffer.from(wheelMetadata(name, version)), { etag: '"c"', ...pypi }, mtime),
    );
  }
  for (const [name, version, kilobytes, age] of downloads.slice(2, 4)) {
    // pip before 23.3: one file, the body inside.
    const url = `https://index.example.org/packages/${name}-${version}-old.whl`;
    const body = sampleWheel(name, version, kilobytes * 250 * scale);
    Object.assign(tree, oldPipResponse(url, body, { etag: '"d"' }, daysAgo(age + 400)));
  }
  for (const [name, version, kilobytes, age] of built) {
    const url = `https://files.example.org/packages/source/${name}-${version}.tar.gz`;
    const key = digest('sha224', JSON.stringify({ interpreter_name: 'cp', interpreter_version: '311', url }));
    const folder = `wheels/${key.replace(/^(..)(..)(..)(.*)$/, '$1/$2/$3/$4')}`;
    const mtime = daysAgo(age);
    const sha256 = digest('sha256', url);
    tree[`${folder}/${name}-${version}-cp311-cp311-linux_x86_64.whl`] = file(
      sampleWheel(name, version, kilobytes * 1000 * scale),
      { mtime },
    );
    tree[`${folder}/origin.json`] = file(
      JSON.stringify({ archive_info: { hash: `sha256=${sha256}`, hashes: { sha256 } }, url }),
      { mtime },
    );
  }
  for (const prefix of ['/usr', '/home/me/project/.venv']) {
    const state = { key: prefix, last_check: daysAgo(6).toISOString().replace('Z', '+00:00'), pypi_version: '26.2.1' };
    tree[`selfcheck/${digest('sha224', prefix)}`] = JSON.stringify(state);
  }
  // The one file of pips before 20.0.
  tree['selfcheck.json'] = JSON.stringify({ '/usr': { last_check: '2019-05-01T10:00:00Z', pypi_version: '19.1' } });
  return tree;
}

const wheelMetadata = (name: string, version: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;

function sampleWheel(name: string, version: string, bytes: number): Buffer {
  const module = name.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  return zip({
    [`${module}/__init__.py`]: `__version__ = ${JSON.stringify(version)}\n`,
    [`${module}/data.bin`]: sampleBytes(`${name} ${version}`, bytes),
    [`${info}/METADATA`]: wheelMetadata(name, version),
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: devclean-testkit\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  });
}
