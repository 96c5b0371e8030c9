import type { ProviderCases } from '@devclean/testkit/contract';

export const ivy: ProviderCases = {
  caches: {
    ivy: {
      fill: {
        'org.example': {
          a: {
            'ivy-1.0.xml.original': '<project/>',
            'ivydata-1.0.properties': 'x',
            jars: { 'a-1.0.jar': 'x'.repeat(9_000) },
          },
        },
        '.sbt.ivy.lock': '',
      },
      keep: ['.sbt.ivy.lock'],
      defaultAt: { linux: '.ivy2/cache', darwin: '.ivy2/cache', win32: '.ivy2/cache' },
      decoys: { 'folders of libraries': { 'org.example': { a: { 'a.jar': 'mine', 'ivy.xml': 'mine' } } } },
    },
  },
};
