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
  'environments-v2/script-0f1e': { 'pyvenv.cfg': 'x' },
};

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
      decoys: {
        'notes on versions': { 'archive-v0.md': 'mine', 'simple-v1': 'mine', 'interpreter-v5/notes.md': 'mine' },
      },
    },
  },
};
