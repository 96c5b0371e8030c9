import type { ToolContext } from '@devclean/core';
import type { Interpreter } from './interpreter.js';

/** Without the environment, the folder one stands in and the user's site, as `-I` has it: nothing but the Python itself answers. */
const question =
  'import sys, pip; print(sys.prefix); print(getattr(sys, "base_prefix", sys.prefix)); print("python%d.%d" % sys.version_info[:2]); print(pip.__version__)';

/**
 * What a Python says of itself whose files do not tell: a wrapper (Nix), a library in an archive. Nothing when it does not
 * answer in time, or has no pip.
 */
export async function askInterpreter(executable: string, context: ToolContext): Promise<Interpreter | undefined> {
  const answer = await context.query([executable, '-I', '-c', question]);
  const [prefix, base, name, pip] = answer?.trim().split(/\r?\n/) ?? [];
  if (!prefix || !name || !pip || !/^\d[\w.+]*$/.test(pip)) return undefined;
  return { prefix, kind: prefix === base ? 'installation' : 'venv', name, executable, pip };
}

/**
 * Whether starting it is harmless. What is called python is a dialog that offers to install the developer tools
 * (`/usr/bin` on macOS), or a link into a shop (`WindowsApps` on Windows), or a shim that leads to one of the versions that are
 * found where they are installed.
 */
export function mayBeRun(executable: string, { platform }: Pick<ToolContext, 'platform'>): boolean {
  if (platform === 'darwin' && executable.startsWith('/usr/bin/')) return false;
  if (platform === 'win32' && !/\.exe$/i.test(executable)) return false;
  return !/[/\\](?:shims|WindowsApps)[/\\]/i.test(executable);
}
