import { defineTool } from '../define-tool.js';

// https://getcomposer.org/doc/03-cli.md#composer-cache-dir and Factory.php in its source.
export const composer = defineTool({
  id: 'composer',
  title: 'Composer',
  homepage: 'https://getcomposer.org/doc/06-config.md#cache-dir',
  summary: 'PHP packages that Composer has downloaded, what repositories said of them, and clones',
  programs: ['composer'],
  locations: [
    { from: 'env', variable: 'COMPOSER_CACHE_DIR' },
    { from: 'config', file: '{xdg-config}/composer/config.json', format: 'json', key: 'config.cache-dir' },
    { from: 'config', file: '~/.composer/config.json', format: 'json', key: 'config.cache-dir' },
    { from: 'config', file: '{app-data}/Composer/config.json', format: 'json', key: 'config.cache-dir' },
    { from: 'env', variable: 'COMPOSER_HOME', subpath: 'cache' },
    { from: 'default', path: { linux: '{xdg-cache}/composer' } },
    { from: 'default', path: { darwin: '~/Library/Caches/composer' } },
    { from: 'default', path: { win32: '{local-app-data}/Composer' } },
    // Where there is no XDG.
    { from: 'default', path: { linux: '~/.composer/cache', darwin: '~/.composer/cache' } },
  ],
  fingerprint: { anyOf: ['repo/http*---*', 'files/*/*/<hex>.zip', 'files/*/*/<hex>.tar', 'vcs/*---*'] },
  sections: [
    {
      id: 'files',
      title: 'Downloaded packages',
      paths: ['files/*'],
      safety: 'safe',
      cost: 'The next install downloads them again.',
    },
    {
      id: 'repo',
      title: 'What repositories said',
      paths: ['repo/*'],
      safety: 'safe',
      cost: 'The next update asks the repositories again.',
    },
    {
      id: 'vcs',
      title: 'Clones of repositories',
      paths: ['vcs/*'],
      safety: 'costly',
      cost: 'The next install from a repository clones it again, with whatever right that takes.',
    },
  ],
  inUse: { processes: ['composer'] },
  ownCommands: [{ command: 'composer clear-cache', effect: 'Clears this cache; in a project, it loads that first.' }],
});
