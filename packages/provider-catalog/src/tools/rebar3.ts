import { defineTool } from '../define-tool.js';

// https://rebar3.org/docs/configuration/configuration/. `rebar3 local install` puts rebar3 itself into bin.
export const rebar3 = defineTool({
  id: 'rebar3',
  title: 'Rebar3',
  homepage: 'https://rebar3.org/docs/configuration/configuration/',
  summary: 'Erlang packages and plugins that Rebar3 has downloaded',
  knownFrom: 'documentation',
  programs: ['rebar3'],
  locations: [
    { from: 'env', variable: 'REBAR_CACHE_DIR' },
    { from: 'default', path: '~/.cache/rebar3' },
  ],
  fingerprint: { anyOf: ['hex/*/packages', 'hex/*/packages.idx', 'plugins/*/ebin'] },
  sections: [
    {
      id: 'packages',
      title: 'Downloaded packages',
      paths: ['hex/*'],
      safety: 'safe',
      cost: 'The next build downloads them again.',
    },
    {
      id: 'plugins',
      title: 'Global plugins',
      paths: ['plugins/*'],
      safety: 'costly',
      cost: 'The next rebar3 downloads and compiles the plugins of your settings again.',
      contains: 'packages',
    },
  ],
  keep: ['bin'],
  inUse: { processes: ['rebar3'] },
});
