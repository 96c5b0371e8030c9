import { defineTool } from '../define-tool.js';

// https://developer.android.com/tools/variables. Beside them lie virtual devices and the keys that apps and devices know this machine by.
export const android = defineTool({
  id: 'android',
  title: 'Android',
  homepage: 'https://developer.android.com/tools/variables',
  summary: 'What the SDK manager has downloaded of its catalogues, and the build cache of old Android plugins',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'ANDROID_USER_HOME' },
    { from: 'default', path: { linux: '{account}/.android' } },
    { from: 'default', path: { darwin: '{account}/.android' } },
    { from: 'default', path: { win32: '{account}/.android' } },
  ],
  fingerprint: { anyOf: ['cache/sdkbin-*', 'cache/sdkinf-*', 'build-cache/<version>'] },
  sections: [
    {
      id: 'catalogues',
      title: 'Catalogues of the SDK manager',
      paths: ['cache/sdkbin-*', 'cache/sdkinf-*'],
      safety: 'safe',
      cost: 'The SDK manager downloads them again.',
    },
    {
      id: 'build-cache',
      title: 'Build cache before plugin 4.1',
      paths: ['build-cache/<version>'],
      safety: 'safe',
      cost: 'Only a build with an Android plugin that old fills it again.',
    },
  ],
  keep: ['avd', 'debug.keystore', 'adbkey', 'adbkey.pub', 'repositories.cfg'],
  inUse: { processes: ['GradleDaemon', 'sdkmanager', 'studio'] },
});
