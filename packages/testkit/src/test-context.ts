import { createToolContext, type Homes, type Platform, type ToolContext } from '@devclean/core';
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
export async function testContext(home: ThrowAwayHome, machine: TestMachine = {}): Promise<ToolContext> {
  const { platform = 'linux', env, homes, ...rest } = machine;
  const { uid, ...context } = await createToolContext({
    platform,
    env: { ...bareEnvironment(home, platform), ...env },
    homes: { env: home.path, account: home.path, ...homes },
    cwd: home.path,
    ...rest,
  });
  return { ...context, ...(platform !== 'win32' && uid !== undefined && { uid }) };
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
