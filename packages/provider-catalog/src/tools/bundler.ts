import { defineTool } from '../define-tool.js';

// `user_cache` in lib/bundler.rb of its source; ~/.bundle/config holds credentials, and is outside.
export const bundler = defineTool({
  id: 'bundler',
  title: 'Bundler',
  homepage: 'https://bundler.io/man/bundle-config.1.html',
  summary: 'What gem servers said, gems that projects share, and clones',
  programs: ['bundle'],
  locations: [
    { from: 'env', variable: 'BUNDLE_USER_CACHE' },
    { from: 'env', variable: 'BUNDLE_USER_HOME', subpath: 'cache' },
    { from: 'default', path: '~/.bundle/cache' },
  ],
  fingerprint: {
    anyOf: ['compact_index/*.<digits>.<hex>/info', 'gems/*.<digits>.<hex>/*.gem', 'git/*-<hex>/HEAD'],
  },
  sections: [
    {
      id: 'index',
      title: 'What gem servers said',
      paths: ['compact_index/*.<digits>.<hex>'],
      safety: 'safe',
      cost: 'The next install asks the gem servers again.',
    },
    {
      id: 'gems',
      title: 'Downloaded gems',
      paths: ['gems/*.<digits>.<hex>'],
      safety: 'safe',
      cost: 'The next install of each project downloads its gems again.',
    },
    {
      id: 'clones',
      title: 'Clones of git dependencies',
      paths: ['git/*-<hex>'],
      safety: 'costly',
      cost: 'The next install clones them again, with whatever right that takes.',
    },
  ],
  inUse: { processes: ['bundle', 'bundler'] },
  ownCommands: [
    {
      command: 'bundle clean --force',
      effect: 'Uninstalls every gem that the project does not need: it is no command for this cache.',
    },
  ],
});
