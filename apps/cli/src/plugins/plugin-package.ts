import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DevcleanError } from '@devclean/core';
import { PROVIDERS_EVENT } from '@devclean/plugin-kit';
import type { HookTarget } from './messages.js';

/** What a package says of itself. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly root: string;
  /** What answers the app, in the field `oclif.hooks`. */
  readonly hooks: readonly HookTarget[];
}

const largestPackageFile = 1024 * 1024;

/** Reads a package's `package.json`, and runs nothing. Throws `NOT_A_PLUGIN`. */
export function readPluginPackage(root: string): PluginPackage {
  const file = path.join(root, 'package.json');
  let said: { name?: unknown; version?: unknown; description?: unknown; oclif?: { hooks?: Record<string, unknown> } };
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > largestPackageFile) throw new Error('it is no ordinary file');
    said = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof said?.name !== 'string') throw new Error('it names no package');
  } catch (cause) {
    throw new DevcleanError('NOT_A_PLUGIN', `${file} could not be read: ${(cause as Error).message}.`, {
      hint: 'Give the folder of a plugin, in which its package.json is.',
      cause,
    });
  }
  const hook = said.oclif?.hooks?.[PROVIDERS_EVENT];
  const hooks = (Array.isArray(hook) ? hook : [hook]).flatMap(hookTarget);
  if (hooks.length === 0) {
    const why = `its package.json names nothing as "oclif.hooks" of "${PROVIDERS_EVENT}"`;
    throw new DevcleanError('NOT_A_PLUGIN', `${said.name} is no plugin of devclean: ${why}.`, {
      hint: 'Check the name. "devclean providers new" writes a plugin.',
    });
  }
  const { name, version, description } = said;
  return { name, version: String(version ?? ''), description: String(description ?? ''), root, hooks };
}

function hookTarget(hook: unknown): HookTarget[] {
  if (typeof hook === 'string') return [{ target: hook, identifier: 'default' }];
  const { target, identifier } = (hook ?? {}) as Partial<HookTarget>;
  return typeof target === 'string' ? [{ target, identifier: String(identifier ?? 'default') }] : [];
}
