import { defineTool } from '../define-tool.js';

// https://github.com/electron-userland/electron-builder, packages/app-builder-lib; "clear-cache" asks, and heeds no variable.
export const electronBuilder = defineTool({
  id: 'electron-builder',
  title: 'electron-builder',
  homepage: 'https://www.electron.build/',
  summary: 'Tools that electron-builder has downloaded to sign and pack programs',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'ELECTRON_BUILDER_CACHE' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/electron-builder',
        darwin: '~/Library/Caches/electron-builder',
        win32: '{local-app-data}/electron-builder/Cache',
      },
    },
  ],
  fingerprint: { anyOf: ['winCodeSign/winCodeSign-*', 'nsis/nsis-*', 'appimage/appimage-*', 'fpm/fpm-*'] },
  sections: [
    {
      id: 'tools',
      title: 'Tools by version',
      paths: ['winCodeSign/*-*', 'nsis/*-*', 'appimage/*-*', 'fpm/*-*', 'wine/*-*'],
      safety: 'costly',
      cost: 'The next build downloads them again, which is slow.',
      contains: 'packages',
    },
  ],
  keep: ['electron-builder-root-certs.keychain'], // a Mac looks for certificates in it
  inUse: { processes: ['electron-builder'] },
  ownCommands: [
    { command: 'electron-builder clear-cache', effect: 'Asks, and knows nothing of ELECTRON_BUILDER_CACHE.' },
  ],
});
