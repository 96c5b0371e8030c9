import { defineTool } from '../define-tool.js';

export const cypress = defineTool({
  id: 'cypress',
  title: 'Cypress',
  homepage: 'https://docs.cypress.io/app/references/advanced-installation#Binary-cache',
  summary: 'The Cypress programs that its npm package has downloaded',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'CYPRESS_CACHE_FOLDER' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/Cypress',
        darwin: '~/Library/Caches/Cypress',
        win32: '{local-app-data}/Cypress/Cache',
      },
    },
  ],
  fingerprint: { anyOf: ['<version>/binary_state.json'] },
  sections: [
    {
      id: 'binaries',
      title: 'Programs by version',
      paths: ['<version>'],
      safety: 'risky',
      cost: 'Tests fail until "npx cypress install" has downloaded it again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['cypress', 'Cypress'] },
  ownCommands: [
    { command: 'cypress cache clear', effect: 'Removes the whole folder, whatever lies in it.' },
    {
      command: 'cypress cache prune',
      effect: 'Keeps the version of the project that it is run in, and removes those of all others.',
    },
  ],
});
