import { defineTool } from '../define-tool.js';

export const corepack = defineTool({
  id: 'corepack',
  title: 'Corepack',
  homepage: 'https://github.com/nodejs/corepack#readme',
  summary: 'The yarn and pnpm that Corepack runs, by version',

  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'COREPACK_HOME' },
    { from: 'env', variable: 'XDG_CACHE_HOME', subpath: 'node/corepack' },
    {
      from: 'default',
      path: {
        linux: '~/.cache/node/corepack',
        darwin: '~/.cache/node/corepack',
        win32: '{local-app-data}/node/corepack',
      },
    },
  ],
  fingerprint: { anyOf: ['v1/*/<version>/.corepack'] },
  sections: [
    {
      id: 'managers',
      title: 'Package managers by version',
      paths: ['v1/*/<version>'],
      safety: 'risky', // they are the programs themselves
      cost: 'The next "yarn" or "pnpm" downloads itself again; without a network there is none.',
      contains: 'packages',
    },
    {
      id: 'interrupted',
      title: 'What interrupted downloads have left',
      paths: ['v1/corepack-<digits>-<hex>*'],
      safety: 'safe',
      cost: 'Nothing comes back.',
    },
  ],
  keep: ['lastKnownGood.json'],
  inUse: { processes: ['corepack'], runsFrom: ['managers'] },
  ownCommands: [
    {
      command: 'corepack cache clean',
      effect: 'Removes the yarn and pnpm of every version: the next use of one needs a network.',
    },
  ],
});
