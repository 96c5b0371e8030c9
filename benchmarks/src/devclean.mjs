import path from 'node:path';
import { createCacheHome } from './cache-home.mjs';
import { here } from './contestants.mjs';
import { run } from './run-process.mjs';

/** The executable as it ships: started directly, without npm. */
export const devclean = [process.execPath, path.join(here, '../apps/cli/bin/run.js')];

/**
 * The tools of which this account has a cache outside of any home that we name (Gradle's, which asks the account database):
 * they are left out, because they would be measured as well.
 */
export function toolsElsewhere(scratch) {
  const home = createCacheHome(scratch, 'look');
  const { stdout, failure } = run([...devclean, 'scan', '--json'], { env: home.env, cwd: home.path });
  home.remove();
  if (failure !== undefined) throw new Error(`devclean scan failed in an empty home: ${failure}`);
  return JSON.parse(stdout)
    .providers.filter(({ locations }) => locations.length > 0)
    .map(({ id }) => id);
}
