import { defineTool } from '../define-tool.js';

const linked = {
  from: 'links',
  paths: ['node_modules/*/package.json', 'node_modules/@*/*/package.json'],
  safety: 'risky',
  because: 'that was installed with the backend "symlink"',
} as const;

// Where, measured with 1.4: a setting of Bun's, then one of npm's, then BUN_INSTALL, then XDG.
export const bun = defineTool({
  id: 'bun',
  title: 'Bun',
  homepage: 'https://bun.com/docs/pm/global-cache',
  summary: 'Packages that Bun has downloaded and unpacked, and what "bunx" has run',
  locations: [
    { from: 'env', variable: 'BUN_INSTALL_CACHE_DIR' },
    { from: 'config', file: '{xdg-config}/.bunfig.toml', format: 'toml', key: 'install.cache.dir' },
    { from: 'config', file: '~/.bunfig.toml', format: 'toml', key: 'install.cache.dir' },
    { from: 'config', file: '~/.npmrc', format: 'ini', key: 'cache' },
    { from: 'env', variable: 'BUN_INSTALL', subpath: 'install/cache' },
    { from: 'env', variable: 'XDG_CACHE_HOME', subpath: '.bun/install/cache' },
    { from: 'default', path: '~/.bun/install/cache' },
  ],
  fingerprint: { anyOf: ['<hex>.npm', '*@@@<digits>', '*/*@@@<digits>'] },
  sections: [
    {
      id: 'packages',
      title: 'Packages',
      // Links to them, `NAME/VERSION@@@1`, stay: Bun makes them anew.
      paths: ['*@@@<digits>', '@*/*@@@<digits>', '@G@<hex>', '<hex>.git'],
      safety: 'costly',
      cost: 'The next "bun install" downloads them again; a project installed with its backend "symlink" breaks.',
      contains: 'packages',
      // Bun 1.4 reads the backend from its command line alone, so only the links tell.
      graverWhen: [
        linked,
        { ...linked, below: '$BUN_INSTALL_GLOBAL_DIR' },
        { ...linked, below: '$BUN_INSTALL/install/global' },
        { ...linked, below: '~/.bun/install/global' },
      ],
    },
    {
      id: 'store',
      title: 'Packages that projects link to',
      // There with `globalStore` alone: https://bun.com/docs/pm/global-store
      paths: ['links/*'],
      safety: 'risky',
      cost: 'Projects that were installed with it break until "bun install".',
      contains: 'packages',
    },
    {
      id: 'manifests',
      title: 'What the registry says of packages',
      paths: ['<hex>.npm'],
      safety: 'safe',
      cost: 'The next "bun install" asks the registry again.',
    },
    {
      id: 'bunx',
      title: 'What "bunx" has run',
      paths: ['.bunx-<digits>/*'],
      safety: 'costly',
      cost: 'The next "bunx" of the same downloads it again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['bun', 'bunx'], runsFrom: ['bunx'] },
  ownCommands: [
    {
      command: 'bun pm cache rm',
      effect:
        'Clears the default place even where a setting names another; where a variable does, all of that folder, whatever lies in it.',
    },
  ],
});
