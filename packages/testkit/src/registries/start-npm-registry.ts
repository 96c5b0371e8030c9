import { digest, sampleBytes } from '../archives/sample-bytes.js';
import { tarGz } from '../archives/tar-gz.js';
import { type LoopbackRegistry, startLoopback } from './start-loopback.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bin?: string;
}

const manifests: readonly Manifest[] = [
  { name: 'devclean-sample', version: '1.2.0', dependencies: { '@devclean-sample/leaf': '^0.3.0' } },
  { name: '@devclean-sample/leaf', version: '0.3.1' },
  { name: 'devclean-sample-cli', version: '2.0.0', bin: 'index.js' },
];

/** A package that `npm pack` made, served under its own name. */
export interface PackedPackage {
  readonly manifest: Manifest;
  readonly tarball: Buffer;
}

/**
 * An npm registry: packuments and tarballs with true integrity. `devclean-sample` needs `@devclean-sample/leaf`;
 * `devclean-sample-cli` is for npx. `packed` is served beside them.
 */
export async function startNpmRegistry(packed: readonly PackedPackage[] = []): Promise<LoopbackRegistry> {
  const samples = manifests.map((manifest) => ({
    manifest,
    tarball: tarGz({
      'package/package.json': JSON.stringify({ main: 'index.js', license: 'MIT', ...manifest }),
      'package/index.js': `#!/usr/bin/env node\nmodule.exports = ${JSON.stringify(manifest.name)};\n`,
      'package/data.dat': sampleBytes(manifest.name, 20_000),
    }),
  }));
  const packages = [...samples, ...packed].map(({ manifest, tarball }) => ({
    manifest,
    tarball,
    tarballPath: `/${manifest.name}/-/${manifest.name.split('/').at(-1)}-${manifest.version}.tgz`,
  }));
  return startLoopback((path, _request, url) => {
    for (const { manifest, tarballPath, tarball } of packages) {
      if (path === tarballPath) return { type: 'application/octet-stream', body: tarball, maxAge: 31_557_600 };
      if (path !== `/${manifest.name}`) continue;
      const dist = {
        tarball: url + tarballPath,
        shasum: digest('sha1', tarball),
        integrity: `sha512-${digest('sha512', tarball, 'base64')}`,
      };
      const { name, version } = manifest;
      // Published long ago: Yarn 4 keeps away from packages that are days old.
      const time = { [version]: '2020-01-01T00:00:00.000Z' };
      const packument = {
        name,
        'dist-tags': { latest: version },
        versions: { [version]: { ...manifest, dist } },
        time,
      };
      return { type: 'application/json', body: JSON.stringify(packument), maxAge: 300 };
    }
    return undefined;
  });
}
