import { defineTool } from '../define-tool.js';

// Its own "brew cleanup" uninstalls old versions and unneeded formulae too, so it is not used. Where: Library/Homebrew/brew.sh.
export const homebrew = defineTool({
  id: 'homebrew',
  title: 'Homebrew',
  homepage: 'https://docs.brew.sh/FAQ#how-do-i-uninstall-old-versions-of-a-formula',
  summary: 'Bottles, casks and sources that Homebrew has downloaded',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'HOMEBREW_CACHE' },
    { from: 'default', path: { linux: '{xdg-cache}/Homebrew', darwin: '~/Library/Caches/Homebrew' } },
  ],
  fingerprint: { anyOf: ['downloads/<hex>--*', 'api/formula.jws.json'] },
  sections: [
    {
      id: 'downloads',
      title: 'Downloads, and what builds from source have fetched',
      paths: ['downloads/<hex>--*', '*_cache', 'bootsnap'],
      safety: 'safe',
      cost: 'The next installation downloads them again.',
      contains: 'packages',
    },
  ],
  keep: ['api', 'api-source'],
  inUse: { processes: ['brew', 'brew.rb', 'build.rb'] },
  ownCommands: [
    {
      command: 'brew cleanup -s',
      effect:
        'Also uninstalls old versions of formulae, and what nothing needs any more; keeps the downloads of what is installed.',
    },
  ],
});
