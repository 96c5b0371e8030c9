import { defineTool } from '../define-tool.js';

// https://github.com/pdm-project/pdm, src/pdm/project/core.py and src/pdm/models/cached_package.py
export const pdm = defineTool({
  id: 'pdm',
  title: 'PDM',
  homepage: 'https://pdm-project.org/latest/reference/configuration/',
  summary: 'What PDM has downloaded and built, and packages that projects share',
  locations: [
    { from: 'env', variable: 'PDM_CACHE_DIR' },
    { from: 'config', file: '{xdg-config}/pdm/config.toml', format: 'toml', key: 'cache_dir' },
    {
      from: 'default',
      path: { linux: '{xdg-cache}/pdm', darwin: '~/Library/Caches/pdm', win32: '{local-app-data}/pdm/pdm/Cache' },
    },
    { from: 'default', path: { darwin: '{xdg-cache}/pdm' } }, // newer ones on a Mac, where XDG is set
  ],
  fingerprint: { anyOf: ['metadata/package_meta_*.json', 'packages/*.whl.cache', 'http/http-cache.db'] },
  sections: [
    {
      id: 'http',
      title: 'Downloads, and what is known of packages',
      paths: ['http', 'hashes', 'metadata', 'self-check'],
      safety: 'safe',
      cost: 'The next run asks the indexes, and downloads, again.',
    },
    {
      id: 'wheels',
      title: 'Built wheels',
      paths: ['wheels'],
      safety: 'costly',
      cost: 'The next installation builds them again.',
    },
    {
      id: 'packages',
      title: 'Packages that projects share',
      paths: ['packages/*.whl.cache'],
      safety: 'risky', // with the setting install.cache, what projects have installed is links into it
      cost: 'Projects that were installed with "install.cache" break until "pdm sync --reinstall".',
      contains: 'packages',
    },
  ],
  keep: ['plugins'],
  inUse: { processes: ['pdm'] },
  ownCommands: [
    {
      command: 'pdm cache clear',
      effect:
        'Of the shared packages it takes those that no project refers to; a project on a disk that is away counts for none.',
    },
  ],
});
