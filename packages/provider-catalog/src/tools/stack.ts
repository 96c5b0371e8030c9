import { defineTool } from '../define-tool.js';

// https://docs.haskellstack.org/en/latest/topics/stack_root/. The compilers in programs are installed; config.yaml is the user's.
export const stack = defineTool({
  id: 'stack',
  title: 'Stack',
  homepage: 'https://docs.haskellstack.org/en/latest/topics/stack_root/',
  summary: 'Haskell packages that Stack has built for its snapshots, its package index, and archives of compilers',
  knownFrom: 'documentation',
  programs: ['stack'],
  locations: [
    { from: 'env', variable: 'STACK_ROOT' },
    { from: 'default', path: { linux: '~/.stack', darwin: '~/.stack', win32: '{app-data}/stack' } },
    { from: 'default', path: { linux: '{xdg-data}/stack', darwin: '{xdg-data}/stack' } },
  ],
  fingerprint: { anyOf: ['pantry/pantry.sqlite3', 'snapshots/*/<hex>', 'programs/*/ghc-<version>'] },
  sections: [
    {
      id: 'archives',
      title: 'Archives of compilers',
      paths: ['programs/*/*.tar.*'],
      safety: 'safe',
      cost: 'Installed compilers go on working, and a new installation downloads its own again.',
    },
    {
      id: 'pantry',
      title: 'Package index and sources',
      paths: ['pantry'],
      safety: 'costly',
      cost: 'The next build downloads the index and its sources again, which takes minutes.',
    },
    {
      id: 'snapshots',
      title: 'Packages of snapshots',
      paths: ['snapshots/*'],
      safety: 'costly',
      cost: 'The next build of each project builds all its dependencies again.',
      contains: 'packages',
    },
  ],
  keep: ['config.yaml', 'global-project'],
  inUse: { processes: ['stack'], locks: [{ path: 'pantry/*.pantry-write-lock', kind: 'posix' }] },
});
