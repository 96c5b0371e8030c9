import type { ProviderCases } from '@devclean/testkit/contract';

const setting = '{ "config": { "cache-dir": "{home}/by-setting" } }';

export const composer: ProviderCases = {
  caches: {
    composer: {
      fill: {
        '.htaccess': 'Deny from all',
        files: {
          'example/leaf': { '0a1b2c.zip': 'x'.repeat(9_000) },
          'example/other': { '0a1b2c.tar': 'x' },
        },
        repo: { 'https---repo.example.org': { 'packages.json': '{}' } },
        vcs: { 'https---git.example.org-leaf.git': { HEAD: 'ref: refs/heads/main' } },
      },
      keep: ['.htaccess'],
      defaultAt: { linux: '.cache/composer', darwin: 'Library/Caches/composer', win32: 'AppData/Local/Composer' },
      precedence: [
        {
          when: 'every variable and a setting names a folder',
          env: { COMPOSER_CACHE_DIR: '{home}/by-env', COMPOSER_HOME: '{home}/home', XDG_CACHE_HOME: '{home}/xdg' },
          files: { '.config/composer/config.json': setting },
          active: ['by-env'],
          leftovers: ['by-setting', 'home/cache', 'xdg/composer', '.composer/cache'],
          ignored: ['.cache/composer'],
        },
        {
          when: 'a setting names a folder in the old home',
          files: { '.composer/config.json': setting },
          active: ['by-setting'],
          leftovers: ['.cache/composer'],
        },
        {
          when: 'a setting names a folder on Windows',
          platform: 'win32',
          files: { 'AppData/Roaming/Composer/config.json': setting },
          active: ['by-setting'],
          leftovers: ['AppData/Local/Composer'],
        },
      ],
      decoys: { 'folders of somebody': { 'files/2026/taxes': { 'taxes.zip': 'mine' }, 'repo/mine': { a: 'mine' } } },
    },
  },
};
