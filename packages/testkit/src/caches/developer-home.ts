import type { Tree } from '../write-tree.js';
import type { CacheScale } from './cache-scale.js';
import { gradleHome } from './gradle-home.js';
import { npmCache } from './npm-cache.js';
import { pipCache } from './pip-cache.js';
import { pnpmCache } from './pnpm-cache.js';
import { yarnBerryFolder } from './yarn-berry-cache.js';
import { yarnClassicCache } from './yarn-classic-cache.js';

/** A home in which all five tools were used for years, each at its default place on Linux, and some files of a person. */
export function developerHome(options: CacheScale = {}): Tree {
  return {
    '.cache/pip': pipCache(options),
    '.npm': npmCache(options),
    // Without a store: whose it is depends on the pnpm that a test or a demonstration finds.
    '.cache/pnpm': pnpmCache(options),
    '.cache/yarn': yarnClassicCache(options),
    '.yarn/berry': yarnBerryFolder(options),
    '.gradle': gradleHome(options),
    '.npmrc': 'fund=false\n//registry.example.org/:_authToken=do-not-lose-me\n',
    '.config/pip/pip.conf': '[global]\ntimeout = 20\n',
    'projects/shop': { 'package.json': '{ "name": "shop" }\n', 'src/index.js': 'console.log("mine");\n' },
    'photos/cat.jpg': 'not a cache\n',
  };
}
