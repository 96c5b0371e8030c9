import type { ProviderCases } from '@devclean/testkit/contract';

const home = {
  'cache/sample-1.0.gem': 'x'.repeat(9_000),
  'gems/sample-1.0/lib/sample.rb': 'puts 1',
  'specifications/sample-1.0.gemspec': 'Gem::Specification',
};

export const rubygems: ProviderCases = {
  caches: {
    gems: {
      // Below GEM_HOME and below each version of Ruby it looks alike.
      fill: { ...home, bin: { sample: '#!/usr/bin/ruby' }, extensions: {}, '3.1.0': home },
      keep: ['gems', 'specifications', 'bin', 'extensions', '3.1.0/gems', '3.1.0/specifications'],
      defaultAt: { linux: '.local/share/gem/ruby', darwin: '.local/share/gem/ruby', win32: '.local/share/gem/ruby' },
      precedence: [
        {
          when: 'GEM_HOME and XDG name a folder',
          env: { GEM_HOME: '{home}/by-env', XDG_DATA_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['xdg/gem/ruby', '.gem/ruby'],
          ignored: ['.local/share/gem/ruby'],
        },
      ],
      decoys: { "a gem's own sources": { 'sample.gemspec': 'mine', 'cache/sample-1.0.gem': 'mine' } },
    },
    specs: {
      fill: {
        'gems.example.org%443': { 'specs.4.8': 'x', 'quick/Marshal.4.8': { 'sample-1.0.gemspec': 'x' } },
      },
      defaultAt: { linux: '.cache/gem/specs', darwin: '.cache/gem/specs', win32: '.cache/gem/specs' },
      precedence: [
        {
          when: 'GEM_SPEC_CACHE and XDG name a folder',
          env: { GEM_SPEC_CACHE: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['xdg/gem/specs', '.local/share/gem/specs', '.gem/specs'],
          ignored: ['.cache/gem/specs'],
        },
      ],
      decoys: { 'specifications of somebody': { 'mine%1': { 'notes.txt': 'mine' } } },
    },
  },
};
