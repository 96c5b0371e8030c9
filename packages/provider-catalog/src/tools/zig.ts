import { defineTool } from '../define-tool.js';

// https://ziglang.org/documentation/master/#Zig-Build-System: the global cache. Each project has one of its own beside it.
export const zig = defineTool({
  id: 'zig',
  title: 'Zig',
  homepage: 'https://ziglang.org/learn/build-system/',
  summary: 'What the Zig compiler has compiled of its own libraries, and the packages that builds have fetched',
  locations: [
    { from: 'env', variable: 'ZIG_GLOBAL_CACHE_DIR' },
    {
      from: 'default',
      path: { linux: '{xdg-cache}/zig', darwin: '{xdg-cache}/zig', win32: '{local-app-data}/zig' },
    },
  ],
  fingerprint: { anyOf: ['h/timestamp', 'p/*-<version>'] },
  sections: [
    {
      id: 'packages',
      title: 'Fetched packages',
      paths: ['p/*'],
      safety: 'safe',
      cost: 'The next build fetches them again.',
      contains: 'packages',
    },
    {
      id: 'compiled',
      title: 'Compiled libraries',
      paths: ['b', 'h', 'o', 'tmp', 'z'],
      safety: 'safe',
      cost: 'The next build compiles them again.',
    },
  ],
  inUse: { processes: ['zig'] },
});
