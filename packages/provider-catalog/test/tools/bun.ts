import type { ProviderCases } from '@devclean/testkit/contract';

const packages = { section: 'packages', safety: 'risky' } as const;

export const bun: ProviderCases = {
  caches: {
    bun: {
      fill: {
        'is-odd@3.0.1@@@1': { 'package.json': '{}', 'index.js': 'x'.repeat(9_000) },
        '@types': { 'node@20.19.0@@@1': { 'package.json': '{}' } },
        '@G@0f1e2d': { 'package.json': '{}' },
        '0f1e2d3c.git': { HEAD: 'ref: refs/heads/main' },
        '11e2af7323ef853b.npm': 'binary',
        '.bunx-1000': { 'cowsay@1.6.0': { 'package.json': '{}' }, 'cowsay@1.6.0.lock': '' },
        'links/is-odd@3.0.1-37320d961f2572a9': { 'node_modules/is-odd/package.json': '{}' },
        'notes.md': 'mine',
      },
      keep: ['notes.md'],
      defaultAt: { linux: '.bun/install/cache', darwin: '.bun/install/cache', win32: '.bun/install/cache' },
      precedence: [
        {
          when: 'everything that can name a folder does',
          env: { BUN_INSTALL_CACHE_DIR: '{home}/by-env', BUN_INSTALL: '{home}/bun', XDG_CACHE_HOME: '{home}/xdg' },
          files: {
            '.config/.bunfig.toml': '[install.cache]\ndir = "{home}/by-xdg-setting"\n',
            '.bunfig.toml': '[install.cache]\ndir = "{home}/by-setting"\n',
            '.npmrc': 'cache={home}/by-npm\n',
          },
          active: ['by-env'],
          leftovers: [
            ...['by-xdg-setting', 'by-setting', 'by-npm', 'bun/install/cache', 'xdg/.bun/install/cache'],
            '.bun/install/cache',
          ],
        },
        {
          when: "npm's setting stands against BUN_INSTALL",
          env: { BUN_INSTALL: '{home}/bun' },
          files: { '.npmrc': 'cache={home}/by-npm\n' },
          active: ['by-npm'],
          leftovers: ['bun/install/cache', '.bun/install/cache'],
        },
      ],
      graver: [
        {
          when: 'a project has links into it',
          ...packages,
          because: 'work/node_modules/is-odd/package.json is a link into it',
          links: { 'work/node_modules/is-odd/package.json': 'is-odd@3.0.1@@@1/package.json' },
          projects: ['work'],
        },
        {
          when: 'a global package has links into it, where a variable says',
          ...packages,
          because: 'node_modules/@types/node/package.json is a link into it',
          env: { BUN_INSTALL_GLOBAL_DIR: '{home}/global' },
          links: { 'global/node_modules/@types/node/package.json': '@types/node@20.19.0@@@1/package.json' },
        },
        {
          when: 'a global package has links into it, where Bun is said to be',
          ...packages,
          because: 'is-odd/package.json is a link into it',
          env: { BUN_INSTALL: '{home}/.bun' },
          links: { '.bun/install/global/node_modules/is-odd/package.json': 'is-odd@3.0.1@@@1/package.json' },
        },
      ],
      decoys: { 'mail addresses': { 'me@example.org': 'mine', '@work/you@example.org': 'mine', 'notes.npm': 'mine' } },
    },
  },
};
