import type { ToolContext } from '@devclean/core';
import { type PipCommand, readPipSettings } from './pip-settings.js';

const commands: readonly PipCommand[] = ['install', 'download', 'wheel', 'lock', 'index', 'list'];

/** The indexes that this user's pips ask unless a command says otherwise: PyPI, and those in their settings. */
export async function indexAddresses(context: ToolContext): Promise<readonly string[]> {
  const settings = await readPipSettings(context);
  const named = commands.flatMap((command) =>
    ['index-url', 'extra-index-url'].flatMap((option) => settings.read(option, command)?.value.split(/\s+/) ?? []),
  );
  return [...new Set(['https://pypi.org/simple/', ...named.filter((address) => /^https?:\/\//i.test(address))])];
}
