import path from 'node:path';
import { below, isAbsolute } from '../provider/path-template.js';
import type { ToolContext } from '../system/tool-context.js';

/** Where devclean keeps what has to outlive a run, such as the journal. It need not exist. */
export function stateFolder(context: ToolContext): string {
  const { env, homes, platform } = context;
  if (platform === 'darwin') return below(homes.env, 'Library/Application Support/devclean');
  if (platform === 'win32') return path.join(env.LOCALAPPDATA || below(homes.env, 'AppData/Local'), 'devclean');
  const set = env.XDG_STATE_HOME;
  const base =
    set !== undefined && set.trim() !== '' && isAbsolute(set, context) ? set : below(homes.env, '.local/state');
  return below(base, 'devclean');
}
