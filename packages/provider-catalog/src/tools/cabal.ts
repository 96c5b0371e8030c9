import { defineTool } from '../define-tool.js';

// https://cabal.readthedocs.io/en/stable/config.html: cache and store lie in one folder unless XDG's are used; what is in store and bin is
// installed.
export const cabal = defineTool({
  id: 'cabal',
  title: 'Cabal',
  homepage: 'https://cabal.readthedocs.io/en/stable/config.html#directories',
  summary: 'Haskell packages that Cabal has downloaded, and the package indexes',
  programs: ['cabal'],
  locations: [
    { from: 'env', variable: 'CABAL_DIR' },
    { from: 'default', path: { linux: '~/.cabal', darwin: '~/.cabal', win32: '{app-data}/cabal' }, ifThere: true },
    {
      from: 'default',
      path: { linux: '{xdg-cache}/cabal', darwin: '{xdg-cache}/cabal', win32: '{local-app-data}/cabal' },
    },
  ],
  fingerprint: {
    anyOf: ['packages/*/<digits>-index.tar', 'packages/*/<digits>-index.tar.gz', 'packages/*/*/<version>/*.tar.gz'],
  },
  sections: [
    {
      id: 'packages',
      title: 'Downloaded packages and indexes',
      paths: ['packages/*'],
      safety: 'safe',
      cost: 'Builds fail until "cabal update" has downloaded the index again, and the next ones download their packages.',
    },
    {
      id: 'scripts',
      title: 'Builds of scripts',
      paths: ['script-builds/*'],
      safety: 'costly',
      cost: 'The next run of each script builds it again.',
    },
  ],
  keep: ['config', 'store', 'bin'],
  inUse: { processes: ['cabal'] },
});
