import type { ProviderCases } from '@devclean/testkit/contract';

export const nuget: ProviderCases = {
  caches: {
    'global-packages': {
      fill: {
        'example.json/13.0.3': { '.nupkg.metadata': '{}', 'lib/net8.0/Example.dll': 'x'.repeat(9_000) },
        'example.old/1.0.0-beta.2': { 'example.old.1.0.0-beta.2.nupkg.sha512': 'x' },
      },
      defaultAt: { linux: '.nuget/packages', darwin: '.nuget/packages', win32: '.nuget/packages' },
      precedence: [
        {
          when: 'NUGET_PACKAGES names a folder',
          env: { NUGET_PACKAGES: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.nuget/packages'],
        },
      ],
      decoys: { 'releases of somebody': { app: { '1.0.0': { 'app.nupkg': 'mine' } } } },
    },
    'http-cache': {
      fill: { '670c1461c29885f9aa22c281d8b7da90845b38e4$ps_index': { 'list_example.json.dat': 'x'.repeat(9_000) } },
      defaultAt: {
        linux: '.local/share/NuGet/v3-cache',
        darwin: '.local/share/NuGet/v3-cache',
        win32: 'AppData/Local/NuGet/v3-cache',
      },
      precedence: [
        {
          when: 'NUGET_HTTP_CACHE_PATH and XDG name a folder',
          env: { NUGET_HTTP_CACHE_PATH: '{home}/by-env', XDG_DATA_HOME: '{home}/xdg' },
          active: ['by-env'],
          leftovers: ['xdg/NuGet/v3-cache'],
          ignored: ['.local/share/NuGet/v3-cache'],
        },
      ],
      decoys: { 'data of somebody': { cafe: { 'mine.dat': 'mine' } } },
    },
  },
};
