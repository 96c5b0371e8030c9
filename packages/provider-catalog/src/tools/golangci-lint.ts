import { defineTool } from '../define-tool.js';

// The same engine as Go's build cache: https://github.com/golangci/golangci-lint/tree/main/internal/go/cache
export const golangciLint = defineTool({
  id: 'golangci-lint',
  title: 'golangci-lint',
  homepage: 'https://golangci-lint.run/docs/configuration/cli/#cache',
  summary: 'What golangci-lint has found in packages that have not changed',
  programs: ['golangci-lint'],
  locations: [
    { from: 'env', variable: 'GOLANGCI_LINT_CACHE' },
    { from: 'default', path: { linux: '{xdg-cache}/golangci-lint' } },
    { from: 'default', path: { darwin: '~/Library/Caches/golangci-lint' } },
    { from: 'default', path: { win32: '{local-app-data}/golangci-lint' } },
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
  inUse: { processes: ['golangci-lint'] },
  ownCommands: [{ command: 'golangci-lint cache clean', effect: 'Clears this cache and nothing else.' }],
});
