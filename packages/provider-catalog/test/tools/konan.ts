import type { ProviderCases } from '@devclean/testkit/contract';

export const konan: ProviderCases = {
  caches: {
    konan: {
      fill: {
        'kotlin-native-prebuilt-linux-x86_64-2.2.0': {
          'konan/konan.properties': 'x'.repeat(9_000),
          'bin/konanc': '#!/bin/sh',
        },
        dependencies: { '.extracted': 'llvm-16', 'llvm-16/bin/clang': 'elf', 'cache/llvm-16.tar.gz': 'x' },
      },
      defaultAt: { linux: '.konan', darwin: '.konan', win32: '.konan' },
      precedence: [
        {
          when: 'KONAN_DATA_DIR names a folder',
          env: { KONAN_DATA_DIR: '{home}/by-env' },
          active: ['by-env'],
          leftovers: ['.konan'],
        },
      ],
      decoys: { 'folders of the same names': { dependencies: { 'list.txt': 'mine' } } },
    },
  },
};
