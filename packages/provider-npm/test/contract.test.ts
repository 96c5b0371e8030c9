import { describeProvider } from '@devclean/testkit/contract';
import { npmCache } from '@devclean/testkit/known-tools';
import { npm } from '../src/npm.js';

describeProvider(npm, {
  caches: {
    npm: {
      fill: {
        ...npmCache(),
        '_tuf/tuf-repo-cdn.sigstore.dev/root.json': '{}',
        '_prebuilds/5f3a2c-sharp-v0.30.tar.gz': 'a prebuilt module',
        '_libvips/libvips-8.14.5-linux-x64.tar.br': 'a prebuilt library',
        '_logs/2021-01-02T03_04_05_678Z-debug.log': 'of npm 7',
        '_logs/2023-01-02T03_04_05_678Z-debug-0.log': 'of npm 8',
        '_logs/2023-01-02T03_04_05_678Z-eresolve-report.txt': 'a report',
        '_logs/2023-01-02T03_04_05_678Z-timing.json': '{}',
        '_logs/mine.log': 'not npm',
        '_cacache/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
        '_locks/some.lock': '',
        'anonymous-cli-metrics.json': '{}',
        'lodash/4.17.21/package.tgz': 'of npm 4',
        'lodash/4.17.21/package/package.json': '{"name":"lodash","version":"4.17.21"}',
        'lodash/.cache.json': '{}',
        '@babel/core/7.0.0/package.tgz': 'of npm 4',
        '@babel/core/7.0.0/package/package.json': '{"name":"@babel/core","version":"7.0.0"}',
        'shop/1.0.0/invoice.pdf': 'mine',
      },
      keep: [
        '_logs/mine.log',
        '_cacache/CACHEDIR.TAG',
        '_locks/some.lock',
        'anonymous-cli-metrics.json',
        'lodash/.cache.json',
        'shop/1.0.0/invoice.pdf',
      ],
      defaultAt: { linux: '.npm', darwin: '.npm', win32: 'AppData/Local/npm-cache' },
      variables: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
      precedence: [
        {
          when: 'npm_config_cache and .npmrc both name a folder',
          env: { npm_config_cache: '{home}/by-env' },
          files: { '.npmrc': 'cache={home}/by-npmrc\n' },
          active: ['by-env'],
          leftovers: ['.npm'],
        },
        {
          when: '.npmrc names a folder',
          files: { '.npmrc': 'cache={home}/by-npmrc\n' },
          active: ['by-npmrc'],
          leftovers: ['.npm'],
        },
        { when: 'npm_config_cache is empty', env: { npm_config_cache: '' }, active: ['.npm'] },
        {
          when: 'a project names a folder of its own',
          files: { 'app/package.json': '{}', 'app/.npmrc': 'cache=.npm-cache\n' },
          cwd: 'app',
          active: ['.npm'],
          leftovers: ['app/.npm-cache'],
        },
        {
          when: 'npm 6 left its cache in the roaming profile',
          platform: 'win32',
          active: ['AppData/Local/npm-cache'],
          leftovers: ['AppData/Roaming/npm-cache'],
        },
      ],
      decoys: {
        'a cache of npm 4 and earlier': { 'lodash/4.17.21/package.tgz': 'old' },
        'a project of that name': { 'package.json': '{}', '_logs/mine.log': 'mine' },
      },
    },
  },
});
