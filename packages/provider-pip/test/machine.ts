import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createToolContext, type Platform, type ToolContext } from '@devclean/core';
import { onTestFinished } from 'vitest';

/** Files by absolute path, `~` for the home. A `{ link }` is a symbolic link to another path of the machine. */
export type Files = Readonly<Record<string, string | { readonly link: string }>>;

export interface MachineOptions {
  readonly platform?: Platform;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What a program says that is run. */
  readonly answers?: (argv: readonly string[]) => string | undefined;
}

const homes = { linux: '/home/ada', darwin: '/Users/ada', win32: '/Users/ada' } as const;

/**
 * A whole machine in a temporary folder, removed after the test: its `/etc/pip.conf` really lies at
 * `<folder>/etc/pip.conf`. So a test says what the machine holds, down to `/usr`, and nothing of the machine that runs
 * the test shows through. Windows is played with this machine's separators and without drive letters.
 */
export async function machine(
  files: Files,
  { platform = 'linux', env = {}, cwd = homes[platform], answers = () => undefined }: MachineOptions = {},
): Promise<ToolContext> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'devclean-pip-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const home = homes[platform];
  const inside = (path: string) => join(root, path.replace(/^~/, home));

  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(inside(path)), { recursive: true });
    if (typeof content === 'string') writeFileSync(inside(path), content);
    else symlinkSync(inside(content.link), inside(path));
  }

  const real = await createToolContext({
    platform,
    homes: { env: home, account: home },
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    cwd,
  });
  return {
    ...real,
    readText: (path) => real.readText(inside(path)),
    readBytes: (path, offset, length) => real.readBytes(inside(path), offset, length),
    list: (path) => real.list(inside(path)),
    async *files(path, what) {
      for await (const file of real.files(inside(path), what)) yield { ...file, path: file.path.slice(root.length) };
    },
    lastWrite: (path) => real.lastWrite(inside(path)),
    exists: (path) => real.exists(inside(path)),
    realPath: async (path) => (await real.realPath(inside(path)))?.slice(root.length),
    query: async (argv) => answers(argv),
  };
}

/** The files by which an installation of Python with a pip is known. */
export function python(prefix: string, minor: string, pip = '24.2'): Files {
  return {
    [`${prefix}/bin/python${minor}`]: '\x7fELF',
    [`${prefix}/lib/python${minor}/os.py`]: '',
    [`${prefix}/lib/python${minor}/site-packages/pip/__init__.py`]: pipSource(pip),
  };
}

/** The files by which a virtual environment with a pip is known. Its python is a link to the one that it was made with. */
export function venv(prefix: string, base: string, minor: string, pip = '24.2'): Files {
  return {
    [`${prefix}/pyvenv.cfg`]: `home = ${base}/bin\ninclude-system-site-packages = false\nversion = ${minor}.0\n`,
    [`${prefix}/bin/python`]: { link: `${base}/bin/python${minor}` },
    [`${prefix}/lib/python${minor}/site-packages/pip/__init__.py`]: pipSource(pip),
  };
}

export function pipSource(version: string): string {
  return `from typing import List, Optional\n\n__version__ = "${version}"\n`;
}
