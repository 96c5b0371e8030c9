import type { SectionSpec } from '@devclean/core';
import { defineTool } from '../define-tool.js';

const asked = {
  format: 'toml',
  key: 'link-mode',
  is: ['symlink'],
  safety: 'risky',
  because: 'environments are links into it',
} as const;
const linked = { from: 'links', safety: 'risky', because: 'that environment is made of links' } as const;

// Where uv reads settings: https://docs.astral.sh/uv/concepts/configuration-files/. What --link-mode once said, only the links tell.
const symlinkMode: SectionSpec['graverWhen'] = [
  { ...asked, from: 'env', variable: 'UV_LINK_MODE' },
  { ...asked, from: 'config', file: '$UV_CONFIG_FILE' },
  { ...asked, from: 'config', file: '{xdg-config}/uv/uv.toml' },
  { ...asked, from: 'config', file: '{app-data}/uv/uv.toml' },
  { ...asked, from: 'config', file: '/etc/xdg/uv/uv.toml' },
  { ...asked, from: 'config', file: '/etc/uv/uv.toml' },
  { ...asked, from: 'config', file: '$SYSTEMDRIVE/ProgramData/uv/uv.toml' },
  { ...asked, from: 'project', file: 'uv.toml' },
  { ...asked, from: 'project', file: 'pyproject.toml', key: 'tool.uv.link-mode' },
  { ...linked, below: '$UV_TOOL_DIR', paths: ['*/lib/*/site-packages/*.dist-info/METADATA'] },
  { ...linked, below: '{xdg-data}/uv/tools', paths: ['*/lib/*/site-packages/*.dist-info/METADATA'] },
  { ...linked, below: '{app-data}/uv/tools', paths: ['*/Lib/site-packages/*.dist-info/METADATA'] },
  {
    ...linked,
    paths: ['lib/*/site-packages/*.dist-info/METADATA', 'Lib/site-packages/*.dist-info/METADATA'],
  },
];

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
      graverWhen: symlinkMode,
    },
    {
      // With the preview feature centralized-project-envs: [NAME-]cp3.13.1-HASH. No other name there has a dot in it.
      id: 'project-environments',
      title: 'Environments of projects',
      paths: ['environments-v<digits>/*.*-<hex>'],
      safety: 'risky',
      cost: 'A project whose environment uv keeps here has none until "uv sync"; what it does not list is gone.',
      contains: 'packages',
    },
    {
      id: 'environments',
      title: 'Environments of scripts and tools',
      paths: ['environments-v<digits>/*-<hex>', 'environments-v<digits>/<hex>'],
      safety: 'costly',
      cost: 'The next "uvx", or "uv run" of a script, makes its environment again.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['uv', 'uvx'], locks: [{ path: '.lock', kind: 'flock' }] },
  // It removes whatever lies in the folder.
  native: [
    {
      argv: ['{executable}', 'cache', 'clean', '--no-config', '--cache-dir', '{location}'],
      sections: ['packages', 'project-environments', 'environments'],
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
