import { describeProvider } from '@devclean/testkit/contract';
import { yarnBerryFolder, yarnClassicCache } from '@devclean/testkit/known-tools';
import { yarn } from '../src/yarn.js';

const unpacked = 'npm-ms-0.7.2-ae25cf2512b3885a1d95d7f037868d8431124765/node_modules/ms/.yarn-metadata.json';

describeProvider(yarn, {
  caches: {
    classic: {
      fill: {
        ...yarnClassicCache(),
        ...Object.fromEntries(['v1', 'v2', 'v3', 'v4', 'v5'].map((version) => [`${version}/${unpacked}`, '{}'])),
        'other/mine.txt': 'mine',
        'lodash-4.17.21.tgz': 'of an offline mirror',
      },
      keep: ['other/mine.txt', 'lodash-4.17.21.tgz'],
      defaultAt: { linux: '.cache/yarn', darwin: 'Library/Caches/Yarn', win32: 'AppData/Local/Yarn/Cache' },
      rootEnv: { FAKEROOTKEY: '1' },
      variables: ['YARN_CACHE_FOLDER', 'XDG_CACHE_HOME'],
      precedence: [
        {
          when: 'YARN_CACHE_FOLDER and .yarnrc both name a folder',
          env: { YARN_CACHE_FOLDER: '{home}/by-env' },
          files: { '.yarnrc': 'cache-folder "{home}/by-yarnrc"\n' },
          active: ['by-env'],
          leftovers: ['.cache/yarn'],
        },
        {
          when: '.yarnrc names a folder',
          files: { '.yarnrc': 'cache-folder "{home}/by-yarnrc"\n' },
          active: ['by-yarnrc'],
          leftovers: ['.cache/yarn'],
        },
        {
          when: 'a project names a folder of its own',
          files: { 'app/.yarnrc': 'cache-folder "./cache"\n' },
          cwd: 'app',
          active: ['.cache/yarn'],
          leftovers: ['app/cache'],
        },
        {
          when: 'a project keeps an offline mirror',
          files: { 'app/.yarnrc': 'yarn-offline-mirror "./mirror"\n' },
          cwd: 'app',
          active: ['.cache/yarn'],
          ignored: ['app/mirror'],
        },
        {
          when: 'root sets XDG_CACHE_HOME',
          uid: 0,
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['xdg/yarn'],
          leftovers: ['.cache/yarn'],
        },
      ],
      decoys: {
        'the zips of a later Yarn': { 'ms-npm-2.1.3-81ff3cfac1-10c0.zip': 'PK', '.gitignore': '*.flock' },
        'an offline mirror': { 'lodash-4.17.21.tgz': 'x' },
        'somebody’s versions': { 'v6/src/index.js': 'mine' },
      },
    },
    berry: {
      fill: {
        ...yarnBerryFolder(),
        'store/v1/3f/f872e4ea063770d3b8f6d787d97cd3a8a65036.dat': 'x',
        'notes.txt': 'mine',
      },
      keep: ['telemetry.json', 'notes.txt'],
      defaultAt: { linux: '.yarn/berry', darwin: '.yarn/berry', win32: 'AppData/Local/Yarn/Berry' },
      variables: ['YARN_GLOBAL_FOLDER', 'XDG_DATA_HOME'],
      precedence: [
        {
          when: 'YARN_GLOBAL_FOLDER and .yarnrc.yml both name a folder',
          env: { YARN_GLOBAL_FOLDER: '{home}/by-env' },
          files: { '.yarnrc.yml': 'globalFolder: "{home}/by-yml"\n' },
          active: ['by-env'],
          leftovers: ['.yarn/berry'],
        },
        {
          when: '.yarnrc.yml names a folder',
          files: { '.yarnrc.yml': 'globalFolder: "{home}/by-yml"\n' },
          active: ['by-yml'],
          leftovers: ['.yarn/berry'],
        },
        {
          when: 'XDG_DATA_HOME moves it',
          env: { XDG_DATA_HOME: '{home}/data' },
          active: ['data/yarn/berry'],
          leftovers: ['.yarn/berry'],
        },
        {
          when: 'a project has committed its cache',
          files: { 'app/.yarnrc.yml': 'enableGlobalCache: false\n', 'app/yarn.lock': '' },
          cwd: 'app',
          active: ['.yarn/berry'],
          ignored: ['app/.yarn'],
        },
      ],
      decoys: {
        "a project's own .yarn": { 'cache/ms-npm-2.1.3-81ff3cfac1-8.zip': 'PK', 'cache/.gitignore': '*.flock' },
        'somebody’s archive': { 'cache/photos.zip': 'mine', 'metadata/readme.txt': 'mine' },
      },
    },
    project: 'only leftovers',
  },
});
