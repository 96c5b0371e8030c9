import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ThrowAwayHome } from '@devclean/testkit';
import { findTool } from '@devclean/testkit/real-tools';

export interface RealNpm {
  /** `6`, or `this machine’s 11.0.0`. */
  readonly name: string;
  readonly version: string;
  /** The folder that has `npm` in it. */
  readonly bin: string;
}

export interface MissingNpm {
  readonly name: string;
  readonly because: string;
}

/** The last of each major that people have; all of them run on Node 20. */
export const everyNpm = ['6.14.18', '8.19.4', '10.9.9', '11.21.2', '12.2.0'] as const;

/** They are fetched once, and stay until node_modules goes. */
const place = resolve(import.meta.dirname, '../../../node_modules/.cache/npms');

/** The npm on the PATH. */
export function ownNpm(): RealNpm | undefined {
  const npm = findTool('npm');
  if (npm === undefined) return undefined;
  const own = join(dirname(dirname(realFile(npm))), 'package.json');
  const { version } = JSON.parse(readFileSync(own, 'utf8')) as { version: string };
  return { name: `this machine’s ${version}`, version, bin: dirname(npm) };
}

function realFile(path: string): string {
  return process.getBuiltinModule('node:fs').realpathSync(path);
}

/** npms of these versions, from the registry that this machine's npm is set up for. Of those that cannot be had, why. */
export async function realNpms(versions: readonly string[]): Promise<(RealNpm | MissingNpm)[]> {
  const found: (RealNpm | MissingNpm)[] = [];
  let unreachable: string | undefined;
  for (const version of versions) {
    const one = existing(version) ?? (unreachable ? { name: version, because: unreachable } : await fetchNpm(version));
    // Each try takes its time.
    if ('because' in one) unreachable = one.because;
    found.push(one);
  }
  return found;
}

function existing(version: string): RealNpm | undefined {
  const bin = join(place, version, 'bin');
  return existsSync(bin) ? { name: version, version, bin } : undefined;
}

async function fetchNpm(version: string): Promise<RealNpm | MissingNpm> {
  const npm = findTool('npm');
  if (npm === undefined) return { name: version, because: 'there is no npm to fetch it with' };
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, 'new-'));
  try {
    const quiet = ['--silent', '--fetch-retries=0', '--no-update-notifier', '--logs-max=0'];
    const options = { cwd: folder, timeout: 120_000 };
    await promisify(execFile)(npm, ['pack', `npm@${version}`, ...quiet, '--cache', join(folder, 'cache')], options);
    await promisify(execFile)('tar', ['xzf', `npm-${version}.tgz`, '-C', folder], options);
    mkdirSync(join(folder, 'bin'));
    for (const name of ['npm', 'npx']) symlinkSync(`../package/bin/${name}-cli.js`, join(folder, 'bin', name));
    if (existing(version) === undefined) {
      for (const name of readdirSync(folder)) {
        if (name !== 'package' && name !== 'bin') rmSync(join(folder, name), { recursive: true });
      }
      renameSync(folder, join(place, version));
    }
    return existing(version) as RealNpm;
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr || error).trim();
    return { name: version, because: `the registry cannot be reached, or has it not (${said.slice(0, 200)})` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same home with this npm first on its PATH. */
export function homeWith({ bin }: RealNpm, home: ThrowAwayHome): ThrowAwayHome {
  // npm 8 does not run a program before the folder of global packages is there.
  mkdirSync(join(home.path, '.npm-global/lib'), { recursive: true });
  writeFileSync(join(home.path, '.npmrc'), 'fund=false\naudit=false\nupdate-notifier=false\n');
  const nodes = dirname(process.execPath);
  return { ...home, env: { ...home.env, PATH: [bin, nodes, home.env.PATH ?? ''].join(delimiter) } };
}
