import { defineTool } from '../define-tool.js';

// The same engine as Go's build cache: https://github.com/dominikh/go-tools/tree/master/lintcmd/cache
export const staticcheck = defineTool({
  id: 'staticcheck',
  title: 'Staticcheck',
  homepage: 'https://staticcheck.dev/docs/',
  summary: 'What Staticcheck has found in packages that have not changed',
  programs: ['staticcheck'],
  locations: [
    { from: 'env', variable: 'STATICCHECK_CACHE' },
    { from: 'default', path: { linux: '{xdg-cache}/staticcheck' } },
    { from: 'default', path: { darwin: '~/Library/Caches/staticcheck' } },
    { from: 'default', path: { win32: '{local-app-data}/staticcheck' } },
  ],
  fingerprint: { anyOf: ['<hex>/<hex>-a'] },
  sections: [
    {
      id: 'analyses',
      title: 'Results of analyses',
      paths: ['<hex>'],
      safety: 'safe',
      cost: 'The next run looks at every package again.',
    },
  ],
  inUse: { processes: ['staticcheck'] },
});
