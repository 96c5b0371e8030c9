import { defineTool } from '../define-tool.js';

// https://github.com/pypa/virtualenv, src/virtualenv/app_data
export const virtualenv = defineTool({
  id: 'virtualenv',
  title: 'virtualenv',
  homepage: 'https://virtualenv.pypa.io/en/latest/explanation.html',
  summary: 'Wheels that new environments begin with, and what is known of interpreters',
  locations: [
    { from: 'env', variable: 'VIRTUALENV_OVERRIDE_APP_DATA' },
    {
      from: 'default',
      path: {
        linux: '{xdg-cache}/virtualenv',
        darwin: '~/Library/Caches/virtualenv',
        win32: '{local-app-data}/pypa/virtualenv/Cache',
      },
    },
    // Before 20.38.
    {
      from: 'default',
      path: { linux: '{xdg-data}/virtualenv', darwin: '~/Library/Application Support/virtualenv' },
    },
  ],
  fingerprint: { anyOf: ['py_info/<digits>/<hex>.json', 'wheel/<version>/embed', 'wheel/<version>/image'] },
  sections: [
    {
      id: 'wheels',
      title: 'Downloaded wheels, and notes on interpreters',
      paths: ['wheel/house', 'wheel/<version>/embed', 'py_info', 'unzip'],
      safety: 'safe',
      cost: 'The next environment looks for new wheels and asks its interpreter again.',
    },
    {
      id: 'images',
      title: 'Unpacked wheels',
      paths: ['wheel/<version>/image'],
      safety: 'risky', // environments may be links into it
      cost: 'Environments made with "--symlink-app-data" have no pip any more, until they are made anew.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['virtualenv', 'tox'], locks: [{ path: 'py_info/<digits>/<hex>.lock', kind: 'flock' }] },
  ownCommands: [
    {
      command: 'virtualenv --reset-app-data FOLDER',
      effect: 'Clears all of it, and then makes an environment; those that are links into it break.',
    },
  ],
});
