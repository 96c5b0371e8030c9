import { defineTool } from '../define-tool.js';

// What lies in it, and that only uv itself may change it: https://docs.astral.sh/uv/concepts/cache/
export const uv = defineTool({
  id: 'uv',
  title: 'uv',
  homepage: 'https://docs.astral.sh/uv/concepts/cache/',
  summary: 'Python packages that uv has downloaded, unpacked and built, and environments that it keeps for scripts',
  programs: ['uv'],
  locations: [
    { from: 'env', variable: 'UV_CACHE_DIR' },
    { from: 'config', file: '{xdg-config}/uv/uv.toml', format: 'toml', key: 'cache-dir' },
    { from: 'config', file: '{app-data}/uv/uv.toml', format: 'toml', key: 'cache-dir' },
    {
      from: 'default',
      path: { linux: '{xdg-cache}/uv', darwin: '{xdg-cache}/uv', win32: '{local-app-data}/uv/cache' },
    },
    { from: 'default', path: { darwin: '~/Library/Caches/uv' } },
  ],
  fingerprint: { anyOf: ['archive-v<digits>/*', 'simple-v<digits>/*', 'interpreter-v<digits>/<hex>'] },
  sections: [
    {
      id: 'packages',
      title: 'Packages, and what is known of them',
      // Buckets: https://github.com/astral-sh/uv, crates/uv-cache/src/lib.rs
      paths: [
        'archive-v<digits>',
        'wheels-v<digits>',
        'built-wheels-v<digits>',
        'sdists-v<digits>',
        'git-v<digits>',
        'builds-v<digits>',
        'simple-v<digits>',
        'flat-index-v<digits>',
        'interpreter-v<digits>',
        'osv-v<digits>',
        'python-v<digits>',
        'binaries-v<digits>',
      ],
      safety: 'costly',
      cost: 'The next uv downloads and builds again; environments made with its link mode "symlink" break at once.',
      contains: 'packages',
    },
    {
      id: 'environments',
      title: 'Environments of scripts and tools',
      paths: ['environments-v<digits>'],
      safety: 'risky', // a project's own may be among them: the preview feature centralized-project-envs
      cost: 'Scripts and tools make theirs again; a project whose environment uv keeps here has none until "uv sync".',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['uv', 'uvx'], locks: [{ path: '.lock', kind: 'flock' }] },
  // It removes whatever lies in the folder.
  native: [
    {
      argv: ['{executable}', 'cache', 'clean', '--no-config', '--cache-dir', '{location}'],
      sections: ['packages', 'environments'],
      use: 'only',
      writes: ['.', 'CACHEDIR.TAG', '.gitignore', '.lock'],
      effect: 'Removes the whole folder, whatever lies in it.',
    },
  ],
  ownCommands: [
    {
      command: 'uv cache prune',
      effect: 'Removes whatever it does not know, also what another version of uv keeps here, and all environments.',
    },
  ],
});
