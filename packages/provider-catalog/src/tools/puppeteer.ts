import { defineTool } from '../define-tool.js';

export const puppeteer = defineTool({
  id: 'puppeteer',
  title: 'Puppeteer',
  homepage: 'https://pptr.dev/guides/configuration',
  summary: 'Browsers that Puppeteer has downloaded',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'PUPPETEER_CACHE_DIR' },
    { from: 'env', variable: 'npm_config_puppeteer_cache_dir' },
    { from: 'default', path: '~/.cache/puppeteer' },
  ],
  fingerprint: {
    anyOf: ['chrome/*-<version>/chrome-*', 'chrome-headless-shell/*-<version>/chrome-*', 'firefox/*-*_*/firefox'],
  },
  sections: [
    {
      id: 'browsers',
      title: 'Browsers by version',
      paths: ['chrome/*-<version>', 'chrome-headless-shell/*-<version>', 'chromedriver/*-<version>', 'firefox/*-*_*'],
      safety: 'risky',
      cost: 'Programs fail until "npx puppeteer browsers install" has downloaded them again.',
      contains: 'packages',
    },
  ],
});
