import { defineTool } from '../define-tool.js';

// What lies in CARGO_HOME: https://doc.rust-lang.org/cargo/guide/cargo-home.html
export const cargo = defineTool({
  id: 'cargo',
  title: 'Cargo',
  homepage: 'https://doc.rust-lang.org/cargo/guide/cargo-home.html',
  summary: 'Crates that Rust builds have downloaded, their unpacked sources, and the index',
  programs: ['cargo'],
  locations: [
    { from: 'env', variable: 'CARGO_HOME' },
    { from: 'default', path: '~/.cargo' },
  ],
  fingerprint: { anyOf: ['registry/CACHEDIR.TAG', 'git/CACHEDIR.TAG', 'registry/index/*-<hex>'] },
  sections: [
    {
      id: 'sources',
      title: 'Unpacked sources',
      paths: ['registry/src/*-<hex>', 'git/checkouts/*-<hex>'],
      safety: 'safe',
      cost: 'The next build unpacks them again.',
      contains: 'packages',
    },
    {
      id: 'crates',
      title: 'Downloaded crates',
      paths: ['registry/cache/*-<hex>'],
      safety: 'safe',
      cost: 'The next build downloads them again.',
    },
    {
      id: 'index',
      title: 'Registry index',
      paths: ['registry/index/*-<hex>'],
      safety: 'safe',
      cost: 'The next build asks the registry again; a git index is cloned anew, which is slow.',
    },
    {
      id: 'git',
      title: 'Clones of git dependencies',
      paths: ['git/db/*-<hex>'],
      safety: 'costly',
      cost: 'The next build clones them again, with whatever right that takes.',
    },
  ],
  keep: ['bin', '.crates.toml', '.crates2.json', 'config', 'config.toml', 'credentials', 'credentials.toml', 'env'],
  inUse: {
    // Cargo before 1.74 locks nothing while it builds.
    processes: ['cargo'],
    locks: [
      { path: '.package-cache', kind: 'flock' },
      { path: '.package-cache-mutate', kind: 'flock' },
    ],
  },
  ownCommands: [{ command: 'cargo clean gc -Zgc', effect: 'Clears this cache by age or size; needs a nightly Rust.' }],
});
