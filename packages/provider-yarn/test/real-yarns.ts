import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runTool, type ThrowAwayHome } from '@devclean/testkit';
import {
  fillWithYarnBerry,
  fillWithYarnClassic,
  type LoopbackRegistry,
  type PackageFill,
  type YarnBerryOptions,
  yarnBerry,
  yarnClassic,
} from '@devclean/testkit/known-tools';

const require = createRequire(import.meta.url);
const script = (name: string): string => join(dirname(require.resolve(`${name}/package.json`)), 'bin/yarn.js');

/** One Yarn, and what its cache looks like. */
export interface RealYarn {
  readonly version: string;
  readonly kind: 'classic' | 'berry';
  readonly program: string;
  /** Where its packages are listed, and as what. */
  readonly section: string;
  readonly entry: string;
}

const classic = (version: string, program: string, section: string): RealYarn => {
  return { version, kind: 'classic', program, section, entry: 'package' };
};
const berry = (version: string, program: string): RealYarn => {
  return { version, kind: 'berry', program, section: 'cache', entry: `zip of Yarn ${version.split('.')[0]}` };
};

/** `npm test` takes one of each kind, `npm run test:yarns` all. */
export const realYarns: readonly RealYarn[] = [
  classic('1.22.22', yarnClassic, 'v6'),
  berry('4.18.1', yarnBerry),
  ...(process.env.DEVCLEAN_YARNS === 'all'
    ? [
        classic('1.9.4', script('yarn-1.9'), 'dead'),
        classic('1.12.3', script('yarn-1.12'), 'dead'),
        berry('2.4.2', script('yarn-2')),
        berry('3.8.7', script('yarn-3')),
        berry('4.0.2', script('yarn-4.0')),
      ]
    : []),
];

/** Has it install a project, and so fill its cache. */
export function install(
  { kind, program }: RealYarn,
  home: ThrowAwayHome,
  registry: LoopbackRegistry,
  options: YarnBerryOptions = {},
): Promise<PackageFill> {
  return kind === 'classic'
    ? fillWithYarnClassic(home, registry, { program, ...options })
    : fillWithYarnBerry(home, { program, ...options }, registry);
}

/** Installs from the cache alone. */
export const offline = ({ kind }: RealYarn): YarnBerryOptions =>
  kind === 'classic' ? { args: ['--offline'] } : { env: { YARN_ENABLE_NETWORK: '0' } };

/** Runs a line of JavaScript in the project, with what was installed. */
export async function runInProject(
  { kind, program }: RealYarn,
  home: ThrowAwayHome,
  project: string,
  line: string,
): Promise<string> {
  const yarnNode = kind === 'classic' ? [] : [program, 'node'];
  return (await runTool(home, [process.execPath, ...yarnNode, '-p', line], { cwd: project })).trim();
}
