import { defineTool } from '../define-tool.js';

// Only pip's cache by another name: https://github.com/pypa/pipenv, pipenv/utils/pip.py
// "pipenv --clear" is never run: it removes pip's own cache, too.
export const pipenv = defineTool({
  id: 'pipenv',
  title: 'Pipenv',
  homepage: 'https://pipenv.pypa.io/en/latest/configuration.html',
  summary: 'What the pip inside of Pipenv has downloaded and built',
  locations: [
    { from: 'env', variable: 'PIPENV_CACHE_DIR' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/pipenv',
        darwin: '~/Library/Caches/pipenv',
        win32: '{local-app-data}/pipenv/pipenv/Cache',
      },
    },
    { from: 'default', path: { darwin: '{xdg-cache}/pipenv' } }, // newer ones on a Mac, where XDG is set
  ],
  fingerprint: {
    anyOf: ['http-v2/<hex>/<hex>/<hex>/<hex>/<hex>/<hex>', 'http/<hex>/<hex>/<hex>/<hex>/<hex>/<hex>'],
  },
  sections: [
    {
      id: 'http',
      title: 'Downloads',
      paths: ['http-v2', 'http', 'pipenv-manifests', 'selfcheck'],
      safety: 'safe',
      cost: 'The next installation downloads them again.',
    },
    {
      id: 'wheels',
      title: 'Built and gathered wheels',
      paths: ['wheels', 'pkgs'],
      safety: 'costly',
      cost: 'The next installation builds them again.',
    },
  ],
  inUse: { processes: ['pipenv install', 'pipenv sync', 'pipenv lock', 'pipenv update', 'pipenv upgrade'] },
  ownCommands: [{ command: 'pipenv --clear', effect: 'Also removes the cache of pip at its default place.' }],
});
