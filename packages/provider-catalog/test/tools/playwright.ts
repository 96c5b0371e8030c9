import type { ProviderCases } from '@devclean/testkit/contract';

export const playwright: ProviderCases = {
  caches: {
    playwright: {
      fill: {
        'chromium-1200': { INSTALLATION_COMPLETE: '', 'chrome-linux/chrome': 'x'.repeat(9_000) },
        'firefox-1497': { INSTALLATION_COMPLETE: '', firefox: 'x' },
        'webkit-2215': { INSTALLATION_COMPLETE: '', MiniBrowser: 'x' },
        'ffmpeg-1011': { INSTALLATION_COMPLETE: '', 'ffmpeg-linux': 'x' },
        'winldd-1007': { INSTALLATION_COMPLETE: '', 'PrintDeps.exe': 'x' },
        '.links/0f1e': '/home/me/project',
        'mcp-chrome-profile/Cookies': 'mine',
        'daemon/session': 'mine',
        'b/state': 'mine',
      },
      keep: ['.links', 'mcp-chrome-profile', 'daemon', 'b'],
      defaultAt: {
        linux: '.cache/ms-playwright',
        darwin: 'Library/Caches/ms-playwright',
        win32: 'AppData/Local/ms-playwright',
      },
      precedence: [
        {
          when: 'PLAYWRIGHT_BROWSERS_PATH names a folder',
          env: { PLAYWRIGHT_BROWSERS_PATH: '{home}/browsers' },
          active: ['browsers'],
          leftovers: ['.cache/ms-playwright'],
        },
      ],
      decoys: { 'profiles alone': { 'mcp-chrome-profile/Cookies': 'mine', 'firefox-1': { 'notes.md': 'mine' } } },
    },
  },
};
