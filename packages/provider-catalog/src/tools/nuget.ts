import { defineProvider } from '@devclean/core';

// https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders. NuGetScratch holds the locks of
// the others, and is left alone.
export const nuget = defineProvider({
  apiVersion: 1,
  id: 'nuget',
  title: 'NuGet',
  homepage: 'https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders',
  summary: 'The packages that .NET projects use, and what package servers said',
  knownFrom: 'documentation',
  programs: ['dotnet'],
  caches: [
    {
      kind: 'folder',
      id: 'global-packages',
      locations: [
        { from: 'env', variable: 'NUGET_PACKAGES' },
        { from: 'default', path: { linux: '~/.nuget/packages' } },
        { from: 'default', path: { darwin: '~/.nuget/packages' } },
        { from: 'default', path: { win32: '~/.nuget/packages' } },
      ],
      fingerprint: { anyOf: ['*/<version>/.nupkg.metadata', '*/<version>/*.nupkg.sha512'] },
      sections: [
        {
          id: 'packages',
          title: 'Unpacked packages',
          paths: ['*/<version>'],
          safety: 'costly',
          cost: 'Every project fails to build until it is restored, which downloads its packages again.',
          contains: 'packages',
        },
      ],
      ownCommands: [
        {
          command: 'dotnet nuget locals global-packages --clear',
          effect: 'Clears this cache; every project has to be restored.',
        },
      ],
      inUse: { processes: ['dotnet', 'nuget', 'MSBuild', 'devenv'] },
    },
    {
      kind: 'folder',
      id: 'http-cache',
      locations: [
        { from: 'env', variable: 'NUGET_HTTP_CACHE_PATH' },
        { from: 'default', path: { linux: '{xdg-data}/NuGet/v3-cache' } },
        { from: 'default', path: { darwin: '~/.local/share/NuGet/v3-cache' } },
        { from: 'default', path: { win32: '{local-app-data}/NuGet/v3-cache' } },
      ],
      fingerprint: { anyOf: ['<hex>$*/*.dat'] },
      sections: [
        {
          id: 'answers',
          title: 'What package servers said',
          paths: ['<hex>$*'],
          safety: 'safe',
          cost: 'The next restore asks the package servers again.',
        },
      ],
      ownCommands: [
        { command: 'dotnet nuget locals http-cache --clear', effect: 'Clears this cache and nothing else.' },
      ],
      inUse: { processes: ['dotnet', 'nuget', 'MSBuild', 'devenv'] },
    },
  ],
});
