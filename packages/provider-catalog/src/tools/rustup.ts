import { defineTool } from '../define-tool.js';

// https://rust-lang.github.io/rustup/: what a killed installation has left. The toolchains are installed programs.
export const rustup = defineTool({
  id: 'rustup',
  title: 'rustup',
  homepage: 'https://rust-lang.github.io/rustup/environment-variables.html',
  summary: 'What interrupted installations of Rust have left behind',
  knownFrom: 'documentation',
  programs: ['rustup'],
  locations: [
    { from: 'env', variable: 'RUSTUP_HOME' },
    { from: 'default', path: '~/.rustup' },
  ],
  fingerprint: { anyOf: ['toolchains/*/lib/rustlib', 'update-hashes/*'] },
  sections: [
    {
      id: 'downloads',
      title: 'Parts of toolchains',
      paths: ['downloads/*', 'tmp/*'],
      safety: 'safe',
      cost: 'An interrupted installation begins its downloads anew.',
      contains: 'packages',
    },
  ],
  keep: ['toolchains', 'update-hashes', 'settings.toml'],
  inUse: { processes: ['rustup', 'rustup-init'] },
});
