import type { ProviderCases } from '@devclean/testkit/contract';

export const vscode: ProviderCases = {
  caches: {
    vscode: {
      fill: {
        'CachedData/e54c774e0add60467559eb0d1e229c6452cf8447': { 'chrome/js/a.code': 'x'.repeat(9_000) },
        Cache: { 'Cache_Data/data_0': 'x' },
        'Code Cache': { 'js/index': 'x' },
        GPUCache: { data_0: 'x' },
        DawnWebGPUCache: { data_0: 'x' },
        'CachedExtensionVSIXs/ms-python.python-2026.1.0': 'PK',
        'User/globalStorage/state.vscdb': 'SQLite format 3',
        'User/History/1a2b/entries.json': 'mine',
        'Backups/1a2b/untitled': 'mine',
        'Workspaces/1': { 'workspace.json': 'mine' },
        'Local Storage/leveldb/000003.log': 'mine',
      },
      keep: ['User', 'Backups', 'Workspaces', 'Local Storage'],
      defaultAt: {
        linux: '.config/Code',
        darwin: 'Library/Application Support/Code',
        win32: 'AppData/Roaming/Code',
      },
      precedence: [
        {
          when: 'VSCODE_PORTABLE names a folder',
          env: { VSCODE_PORTABLE: '{home}/portable', VSCODE_APPDATA: '{home}/apps' },
          active: ['portable/user-data'],
          leftovers: ['apps/Code', '.config/Code'],
        },
        {
          when: 'XDG_CONFIG_HOME names a folder',
          env: { XDG_CONFIG_HOME: '{home}/settings' },
          active: ['settings/Code'],
          ignored: ['.config/Code'],
        },
      ],
      decoys: { 'code of a person': { 'Cache/mine': 'mine', 'User/notes.md': 'mine' } },
    },
  },
};
