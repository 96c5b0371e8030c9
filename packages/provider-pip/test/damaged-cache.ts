import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';

const download = 'a/b/c/d/e/abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';

/** A cache of both formats with everything in it that pip counts in a way of its own. */
export function damagedCache(home: ThrowAwayHome): string {
  const cache = join(home.path, '.cache/pip');
  home.write({
    '.cache/pip': pipCache(),
    [`.cache/pip/http-v2/${download}.bodybt5w16wo.tmp`]: 'half',
    '.cache/pip/http-v2/.DS_Store': 'finder',
    [`.cache/pip/http/${download}xyz.tmp`]: 'half of an older one',
    '.cache/pip/wheels/ab/cd/ef/tmp12345678/x-1.0-py3-none-any.whl': 'a build under way',
    '.cache/pip/wheels/ab/nodash.whl': 'no wheel to pip',
    '.cache/pip/mine.txt': 'foreign',
  });
  symlinkSync('/nowhere', join(cache, 'http-v2/dangling'));
  symlinkSync('/etc', join(cache, 'http/a-folder'));
  symlinkSync(join(cache, 'mine.txt'), join(cache, 'wheels/lin-k.whl'));
  writeFileSync(Buffer.concat([Buffer.from(`${cache}/http-v2/`), Buffer.from([0xff, 0xfe])]), 'no UTF-8');
  return cache;
}
