import { defineTool } from '../define-tool.js';

export const playwright = defineTool({
  id: 'playwright',
  title: 'Playwright',
  homepage: 'https://playwright.dev/docs/browsers#managing-browser-binaries',
  summary: 'Browsers that Playwright has downloaded, for every language that it is used from',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'PLAYWRIGHT_BROWSERS_PATH' },
    { from: 'default', path: '{user-cache}/ms-playwright' },
  ],
  fingerprint: {
    anyOf: ['chromium*-<digits>/*_COMPLETE', 'firefox*-<digits>/*_COMPLETE', 'webkit*-<digits>/*_COMPLETE'],
  },
  sections: [
    {
      id: 'browsers',
      title: 'Browsers by revision',
      paths: ['chromium*-<digits>', 'firefox*-<digits>', 'webkit*-<digits>', 'ffmpeg-<digits>', 'winldd-<digits>'],
      safety: 'risky',
      cost: 'Tests fail until "npx playwright install" has downloaded them again.',
      contains: 'packages',
    },
  ],
  // Without .links the next "playwright install" removes other projects' browsers; profiles are logged in somewhere.
  keep: ['.links', 'mcp-*', 'daemon', 'b'],
  inUse: { processes: ['playwright'], locks: [{ path: '__dirlock', kind: 'touched' }] },
  ownCommands: [
    {
      command: 'playwright install',
      effect: 'Also removes browsers that no installation needs; one on a disk that is away counts for none.',
    },
  ],
});
