import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import type { Homes, Platform, ToolContext } from '@devclean/core';
import type { ThrowAwayHome } from './create-home.js';

/** What a test may say about the machine that a provider sees. */
export interface TestMachine {
  /** Whose defaults hold. The paths stay those of this machine: `C:\Users\me` is played by the throw-away home. */
  readonly platform?: Platform;
  /** Added to the bare variables of that platform; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly homes?: Partial<Homes>;
  /** By default that of the person who runs the tests; 0 plays root, whose Yarn lives elsewhere. */
  readonly uid?: number;
  readonly cwd?: string;
  readonly projectRoots?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The machine as a provider sees it from a throw-away home: a user without any setting, and no tool on the PATH but
 * what the test puts into the home's `bin`.
 */
export function testContext(home: ThrowAwayHome, machine: TestMachine = {}): ToolContext {
  const platform = machine.platform ?? 'linux';
  const uid = machine.uid ?? process.getuid?.();
  return {
    platform,
    homes: { env: home.path, account: home.path, ...machine.homes },
    env: { ...bareEnvironment(home, platform), ...machine.env },
    ...(platform === 'win32' || uid === undefined ? {} : { uid }),
    cwd: machine.cwd ?? home.path,
    projectRoots: machine.projectRoots ?? [],
    signal: machine.signal ?? new AbortController().signal,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    readBytes: async (path, offset, length) => {
      const handle = await open(path).catch(() => undefined);
      if (handle === undefined) return undefined;
      try {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    list: async (path) => (await readdir(path).catch(() => [])).sort(),
    exists: (path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    realPath: (path) => realpath(path).catch(() => undefined),
    query: async () => undefined,
  };
}

function bareEnvironment(home: ThrowAwayHome, platform: Platform): Record<string, string> {
  const common = { PATH: `${home.path}/bin`, TMPDIR: `${home.root}/tmp` };
  if (platform !== 'win32') return { ...common, HOME: home.path };
  return {
    ...common,
    USERPROFILE: home.path,
    LOCALAPPDATA: `${home.path}/AppData/Local`,
    APPDATA: `${home.path}/AppData/Roaming`,
    TEMP: `${home.root}/tmp`,
    TMP: `${home.root}/tmp`,
  };
}
