import type { ProviderCases } from '@devclean/testkit/contract';

export const helm: ProviderCases = {
  caches: {
    helm: {
      fill: {
        'repository/bitnami-index.yaml': 'apiVersion: v1',
        'repository/bitnami-charts.txt': 'nginx',
        'repository/nginx-18.1.0.tgz': 'x'.repeat(9_000),
        'repository/mine.tgz': 'unknown',
        plugins: { 'https-github.com-a-b/plugin.yaml': 'name: b' },
      },
      keep: ['plugins', 'repository/mine.tgz'],
      defaultAt: { linux: '.cache/helm', darwin: 'Library/Caches/helm' },
      precedence: [
        {
          when: 'HELM_CACHE_HOME names a folder',
          env: { HELM_CACHE_HOME: '{home}/charts', XDG_CACHE_HOME: '{home}/caches' },
          active: ['charts'],
          leftovers: ['caches/helm', '.cache/helm'],
        },
        {
          when: 'XDG_CACHE_HOME names a folder, on macOS too',
          platform: 'darwin',
          env: { XDG_CACHE_HOME: '{home}/caches' },
          active: ['caches/helm'],
          leftovers: ['Library/Caches/helm'],
        },
        {
          when: 'the folder for temporary files is named on Windows',
          platform: 'win32',
          env: { TMPDIR: '{home}/Temp' },
          active: ['Temp/helm'],
        },
      ],
      decoys: { 'charts of a person': { 'repository/mine.tgz': 'mine', 'repository/index.yaml': 'mine' } },
    },
  },
};
