import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pnpm10 } from '@devclean/testkit/known-tools';
import { findTool } from '@devclean/testkit/real-tools';

export interface RealPnpm {
  /** `9.15.9`, `this repository’s`. */
  readonly name: string;
  readonly version: string;
  readonly program: string;
}

export interface MissingPnpm {
  readonly name: string;
  readonly because: string;
}

/** One of each major that is still in use. pnpm 11 needs Node 22. */
export const everyPnpm = ['7.33.7', '8.15.9', '9.15.9', '10.34.9', '11.28.11', '12.21.0'] as const;

const modules = resolve(import.meta.dirname, '../../../node_modules');
/** Fetched once, and kept until node_modules goes. */
const place = join(modules, '.cache/pnpms');

/** The pnpm 10 that the tests bring, and the one that this repository is installed with: 12. */
export function ownPnpms(): RealPnpm[] {
  const native = {
    name: 'this repository’s',
    program: join(modules, 'pnpm/pnpm'),
    version: versionOf(join(modules, 'pnpm')),
  };
  return [{ name: 'of the tests', program: pnpm10, version: versionOf(resolve(pnpm10, '../..')) }, native];
}

/** pnpms of these versions, each in a folder of its own, from the registry that npm is set up for. Of those that cannot be had, why. */
export async function realPnpms(versions: readonly string[]): Promise<(RealPnpm | MissingPnpm)[]> {
  const found: (RealPnpm | MissingPnpm)[] = [];
  for (const version of versions) found.push(await realPnpm(version));
  return found;
}

async function realPnpm(version: string): Promise<RealPnpm | MissingPnpm> {
  const name = version;
  if (version.startsWith('11.') && Number.parseInt(process.versions.node, 10) < 22)
    return { name, because: 'it needs Node 22' };
  const npm = findTool('npm');
  const own = join(place, version);
  const program = join(own, 'node_modules/.bin/pnpm');
  if (existsSync(program)) return { name, version, program };
  if (npm === undefined) return { name, because: 'there is no npm to fetch it' };
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, 'new-'));
  try {
    const options = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefix', folder];
    await promisify(execFile)(npm, ['install', ...options, `pnpm@${version}`], { cwd: folder, timeout: 120_000 });
    // Another run may have made it meanwhile.
    if (!existsSync(own)) renameSync(folder, own);
    return { name, version, program };
  } catch (error) {
    return { name, because: `npm cannot install it (${String(error).split('\n')[0]})` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
