import { defineTool } from '../define-tool.js';

export const helm = defineTool({
  id: 'helm',
  title: 'Helm',
  homepage: 'https://helm.sh/docs/helm/helm_env/',
  summary: 'Charts that Helm has downloaded, and what repositories say they have',
  programs: ['helm'],
  locations: [
    { from: 'env', variable: 'HELM_CACHE_HOME' },
    { from: 'env', variable: 'XDG_CACHE_HOME', subpath: 'helm' },
    { from: 'default', path: { linux: '~/.cache/helm', darwin: '~/Library/Caches/helm', win32: '{temp}/helm' } },
  ],
  fingerprint: { anyOf: ['repository/*-index.yaml', 'repository/*-<version>.tgz'] },
  sections: [
    {
      id: 'charts',
      title: 'Downloaded charts',
      paths: ['repository/*-<version>.tgz'],
      safety: 'safe',
      cost: 'The next installation downloads them again.',
    },
    {
      id: 'indexes',
      title: 'Indexes of repositories',
      paths: ['repository/*-index.yaml', 'repository/*-charts.txt'],
      safety: 'risky',
      cost: 'No chart is found by its repository\'s name until "helm repo update" is run.',
    },
  ],
  keep: ['plugins'],
  inUse: { processes: ['helm'] },
});
