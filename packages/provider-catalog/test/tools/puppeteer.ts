import type { ProviderCases } from '@devclean/testkit/contract';

export const puppeteer: ProviderCases = {
  caches: {
    puppeteer: {
      fill: {
        'chrome/linux-142.0.7444.61/chrome-linux64/chrome': 'x'.repeat(9_000),
        'chrome/.metadata': '{}',
        'chrome-headless-shell/linux-142.0.7444.61/chrome-headless-shell-linux64/shell': 'x',
        'chromedriver/linux-142.0.7444.61/chromedriver-linux64/chromedriver': 'x',
        'firefox/linux-stable_145.0/firefox/firefox': 'x',
        'profile/Cookies': 'mine',
      },
      keep: ['profile', 'chrome/.metadata'],
      defaultAt: { linux: '.cache/puppeteer', darwin: '.cache/puppeteer', win32: '.cache/puppeteer' },
      precedence: [
        {
          when: 'variables name a folder',
          env: { PUPPETEER_CACHE_DIR: '{home}/by-env', npm_config_puppeteer_cache_dir: '{home}/by-npm' },
          active: ['by-env'],
          leftovers: ['by-npm', '.cache/puppeteer'],
        },
      ],
      decoys: { 'scripts of ones own': { 'chrome/linux-1.0': { 'notes.md': 'mine' }, 'firefox/mine.js': 'mine' } },
    },
  },
};
