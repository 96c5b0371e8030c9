import { defineTool } from '../define-tool.js';

// https://hexdocs.pm/mix/Mix.html#install/2. What lies in ~/.mix is installed.
export const mix = defineTool({
  id: 'mix',
  title: 'Mix',
  homepage: 'https://hexdocs.pm/mix/Mix.html#install/2',
  summary: 'Dependencies that Elixir scripts and notebooks have fetched and compiled',
  locations: [
    { from: 'env', variable: 'MIX_INSTALL_DIR' },
    { from: 'default', path: { linux: '{xdg-cache}/mix/installs' } },
    { from: 'default', path: { darwin: '~/Library/Caches/mix/installs' } },
    { from: 'default', path: { win32: '{local-app-data}/mix/Cache/installs' } },
  ],
  fingerprint: { anyOf: ['elixir-<version>-erts-<version>/<hex>/_build'] },
  sections: [
    {
      id: 'installs',
      title: 'Dependencies of scripts',
      paths: ['elixir-<version>-erts-<version>'],
      safety: 'costly',
      cost: 'The next run of each script fetches and compiles its dependencies again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['elixir', 'mix', 'iex', 'beam.smp', 'livebook'] },
});
