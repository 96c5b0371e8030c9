import type { ProviderCases } from '@devclean/testkit/contract';

const fill = {
  'CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55',
  '.gitignore': '*',
  '.lock': '',
  'archive-v0/nUP4R-6G7ENYWL6L': { 'idna/__init__.py': 'x'.repeat(5_000) },
  'wheels-v7/pypi/idna': { '3.10-py3-none-any.msgpack': 'x' },
  'built-wheels-v3/pypi/old': { 'old.whl': 'x' },
  'sdists-v10': { '.git': '', '.gitignore': '', 'pypi/wrapt/1.0/src/setup.py': 'x' },
  'git-v0/db/0f1e2d': { HEAD: 'ref: refs/heads/main' },
  'simple-v27/pypi/idna.rkyv': 'x',
  'flat-index-v4/html/0f1e.msgpack': 'x',
  'interpreter-v5/ee29edfd57359aa6/0279.msgpack': 'x',
  'builds-v0/.tmpA1/pyvenv.cfg': 'x',
  'python-v0/cpython.tar.gz': 'x',
  'binaries-v0/ruff/0.9/ruff': 'elf',
  'osv-v0/idna.json': '{}',
  'environments-v2/script-v2-0f1e': { 'pyvenv.cfg': 'x' },
  'environments-v2/8b0c/f444': { 'pyvenv.cfg': 'x' },
  'environments-v2/8b0c/f444.lock': '',
  'environments-v2/demo-cp3.11.7-17fc': { 'pyvenv.cfg': 'x' },
  'environments-v2/pp3.11-17fc': { 'pyvenv.cfg': 'x' },
};

const packages = { section: 'packages', safety: 'risky' } as const;
const metadata = 'archive-v0/nUP4R-6G7ENYWL6L/idna/__init__.py';

export const uv: ProviderCases = {
  caches: {
    uv: {
      fill,
      keep: ['CACHEDIR.TAG', '.gitignore', '.lock'],
      defaultAt: { linux: '.cache/uv', darwin: '.cache/uv', win32: 'AppData/Local/uv/cache' },
      precedence: [
        {
          when: 'a variable and a setting name a folder',
          env: { UV_CACHE_DIR: '{home}/by-env' },
          files: { '.config/uv/uv.toml': 'cache-dir = "{home}/by-setting"\n' },
          active: ['by-env'],
          leftovers: ['by-setting', '.cache/uv'],
        },
        {
          when: "Windows' own settings name a folder",
          platform: 'win32',
          files: { 'AppData/Roaming/uv/uv.toml': 'cache-dir = "{home}/by-setting"\n' },
          active: ['by-setting'],
          leftovers: ['AppData/Local/uv/cache'],
        },
        {
          when: 'a Mac has one where uv once kept it',
          platform: 'darwin',
          active: ['.cache/uv'],
          leftovers: ['Library/Caches/uv'],
        },
      ],
      graver: [
        {
          when: 'UV_LINK_MODE asks for links',
          ...packages,
          because: 'UV_LINK_MODE is "symlink"',
          env: { UV_LINK_MODE: 'symlink' },
        },
        {
          when: "the user's settings ask for links",
          ...packages,
          because: '/.config/uv/uv.toml is "symlink"',
          files: { '.config/uv/uv.toml': 'link-mode = "symlink"\n' },
        },
        {
          when: 'other settings that a variable names ask for links',
          ...packages,
          because: '/mine.toml is "symlink"',
          env: { UV_CONFIG_FILE: '{home}/mine.toml' },
          files: { 'mine.toml': 'link-mode = "symlink"\n' },
        },
        {
          when: "a Windows machine's settings ask for links",
          ...packages,
          because: '/ProgramData/uv/uv.toml is "symlink"',
          env: { SYSTEMDRIVE: '{home}' },
          files: { 'ProgramData/uv/uv.toml': 'link-mode = "symlink"\n' },
        },
        {
          when: 'a project asks for links',
          ...packages,
          because: 'work/a/uv.toml is "symlink"',
          files: { 'work/a/uv.toml': 'link-mode = "symlink"\n', 'work/b/pyproject.toml': '[tool.uv]\n' },
          projects: ['work'],
        },
        {
          when: "a project's pyproject.toml asks for links",
          ...packages,
          because: 'tool.uv.link-mode in ',
          files: { 'work/b/pyproject.toml': '[tool.uv]\nlink-mode = "symlink"\n' },
          projects: ['work'],
        },
        {
          when: 'nobody can read what the settings ask for',
          ...packages,
          because: '/uv.toml cannot be read, and may say link-mode = "symlink"',
          files: { '.config/uv/uv.toml': 'link-mode = symlink\n' },
        },
        {
          when: 'an environment of a project has links into it',
          ...packages,
          because: 'idna-3.10.dist-info/METADATA is a link into it',
          links: { 'work/a/.venv/lib/python3.13/site-packages/idna-3.10.dist-info/METADATA': metadata },
          projects: ['work'],
        },
        {
          when: 'an installed tool has links into it',
          ...packages,
          because: 'ruff-0.9.dist-info/METADATA is a link into it',
          env: { UV_TOOL_DIR: '{home}/tools' },
          links: { 'tools/ruff/lib/python3.13/site-packages/ruff-0.9.dist-info/METADATA': metadata },
        },
      ],
      decoys: {
        'notes on versions': { 'archive-v0.md': 'mine', 'simple-v1': 'mine', 'interpreter-v5/notes.md': 'mine' },
      },
    },
  },
};
