import { defineTool } from '../define-tool.js';

// https://github.com/denoland/deno, cli/cache/deno_dir.rs. "deno clean" is never run: it takes `location_data` too.
export const deno = defineTool({
  id: 'deno',
  title: 'Deno',
  homepage: 'https://docs.deno.com/runtime/reference/cli/clean/',
  summary: 'Modules that Deno has downloaded and compiled; what programs have stored themselves stays',
  locations: [
    { from: 'env', variable: 'DENO_DIR' },
    { from: 'default', path: '{user-cache}/deno' },
  ],
  fingerprint: {
    anyOf: ['dep_analysis_cache_v<digits>', 'node_analysis_cache_v<digits>', 'npm/*/*/registry.json'],
  },
  sections: [
    {
      id: 'modules',
      title: 'Downloaded modules and packages',
      paths: ['remote', 'deps', 'npm', 'registries', 'dl'],
      safety: 'safe',
      cost: 'The next run downloads them again.',
      contains: 'packages',
    },
    {
      id: 'compiled',
      title: 'Compiled modules, and what is known of them',
      paths: ['gen', '*_cache_v<digits>', '*_cache_v<digits>-wal', '*_cache_v<digits>-shm'],
      safety: 'safe',
      cost: 'The next run checks and compiles them again.',
    },
  ],
  keep: ['location_data'], // what programs keep: localStorage, Deno KV
  inUse: { processes: ['deno'] },
  ownCommands: [
    {
      command: 'deno clean',
      effect:
        'Also removes what programs have stored, such as localStorage and Deno KV, and whatever else lies in the folder.',
    },
  ],
});
