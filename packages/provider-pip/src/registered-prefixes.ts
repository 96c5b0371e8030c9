import { dirname, join } from 'node:path';
import type { ToolContext } from '@devclean/core';

export interface RegisteredPrefix {
  readonly prefix: string;
  /** The registry's key that names it. */
  readonly key: string;
}

/**
 * The Pythons that Windows knows, which are the ones that its launcher `py` offers. The registry is asked by the system's own
 * program; no Python is run.
 * See https://peps.python.org/pep-0514/
 */
export async function registeredPrefixes(context: ToolContext): Promise<readonly RegisteredPrefix[]> {
  if (context.platform !== 'win32') return [];
  const { SYSTEMROOT, SystemRoot } = context.env;
  const program = join(SYSTEMROOT || SystemRoot || 'C:\\Windows', 'System32', 'reg.exe');
  const answers = await Promise.all([
    context.query([program, 'query', 'HKCU\\Software\\Python', '/s']),
    context.query([program, 'query', 'HKLM\\Software\\Python', '/s', '/reg:64']),
    context.query([program, 'query', 'HKLM\\Software\\Python', '/s', '/reg:32']),
  ]);
  return answers.flatMap((answer) => prefixesIn(answer ?? ''));
}

/** What `reg query` prints: a key at the start of a line, its values behind four spaces each. The name of a default value is translated. */
function prefixesIn(answer: string): readonly RegisteredPrefix[] {
  const found = new Map<string, string>();
  let key = '';
  for (const line of answer.split(/\r?\n/)) {
    if (/^HKEY_/.test(line)) key = line.trim();
    const [, name = '', value = ''] = /^ {4}(.+?) {4}REG_(?:EXPAND_)?SZ {4}(.+?)\s*$/.exec(line) ?? [];
    if (value === '' || !/\\InstallPath$/i.test(key) || /\\PyLauncher\\/i.test(key)) continue;
    if (name === 'ExecutablePath') found.set(key, dirname(value));
    else if (/^\(.*\)$/.test(name) && !found.has(key)) found.set(key, value.replace(/[/\\]+$/, ''));
  }
  return [...found].map(([named, prefix]) => ({ prefix, key: named }));
}
