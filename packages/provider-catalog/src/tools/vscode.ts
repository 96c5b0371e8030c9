import { defineTool } from '../define-tool.js';

// Where: src/vs/platform/environment/node/userDataPath.ts. User, Backups and Workspaces hold settings, histories and unsaved files.
export const vscode = defineTool({
  id: 'vscode',
  title: 'Visual Studio Code',
  homepage: 'https://code.visualstudio.com/docs/configure/settings#_settings-file-locations',
  summary: 'Compiled code, pages and packages of extensions that Visual Studio Code keeps',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'VSCODE_PORTABLE', subpath: 'user-data' },
    { from: 'env', variable: 'VSCODE_APPDATA', subpath: 'Code' },
    {
      from: 'default',
      path: { linux: '{xdg-config}/Code', darwin: '~/Library/Application Support/Code', win32: '{app-data}/Code' },
    },
  ],
  fingerprint: { anyOf: ['User/globalStorage/state.vscdb'] },
  sections: [
    {
      id: 'cache',
      title: 'Caches of the editor, and packages of extensions',
      paths: ['CachedData/<hex>', 'Cache', 'Code Cache', 'GPUCache', 'Dawn*Cache', 'CachedExtensionVSIXs/*'],
      safety: 'safe',
      cost: 'The next start is slower, and extensions that are installed again are downloaded again.',
      contains: 'packages',
    },
  ],
  keep: ['User', 'Backups', 'Workspaces'],
  inUse: { processes: ['code', 'Code', 'Electron'] },
});
