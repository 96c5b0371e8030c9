import { defineTool } from '../define-tool.js';

// https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html. hex.config beside them holds keys.
export const hex = defineTool({
  id: 'hex',
  title: 'Hex',
  homepage: 'https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html',
  summary: 'Elixir and Erlang packages that Mix has downloaded, and their documentation',
  knownFrom: 'documentation',
  locations: [
    { from: 'env', variable: 'HEX_HOME' },
    { from: 'default', path: '~/.hex' },
  ],
  fingerprint: { anyOf: ['packages/*/*-<version>.tar', 'cache.ets'] },
  sections: [
    {
      id: 'packages',
      title: 'Downloaded packages',
      paths: ['packages/*'],
      safety: 'safe',
      cost: 'The next "mix deps.get" downloads them again.',
    },
    {
      id: 'registry',
      title: 'What the registry said',
      paths: ['cache.ets'],
      safety: 'safe',
      cost: 'The next "mix deps.get" asks the registry again.',
    },
    {
      id: 'docs',
      title: 'Downloaded documentation',
      paths: ['docs/*'],
      safety: 'safe',
      cost: 'The next "mix hex.docs" downloads it again.',
    },
  ],
  keep: ['hex.config'],
  inUse: { processes: ['mix'] },
});
