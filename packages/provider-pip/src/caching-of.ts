import type { FoundContext, ToolContext } from '@devclean/core';
import { cachingState, fillingCommands, foldersOf } from './cache-folders.js';
import type { Interpreter } from './interpreter.js';
import { isPlace, type PipCommand, type PipSettings } from './pip-settings.js';

type Caching = Pick<FoundContext, 'decidedBy' | 'caching' | 'cachingDecidedBy' | 'remarks'>;

/** Whether and why a pip caches where it does, and which of its commands do otherwise. */
export function cachingOf(settings: PipSettings, context: ToolContext, interpreter?: Interpreter): Caching {
  const off = settings.read('no-cache-dir', 'install');
  const unreadable = settings.malformed;
  const cachingDecidedBy = [
    ...(unreadable === undefined ? [] : [{ rule: 'config' as const, detail: `${unreadable}, which pip cannot read` }]),
    ...(off === undefined ? [] : [off.foundBy]),
  ];
  const remarks = remarksOn(settings, context, interpreter);
  return {
    decidedBy: foldersOf('install', settings, context, interpreter).map(({ foundBy }) => foundBy),
    caching: cachingState(settings),
    ...(cachingDecidedBy.length > 0 && { cachingDecidedBy }),
    ...(remarks.length > 0 && { remarks }),
  };
}

function remarksOn(settings: PipSettings, context: ToolContext, interpreter: Interpreter | undefined): string[] {
  const remarks: string[] = [];
  const off = settings.read('no-cache-dir', 'install');
  if (off !== undefined && /^(?:n|no|f|false|off|0)$/i.test(off.value)) {
    remarks.push(
      `${off.foundBy.detail} is "${off.value}", and turns caching off all the same: pip asks only whether it is set`,
    );
  } else if (off !== undefined && cachingState(settings) === 'unknown' && settings.malformed === undefined) {
    remarks.push(`${off.foundBy.detail} is "${off.value}", with which pip refuses to run`);
  }
  const placeOf = (command: PipCommand) => foldersOf(command, settings, context, interpreter)[0];
  const usual = placeOf('install');
  if (usual !== undefined && !isPlace(usual.path, context.platform)) {
    remarks.push(`${usual.foundBy.detail} is "${usual.path}", a folder below wherever pip runs, one for each`);
  }
  for (const command of fillingCommands.slice(1)) {
    const own = placeOf(command);
    if (own !== undefined && own.path !== usual?.path) {
      remarks.push(`pip ${command} caches in ${own.path} (${own.foundBy.detail})`);
    }
    const ownOff = settings.read('no-cache-dir', command);
    if (ownOff !== undefined && off === undefined)
      remarks.push(`pip ${command} does not cache (${ownOff.foundBy.detail})`);
  }
  const asked = placeOf('cache');
  if (asked !== undefined && asked.path !== usual?.path) {
    remarks.push(`pip cache looks at ${asked.path} (${asked.foundBy.detail}), where pip install does not cache`);
  }
  const denied = settings.read('no-cache-dir', 'cache');
  if (denied !== undefined) remarks.push(`pip cache refuses to say anything (${denied.foundBy.detail})`);
  return remarks;
}
