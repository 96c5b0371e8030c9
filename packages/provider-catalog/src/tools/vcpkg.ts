import { defineTool } from '../define-tool.js';

// https://learn.microsoft.com/vcpkg/consume/binary-caching-default. On Windows, settings of Visual Studio lie beside it.
export const vcpkg = defineTool({
  id: 'vcpkg',
  title: 'vcpkg',
  homepage: 'https://learn.microsoft.com/vcpkg/consume/binary-caching-default',
  summary: 'C and C++ libraries that vcpkg has built',
  knownFrom: 'documentation',
  programs: ['vcpkg'],
  locations: [
    { from: 'env', variable: 'VCPKG_DEFAULT_BINARY_CACHE' },
    { from: 'default', path: { linux: '{xdg-cache}/vcpkg/archives' } },
    { from: 'default', path: { darwin: '{xdg-cache}/vcpkg/archives' } },
    { from: 'default', path: { win32: '{local-app-data}/vcpkg/archives' } },
  ],
  fingerprint: { anyOf: ['<hex>/<hex>.zip'] },
  sections: [
    {
      id: 'archives',
      title: 'Built libraries',
      paths: ['<hex>'],
      safety: 'costly',
      cost: 'The next install builds them again from their sources, which may take hours.',
    },
  ],
  inUse: { processes: ['vcpkg'] },
});
