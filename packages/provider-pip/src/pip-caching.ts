import type { CachingSpec, CachingStatus, FoundContext, ToolContext } from '@devclean/core';
import { cachingState, foldersOf } from './cache-folders.js';
import { findInstallations } from './find-installations.js';
import { isPlace, type PipSettings, readPipSettings } from './pip-settings.js';

/** `no-cache-dir` in the user's own pip.conf. https://pip.pypa.io/en/stable/topics/caching/#disabling-caching */
export const pipCaching: CachingSpec = {
  off: ['{executable}', '-m', 'pip', 'config', '--user', 'set', 'global.no-cache-dir', 'true'],
  on: ['{executable}', '-m', 'pip', 'config', '--user', 'unset', 'global.no-cache-dir'],
  since: '10.0',
  cost: 'Every install downloads its packages anew and builds again what has no ready wheel; what is cached stays on disk, unused.',
  async status(context) {
    const { contexts, interpreters } = await findInstallations(context);
    return Promise.all(
      contexts.map(async (one) => statusOf(one, await readPipSettings(context, interpreters.get(one.id)), context)),
    );
  },
};

async function statusOf({ id }: FoundContext, settings: PipSettings, context: ToolContext): Promise<CachingStatus> {
  const { malformed, userFile } = settings;
  const state = cachingState(settings);
  const setting = settings.read('no-cache-dir', 'install');
  const own = setting?.file !== undefined && setting.file === userFile && setting.section === 'global';
  const named = context.env.PIP_CONFIG_FILE;
  const elsewhere =
    malformed !== undefined
      ? `${malformed}, which pip cannot read`
      : setting !== undefined && (!own || state === 'unknown')
        ? said(setting.foundBy.detail, setting.value)
        : userFile === undefined
          ? `PIP_CONFIG_FILE (${named}), which stands in for your own pip.conf`
          : undefined;
  const remarks = await remarksOn(settings, context);
  return {
    context: id,
    state,
    ...(setting !== undefined && { decidedBy: said(setting.foundBy.detail, setting.value) }),
    ...(elsewhere !== undefined && { elsewhere }),
    ...(userFile !== undefined && { file: userFile }),
    ...(remarks.length > 0 && { remarks }),
  };
}

function said(by: string, value: string): string {
  return `${by} (${value})`;
}

async function remarksOn(settings: PipSettings, context: ToolContext): Promise<readonly string[]> {
  const remarks: string[] = [];
  const off = settings.read('no-cache-dir', 'install');
  if (off !== undefined && /^(n|no|f|false|off|0)$/i.test(off.value))
    remarks.push(
      `${off.foundBy.detail} is "${off.value}" and turns caching off all the same: pip asks only whether it is set.`,
    );
  const place = foldersOf('install', settings, context)[0];
  if (place !== undefined && !isPlace(place.path, context.platform))
    remarks.push(
      `${place.foundBy.detail} is "${place.path}", which turns nothing off: pip makes a folder of that name wherever it runs.`,
    );
  const text = settings.userFile && (await context.readText(settings.userFile));
  if (text && /^\s*[#;]/m.test(text))
    remarks.push(`pip writes ${settings.userFile} anew, without the comments that are in it.`);
  return remarks;
}
