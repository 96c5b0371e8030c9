import { defineTool } from '../define-tool.js';

// https://github.com/golang/tools/blob/master/gopls/internal/filecache/filecache.go: removed under a running gopls, that one fails.
export const gopls = defineTool({
  id: 'gopls',
  title: 'gopls',
  homepage: 'https://go.dev/gopls/',
  summary: "What Go's language server has worked out for editors",
  programs: ['gopls'],
  locations: [
    { from: 'env', variable: 'GOPLSCACHE', subpath: 'gopls' },
    { from: 'default', path: { linux: '{xdg-cache}/gopls' } },
    { from: 'default', path: { darwin: '~/Library/Caches/gopls' } },
    { from: 'default', path: { win32: '{local-app-data}/gopls' } },
  ],
  fingerprint: { anyOf: ['<hex>/<hex>/<hex>-cas'] },
  sections: [
    {
      id: 'analyses',
      title: 'Results of analyses',
      paths: ['<hex>'],
      safety: 'safe',
      cost: 'The next editor that opens a Go project waits while it is analysed anew.',
    },
  ],
  inUse: { processes: ['gopls'] },
});
