import { defineProvider } from '@devclean/core';

// lib/rubygems/defaults.rb of its source. `gem cleanup` uninstalls gems, and is no way to clear a cache.
export const rubygems = defineProvider({
  apiVersion: 1,
  id: 'rubygems',
  title: 'RubyGems',
  homepage: 'https://guides.rubygems.org/command-reference/#gem-environment',
  summary: 'The archives that installed gems came in, and what gem servers said',
  programs: ['gem'],
  caches: [
    {
      kind: 'folder',
      id: 'gems',
      locations: [
        { from: 'env', variable: 'GEM_HOME' },
        { from: 'default', path: { linux: '{xdg-data}/gem/ruby' } },
        { from: 'default', path: { darwin: '{xdg-data}/gem/ruby' } },
        { from: 'default', path: { win32: '{xdg-data}/gem/ruby' } },
        { from: 'default', path: '~/.gem/ruby' },
      ],
      fingerprint: { anyOf: ['specifications/*-<version>.gemspec', '<version>/specifications/*-<version>.gemspec'] },
      sections: [
        {
          id: 'archives',
          title: 'Archives of installed gems',
          paths: ['cache/*.gem', '<version>/cache/*.gem'],
          safety: 'costly',
          cost: 'Installed gems go on working, and "gem pristine" restores one only if it can be downloaded again.',
        },
      ],
      keep: ['gems', 'specifications', 'bin', 'extensions', '<version>/gems', '<version>/specifications'],
      ownCommands: [
        { command: 'gem cleanup', effect: 'Uninstalls old versions of gems: it is no command for this cache.' },
      ],
      inUse: { processes: ['gem', 'bundle', 'bundler'] },
    },
    {
      kind: 'folder',
      id: 'specs',
      locations: [
        { from: 'env', variable: 'GEM_SPEC_CACHE' },
        { from: 'default', path: { linux: '{xdg-cache}/gem/specs' } },
        { from: 'default', path: { darwin: '{xdg-cache}/gem/specs' } },
        { from: 'default', path: { win32: '{xdg-cache}/gem/specs' } },
        // Until RubyGems 3.5.5, and before.
        { from: 'default', path: { linux: '{xdg-data}/gem/specs' } },
        { from: 'default', path: { darwin: '{xdg-data}/gem/specs' } },
        { from: 'default', path: { win32: '{xdg-data}/gem/specs' } },
        { from: 'default', path: '~/.gem/specs' },
      ],
      fingerprint: { anyOf: ['*%<digits>/specs.4.8', '*%<digits>/quick/Marshal.4.8'] },
      sections: [
        {
          id: 'specs',
          title: 'What gem servers said',
          paths: ['*%<digits>'],
          safety: 'safe',
          cost: 'The next install asks the gem servers again.',
        },
      ],
      ownCommands: [{ command: 'gem sources --clear-all', effect: 'Clears this cache and nothing else.' }],
      inUse: { processes: ['gem', 'bundle', 'bundler'] },
    },
  ],
});
