import { defineProvider } from '@devclean/core';
import { describeProvider } from '@devclean/testkit/contract';
import { spec } from '../src/spec.js';

describeProvider(defineProvider(spec), {
  caches: {
    black: {
      // A full cache, as the tool leaves it.
      fill: {
        '1.2.3': { 'cache.0f3a.pickle': 'x'.repeat(5_000) },
        '1.3.0': { 'cache.0f3a.pickle': 'x'.repeat(3_000) },
        'notes.txt': 'mine',
      },
      // What of it is no cache.
      keep: ['notes.txt'],
      entries: { results: ['black@1.2.3', 'black@1.3.0'] },
      defaultAt: { linux: '.cache/black', darwin: 'Library/Caches/black', win32: 'AppData/Local/black/black/Cache' },
      precedence: [
        {
          when: 'BLACK_CACHE_DIR names a folder',
          env: { BLACK_CACHE_DIR: '{home}/elsewhere' },
          active: ['elsewhere'],
          leftovers: ['.cache/black'],
        },
      ],
      // What has the right name, and is no such cache.
      decoys: { 'backups by version': { '1.2.3': { 'notes.txt': 'mine' } } },
    },
  },
});
