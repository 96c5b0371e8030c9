import { isAbsolute, join } from 'node:path';
import type { FolderCache, FoundPath, ToolContext } from '@devclean/core';
import { entryNames } from './entry-names.js';

/** Milliseconds that a temporary folder must have been left alone: the longest build writes something more often. */
const restMs = 24 * 60 * 60 * 1000;

/**
 * What pip unpacks and builds in goes into folders of its own, `pip-<what for>-<random>`, which a pip that was killed leaves. Not
 * `pip-uninstall-…`: that one holds the only copy of what a killed `pip uninstall` took away.
 * See `pip/_internal/utils/temp_dir.py`.
 */
const name =
  /^pip-(?:install|unpack|build-env|build-env-install|req-build|build-tracker|req-tracker|metadata|modern-metadata|egg-info|wheel|ephem-wheel-cache|target|record|standalone-pip)-[A-Za-z0-9_]{6,8}$/;

/** Each folder is a location of its own, found by its name and its age, and never in use. */
export const temporaryFolders: FolderCache = {
  kind: 'folder',
  id: 'temporary',
  locate: leftBehind,
  // `locate` finds all there is.
  locations: [{ from: 'default', path: {} }],
  names: entryNames,
  // `setup.py` is in many a folder.
  onlyWhereFound: true,
  fingerprint: {
    anyOf: [
      '*/setup.py',
      '*/pyproject.toml',
      '*/setup.cfg',
      '*/PKG-INFO',
      'setup.py',
      'pyproject.toml',
      'setup.cfg',
      'PKG-INFO',
      '*.whl',
      '*.tar.gz',
      '*.tar.bz2',
      '*.tgz',
      '*.zip',
      '*.metadata',
      'overlay',
      'normal',
      '*.dist-info',
      '*.egg-info',
      'pip-egg-info',
      'wheels/<hex>/<hex>/<hex>/<hex>',
      '<hex>',
      'lib/python/*-info',
      'lib/python*/*-info',
      'install-record.txt',
      '__env_pip__.zip',
    ],
  },
  sections: [
    {
      id: 'unfinished',
      title: 'What killed runs have left unpacked',
      paths: ['*', '.*'],
      safety: 'safe',
      cost: 'Nothing comes back: what pip unpacked and built for runs that did not end is gone.',
      contains: 'packages',
    },
  ],
  // Whose they are, nobody can tell from outside: while any pip runs, none of them goes.
  inUse: {
    processes: ['pip install', 'pip wheel', 'pip download', 'pip lock', 'pip uninstall'],
    wherever: true,
  },
};

async function leftBehind(context: ToolContext): Promise<readonly FoundPath[]> {
  const place = temporaryPlace(context);
  const names = (await context.list(place.path)).filter((each) => name.test(each));
  const found = names.map(async (each): Promise<readonly FoundPath[]> => {
    const path = join(place.path, each);
    // An empty one is worth no word.
    if ((await context.list(path)).length === 0) return [];
    const written = await context.lastWrite(path);
    if (written === undefined || Date.now() - written < restMs) return [];
    return [{ path, active: false, foundBy: place.foundBy, contexts: [] }];
  });
  return (await Promise.all(found)).flat();
}

/** https://docs.python.org/3/library/tempfile.html#tempfile.gettempdir */
function temporaryPlace({ env, homes, platform }: ToolContext): Pick<FoundPath, 'path' | 'foundBy'> {
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) {
    const path = env[variable];
    if (path && isAbsolute(path))
      return { path, foundBy: { rule: 'default', detail: `the folder for temporary files, ${variable}` } };
  }
  const path = platform === 'win32' ? join(homes.env, 'AppData/Local/Temp') : '/tmp';
  return { path, foundBy: { rule: 'default', detail: 'the folder for temporary files' } };
}
