import { describeProvider } from '@devclean/testkit/contract';
import { pnpmCache, pnpmLinks, pnpmStore } from '@devclean/testkit/known-tools';
import { pnpm } from '../src/pnpm.js';

/** A pnpm on the PATH: the suite's machines have none. */
const onPath = (version: string) => ({
  'node/lib/node_modules/pnpm/package.json': JSON.stringify({ name: 'pnpm', version }),
  'node/bin/pnpm': '',
  'node/package.json': JSON.stringify({ name: 'pnpm', version }),
});

describeProvider(pnpm, {
  caches: {
    store: {
      fill: {
        ...pnpmStore(),
        ...pnpmLinks(),
        'index.db': 'SQLite format 3',
        'index.db-wal': '',
        'index.db-shm': '',
        'tmp/dlx-4711/package.json': '{}',
      },
      keep: ['projects/0123456789abcdef0123456789abcdef'],
      defaultAt: {
        linux: '.local/share/pnpm/store/v11',
        darwin: 'Library/pnpm/store/v11',
        win32: 'AppData/Local/pnpm/store/v11',
      },
      variables: [
        'PNPM_HOME',
        'XDG_DATA_HOME',
        'pnpm_config_store_dir',
        'PNPM_CONFIG_STORE_DIR',
        'npm_config_store_dir',
      ],
      precedence: [
        {
          when: 'PNPM_HOME and XDG_DATA_HOME both move it',
          env: { PNPM_HOME: '{home}/pnpm', XDG_DATA_HOME: '{home}/data' },
          active: ['pnpm/store/v11'],
          ignored: ['data/pnpm/store/v11'],
        },
        { when: 'XDG_DATA_HOME moves it', env: { XDG_DATA_HOME: '{home}/data' }, active: ['data/pnpm/store/v11'] },
        {
          when: 'a variable of pnpm 11 and a file both name one',
          env: { pnpm_config_store_dir: '{home}/by-env' },
          files: { '.config/pnpm/config.yaml': 'storeDir: "{home}/by-file"\n' },
          active: ['by-env/v11'],
        },
        {
          when: 'config.yaml names one',
          files: { '.config/pnpm/config.yaml': 'storeDir: ~/by-file\n', '.npmrc': 'store-dir=~/by-npmrc\n' },
          active: ['by-file/v11'],
        },
        {
          when: 'pnpm 10 is asked, which reads what npm reads',
          env: { PATH: '{home}/node/bin', pnpm_config_store_dir: '{home}/not-here' },
          files: { ...onPath('10.34.9'), '.npmrc': 'store-dir=~/by-npmrc\n' },
          active: ['by-npmrc/v10'],
        },
      ],
      decoys: {
        'a project that is called v11': { 'pnpm-lock.yaml': '', 'files/ff': {} },
        'files of somebody': { 'files/thesis.txt': 'mine' },
      },
    },
    'old-store': 'only leftovers',
    cache: {
      fill: { ...pnpmCache(), 'metadata-ff/registry.example.org/mine.json': '{}', 'state.json': '{}' },
      keep: ['state.json'],
      defaultAt: { linux: '.cache/pnpm', darwin: 'Library/Caches/pnpm', win32: 'AppData/Local/pnpm-cache' },
      variables: ['XDG_CACHE_HOME', 'pnpm_config_cache_dir', 'npm_config_cache_dir'],
      precedence: [
        {
          when: 'a variable of pnpm 11 names one',
          env: { pnpm_config_cache_dir: '{home}/by-env', XDG_CACHE_HOME: '{home}/xdg' },
          active: ['by-env'],
        },
        {
          when: 'pnpm 9 is asked, and rc names one',
          env: { PATH: '{home}/node/bin' },
          files: { ...onPath('9.15.9'), '.config/pnpm/rc': 'cache-dir={home}/by-rc\n' },
          active: ['by-rc'],
        },
      ],
      decoys: { 'somebody’s notes': { 'metadata.txt': 'mine', 'notes/today.json': '{}' } },
    },
  },
});
