import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LoopbackRegistry, startLoopback } from '@devclean/testkit/known-tools';

const root = path.resolve(import.meta.dirname, '../../..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Published {
  readonly manifest: Manifest;
  tarball(): Uint8Array;
}

/**
 * An npm registry on loopback with this workspace's packages, as `npm run pack -- packages` packs them, and with all that is
 * installed here: enough for whoever builds on them, with no other registry in reach.
 */
export async function startWorkspaceRegistry(): Promise<LoopbackRegistry> {
  const packages = [...packed(), ...installed()];
  const byName = groupedByName(packages);
  return startLoopback((asked, _request, url) => {
    const [name = '', version] = asked.slice(1).split('/-/');
    const published = byName.get(name);
    if (published === undefined) return undefined;
    if (version !== undefined) {
      const body = published.find(({ manifest }) => `${manifest.version}.tgz` === version)?.tarball();
      return body && { type: 'application/octet-stream', body };
    }
    const versions = published.map(({ manifest }) => [
      manifest.version,
      { ...withoutAbsent(manifest, byName), dist: { tarball: `${url}/${name}/-/${manifest.version}.tgz` } },
    ]);
    const latest = published
      .map(({ manifest }) => manifest.version)
      .sort(byVersion)
      .at(-1);
    const packument = { name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) };
    return { type: 'application/json', body: JSON.stringify(packument) };
  });
}

/** Packages for other systems are not installed here. */
function withoutAbsent(manifest: Manifest, known: ReadonlyMap<string, unknown>): Manifest {
  const { optionalDependencies = {}, ...rest } = manifest;
  const here = Object.entries(optionalDependencies).filter(([name]) => known.has(name));
  return { ...rest, optionalDependencies: Object.fromEntries(here) };
}

function packed(): Published[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'devclean-packages-'));
  try {
    execFileSync(process.execPath, [path.join(root, 'scripts/pack.mjs'), 'packages', folder], { stdio: 'pipe' });
    return readdirSync(folder).map((name) => {
      const tarball = readFileSync(path.join(folder, name));
      const manifest = execFileSync('tar', ['-xzOf', path.join(folder, name), 'package/package.json'], {
        encoding: 'utf8',
      });
      return { manifest: JSON.parse(manifest) as Manifest, tarball: () => tarball };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What pnpm has put below node_modules/.pnpm. */
function installed(): Published[] {
  const store = path.join(root, 'node_modules/.pnpm');
  const real = (folder: string) => {
    try {
      return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    } catch {
      return []; // a file of pnpm's own
    }
  };
  const folders = readdirSync(store).flatMap((name) => {
    const modules = path.join(store, name, 'node_modules');
    return real(modules).flatMap((entry) => {
      const folder = path.join(modules, entry.name);
      return entry.name.startsWith('@') ? real(folder).map((scoped) => path.join(folder, scoped.name)) : [folder];
    });
  });
  return folders.map((folder) => ({
    manifest: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest,
    // npm leaves the first folder of a tarball away, whatever its name, and hard links too: pnpm makes one of equal files.
    tarball() {
      const argv = [
        '-cf',
        '-',
        '--hard-dereference',
        '--exclude',
        'node_modules',
        '-C',
        path.dirname(folder),
        path.basename(folder),
      ];
      return gzipSync(execFileSync('tar', argv, { maxBuffer: 500e6 }), { level: 1 });
    },
  }));
}

function groupedByName(packages: readonly Published[]): Map<string, Published[]> {
  const groups = new Map<string, Published[]>();
  for (const one of packages) groups.set(one.manifest.name, [...(groups.get(one.manifest.name) ?? []), one]);
  return groups;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
