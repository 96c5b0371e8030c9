import { defineTool } from '../define-tool.js';

export const poetry = defineTool({
  id: 'poetry',
  title: 'Poetry',
  homepage: 'https://python-poetry.org/docs/configuration/#cache-dir',
  summary: 'What Poetry has downloaded and built; its virtual environments lie in the same folder and stay',
  locations: [
    { from: 'env', variable: 'POETRY_CACHE_DIR' },
    // Where its settings lie: https://github.com/python-poetry/poetry, src/poetry/locations.py
    { from: 'config', file: '{xdg-config}/pypoetry/config.toml', format: 'toml', key: 'cache-dir' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/pypoetry',
        darwin: '~/Library/Caches/pypoetry',
        win32: '{local-app-data}/pypoetry/Cache',
      },
    },
    { from: 'default', path: { darwin: '{xdg-cache}/pypoetry' } }, // newer ones on a Mac, where XDG is set
  ],
  fingerprint: {
    anyOf: ['cache/repositories/*/_http', 'cache/repositories/*/_http_', 'artifacts/<hex>/<hex>/<hex>/<hex>'],
  },
  sections: [
    {
      id: 'repositories',
      title: 'What indexes have answered',
      paths: ['cache/repositories/*'],
      safety: 'safe',
      cost: 'The next run asks the indexes again.',
    },
    {
      id: 'artifacts',
      title: 'Downloaded and built packages',
      paths: ['artifacts/<hex>'],
      safety: 'costly',
      cost: 'The next installation downloads them again, and builds those that come as source.',
    },
  ],
  keep: ['virtualenvs'],
  inUse: { processes: ['poetry'] }, // it takes no lock that others would see
  ownCommands: [
    {
      command: 'poetry cache clear NAME --all',
      effect: 'Clears what repositories have said, and never the archives, which are the largest part.',
    },
  ],
});
