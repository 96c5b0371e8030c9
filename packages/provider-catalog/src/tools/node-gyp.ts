import { defineTool } from '../define-tool.js';

export const nodeGyp = defineTool({
  id: 'node-gyp',
  title: 'node-gyp',
  homepage: 'https://github.com/nodejs/node-gyp#readme',
  summary: 'Headers of Node.js versions, which native modules are compiled with',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'npm_config_devdir' },
    { from: 'config', file: '~/.npmrc', format: 'ini', key: 'devdir' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/node-gyp',
        darwin: '~/Library/Caches/node-gyp',
        win32: '{local-app-data}/node-gyp/Cache',
      },
    },
    { from: 'default', path: '~/.node-gyp' }, // before 5
  ],
  fingerprint: { anyOf: ['<version>/installVersion'] },
  sections: [
    {
      id: 'headers',
      title: 'Headers by version',
      paths: ['<version>'],
      safety: 'safe',
      cost: 'The next native module that is compiled downloads them again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['node-gyp'] },
  ownCommands: [{ command: 'node-gyp remove VERSION', effect: 'Removes the headers of one version.' }],
});
