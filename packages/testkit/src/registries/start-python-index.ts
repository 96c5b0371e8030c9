import { gzipSync } from 'node:zlib';
import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { tarGz } from '../archives/tar-gz.js';
import { zip } from '../archives/zip.js';
import { type LoopbackRegistry, startLoopback, type Tls } from './start-loopback.js';

/** How an index may differ from others. By default it answers as it is asked, plainly. */
export interface PythonIndexOptions {
  /** Knows no JSON. */
  readonly onlyHtml?: boolean;
  /** Names its files relative to its pages, as devpi and Artifactory do. */
  readonly relativeLinks?: boolean;
  /** Sends its pages packed. */
  readonly gzip?: boolean;
  /** Says in headers of a file what it is, as PyPI does. */
  readonly fileHeaders?: boolean;
  /** Redirects from the usual place of each page to another one. */
  readonly moved?: boolean;
  /** Speaks HTTPS: pips before 21.3 keep nothing of what comes over plain HTTP. */
  readonly tls?: Tls;
}

interface Distribution {
  readonly project: string;
  readonly version: string;
  readonly filename: string;
  readonly content: Buffer;
  /** What is served beside a wheel, so that pip need not download it to resolve. */
  readonly metadata?: string;
}

const metadataOf = (name: string, version: string, requires: readonly string[]): string =>
  [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...requires.map((one) => `Requires-Dist: ${one}`),
    '',
  ].join('\n');

function wheel(name: string, version: string, requires: readonly string[] = []): Distribution {
  const module = name.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  const metadata = metadataOf(name, version, requires);
  const content = zip({
    [`${module}/__init__.py`]: `__version__ = ${JSON.stringify(version)}\n`,
    [`${module}/data.bin`]: sampleBytes(name, 20_000),
    [`${info}/METADATA`]: metadata,
    [`${info}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: devclean-testkit\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n',
    [`${info}/RECORD`]: [
      `${module}/__init__.py,,`,
      `${module}/data.bin,,`,
      `${info}/METADATA,,`,
      `${info}/WHEEL,,`,
      `${info}/RECORD,,`,
      '',
    ].join('\n'),
  });
  return { project: name, version, filename: `${module}-${version}-py2.py3-none-any.whl`, content, metadata };
}

/** A source distribution that brings its own build backend: building it takes no setuptools, which not every Python has. */
function sourceDistribution(name: string, version: string): Distribution {
  const module = name.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  const folder = `${module}-${version}`;
  const backend = `
import os, urllib.request, zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    if 'DEVCLEAN_SAMPLE_GATE' in os.environ:
        urllib.request.urlopen(os.environ['DEVCLEAN_SAMPLE_GATE']).read()
    name = '${module}-${version}-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as wheel:
        wheel.writestr('${module}/__init__.py', '__version__ = "${version}"\\n')
        wheel.writestr('${info}/METADATA', 'Metadata-Version: 2.1\\nName: ${name}\\nVersion: ${version}\\n')
        wheel.writestr('${info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr('${info}/RECORD', '${module}/__init__.py,,\\n${info}/METADATA,,\\n${info}/WHEEL,,\\n${info}/RECORD,,\\n')
    return name
`;
  const content = tarGz({
    [`${folder}/PKG-INFO`]: metadataOf(name, version, []),
    [`${folder}/pyproject.toml`]: '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    [`${folder}/backend.py`]: backend,
  });
  return { project: name, version, filename: `${folder}.tar.gz`, content };
}

/**
 * A Python package index: https://packaging.python.org/en/latest/specifications/simple-repository-api/ in HTML and in
 * JSON. `devclean-sample` needs `devclean-sample-leaf`; `devclean-sample-source` exists as source only, so that pip
 * builds and keeps a wheel, once the address in `DEVCLEAN_SAMPLE_GATE` has answered, if there is one: `/gate` does; `pip` answers
 * pip's question whether it is out of date.
 */
export async function startPythonIndex(options: PythonIndexOptions = {}): Promise<LoopbackRegistry> {
  const distributions = [
    wheel('devclean-sample', '1.2.0', ['devclean-sample-leaf']),
    wheel('devclean-sample-leaf', '0.3.1'),
    sourceDistribution('devclean-sample-source', '2.0'),
    wheel('pip', '99.0'),
  ];
  return startLoopback((path, request, url) => {
    const [, root, name = ''] = path.split('/');
    if (root === 'gate') return { type: 'text/plain', body: 'go on' };
    if (root === 'simple' || root === 'moved') {
      const files = distributions.filter(({ project }) => project === name);
      if (files.length === 0) return undefined;
      if (options.moved && root === 'simple') return { type: 'text/html', body: '', movedTo: `/moved/${name}/` };
      const json = 'application/vnd.pypi.simple.v1+json';
      const place = options.relativeLinks ? '../..' : url;
      const page =
        !options.onlyHtml && request.headers.accept?.includes(json)
          ? { type: json, body: jsonPage(name, files, place) }
          : { type: 'text/html', body: htmlPage(name, files, place) };
      return options.gzip ? { ...page, body: gzipSync(page.body), headers: { 'content-encoding': 'gzip' } } : page;
    }
    const file = distributions.find(({ filename }) => name.startsWith(filename));
    const body = name.endsWith('.metadata') ? file?.metadata : file?.content;
    if (root !== 'files' || file === undefined || body === undefined) return undefined;
    const headers = {
      'x-pypi-file-project': file.project,
      'x-pypi-file-version': file.version,
      'x-pypi-file-package-type': file.metadata === undefined ? 'sdist' : 'bdist_wheel',
    };
    const type = 'application/octet-stream';
    return { type, body, maxAge: 365_000_000, ...(options.fileHeaders && { headers }) };
  }, options.tls);
}

function jsonPage(name: string, files: readonly Distribution[], url: string): string {
  return JSON.stringify({
    meta: { 'api-version': '1.0' },
    name,
    files: files.map(({ filename, content, metadata }) => ({
      filename,
      url: `${url}/files/${filename}`,
      hashes: { sha256: digest('sha256', content) },
      ...(metadata !== undefined && { 'core-metadata': { sha256: digest('sha256', metadata) } }),
    })),
  });
}

function htmlPage(name: string, files: readonly Distribution[], url: string): string {
  const links = files.map(({ filename, content }) => {
    return `<a href="${url}/files/${filename}#sha256=${digest('sha256', content)}">${filename}</a><br>`;
  });
  return `<!DOCTYPE html><html><head><title>Links for ${name}</title></head><body>${links.join('\n')}</body></html>\n`;
}
