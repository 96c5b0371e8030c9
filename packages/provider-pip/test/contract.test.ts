import { describeProvider } from '@devclean/testkit/contract';
import { pipCache } from '@devclean/testkit/known-tools';
import { pip } from '../src/pip.js';

describeProvider(pip, {
  caches: {
    pip: {
      fill: pipCache(),
      defaultAt: { linux: '.cache/pip', darwin: 'Library/Caches/pip', win32: 'AppData/Local/pip/Cache' },
      variables: ['PIP_CACHE_DIR', 'XDG_CACHE_HOME'],
      precedence: [
        {
          when: 'PIP_CACHE_DIR and pip.conf both name a folder',
          env: { PIP_CACHE_DIR: '{home}/by-env' },
          files: { '.config/pip/pip.conf': '[global]\ncache-dir = {home}/by-conf\n' },
          active: ['by-env'],
          leftovers: ['.cache/pip'],
        },
        {
          when: 'pip.conf names a folder',
          files: { '.config/pip/pip.conf': '[global]\ncache-dir = {home}/by-conf\n' },
          active: ['by-conf'],
          leftovers: ['.cache/pip'],
        },
        { when: 'PIP_CACHE_DIR is empty', env: { PIP_CACHE_DIR: '' }, active: ['.cache/pip'] },
        {
          when: 'XDG_CACHE_HOME moves it',
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['xdg/pip'],
          leftovers: ['.cache/pip'],
        },
        {
          when: 'a Mac has caches of pip before and after 26.2',
          platform: 'darwin',
          env: { XDG_CACHE_HOME: '{home}/xdg' },
          active: ['Library/Caches/pip'],
          leftovers: ['xdg/pip'],
        },
      ],
      decoys: { 'a folder of wheels that somebody collected': { 'wheels/shop-1.0-py3-none-any.whl': 'mine' } },
    },
    temporary: 'only leftovers',
  },
});
