import { defineTool } from '../define-tool.js';

export const electron = defineTool({
  id: 'electron',
  title: 'Electron',
  homepage: 'https://www.electronjs.org/docs/latest/tutorial/installation#cache',
  summary: 'Archives of Electron that its npm package has downloaded',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'electron_config_cache' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/electron',
        darwin: '~/Library/Caches/electron',
        win32: '{local-app-data}/electron/Cache',
      },
    },
  ],
  fingerprint: { anyOf: ['<hex>/electron-v<version>-*.zip'] },
  sections: [
    {
      id: 'archives',
      title: 'Archives by address',
      paths: ['<hex>/*-v<version>-*.zip', '<hex>/SHASUMS256.txt*'],
      safety: 'safe',
      cost: 'The next installation of Electron downloads it again; projects that have it keep it.',
    },
  ],
});
