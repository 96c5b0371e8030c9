import { defineTool } from '../define-tool.js';

// https://turborepo.com/docs/crafting-your-repository/caching; before 2 it lay in node_modules.
export const turbo = defineTool({
  id: 'turbo',
  title: 'Turborepo',
  homepage: 'https://turborepo.com/docs/crafting-your-repository/caching',
  summary: 'What the tasks of a repository have put out, to be put back instead of being made again',
  locations: [
    { from: 'env', variable: 'TURBO_CACHE_DIR' },
    { from: 'project', path: '.turbo/cache', beside: ['turbo.json'] },
    { from: 'project', path: 'node_modules/.cache/turbo', beside: ['turbo.json'] },
  ],
  fingerprint: { anyOf: ['<hex>-meta.json'] },
  sections: [
    {
      id: 'outputs',
      title: 'Outputs of tasks',
      paths: ['<hex>.tar.zst', '<hex>-meta.json', '<hex>-manifest.json'],
      safety: 'costly',
      cost: 'The next run carries its tasks out again, also in the other work trees of the repository.',
    },
  ],
  inUse: { processes: ['turbo'] },
});
