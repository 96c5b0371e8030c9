import type { BesidePart, FoundContext, FoundLocation, ToolContext, ToolFigure, ToolView } from '@devclean/core';
import { findInstallations } from './find-installations.js';
import { isAtLeast } from './pip-settings.js';

interface Count {
  files: number;
  bytes: number;
}

/** What lies in a cache, by what a pip may or may not know of it. */
interface Contents {
  /** Downloads of pip 23.3 and newer. */
  readonly newer: Count;
  /** Downloads of older pips. */
  readonly older: Count;
  /** Everything below `wheels`, and the wheels among it. */
  readonly wheels: Count;
  readonly wheelFiles: Count;
  /** What killed pips have left half written among the downloads. */
  readonly torn: Record<'newer' | 'older', Count>;
  /** What lies among the downloads and no pip wrote. */
  readonly strange: Record<'newer' | 'older', Count>;
  readonly notes: Count;
  readonly foreign: Count;
}

/**
 * What `pip cache info` says of a location, for each pip that uses it, and what lies there besides. pip's numbers are
 * counts of files, not of packages, and which files it looks at has changed twice.
 * See https://pip.pypa.io/en/stable/cli/pip_cache/ and `pip/_internal/commands/cache.py`.
 */
export async function cacheViews({ path }: FoundLocation, context: ToolContext): Promise<readonly ToolView[]> {
  const { contexts } = await findInstallations(context);
  const users: FoundContext[] = [];
  for (const user of contexts) {
    if (user.location === path || (user.location && (await context.realPath(user.location)) === path)) users.push(user);
  }
  const contents = await contentsOf(path, context);
  if (users.length === 0) return [{ ...viewOf('99', contents), of: 'pip 23.3 and newer', contexts: [] }];
  const groups = new Map<string, { view: Report; users: FoundContext[] }>();
  for (const user of users) {
    const view = viewOf(user.version ?? '', contents);
    const group = groups.get(JSON.stringify(view)) ?? { view, users: [] };
    groups.set(JSON.stringify(view), group);
    group.users.push(user);
  }
  return [...groups.values()].map(({ view, users: own }) => {
    const versions = new Set(own.map(({ version = '' }) => version));
    const newestFirst = [...versions].sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
    return { ...view, of: `pip ${newestFirst.join(', ')}`, contexts: own.map(({ id }) => id) };
  });
}

/** What pips say, whichever of them. */
type Report = Pick<ToolView, 'command' | 'figures' | 'besides'>;

async function contentsOf(location: string, context: ToolContext): Promise<Contents> {
  const count = (): Count => ({ files: 0, bytes: 0 });
  const contents: Contents = {
    newer: count(),
    older: count(),
    wheels: count(),
    wheelFiles: count(),
    torn: { newer: count(), older: count() },
    strange: { newer: count(), older: count() },
    notes: count(),
    foreign: count(),
  };
  for await (const { path, size, kind } of context.files(location, 'all')) {
    const add = (to: Count): void => {
      to.files++;
      to.bytes += size;
    };
    const below = path.slice(location.length + 1).replaceAll('\\', '/');
    const top = below.split('/', 1)[0] ?? '';
    // pip walks past a link to a folder, and counts any other link as a file of no length.
    const isCounted = kind !== 'link to a folder' && below !== top;
    const form = top === 'http-v2' ? 'newer' : top === 'http' ? 'older' : undefined;
    if (form !== undefined && isCounted) {
      add(contents[form]);
      const rest = below.slice(top.length + 1);
      if (/^(?:[0-9a-f]\/){5}[0-9a-f]{56}(?:\.body)?[^/.]+\.tmp$/.test(rest)) add(contents.torn[form]);
      else if (!responseFile[form].test(rest)) add(contents.strange[form]);
    } else if (top === 'wheels' && isCounted) {
      add(contents.wheels);
      if (/-[^/]*\.whl$/.test(below.slice(below.lastIndexOf('/') + 1))) add(contents.wheelFiles);
    } else if (/^selfcheck(?:\/[0-9a-f]{56}|\.json)$/.test(below)) add(contents.notes);
    else add(contents.foreign);
  }
  return contents;
}

const responseFile = {
  newer: /^(?:[0-9a-f]\/){5}[0-9a-f]{56}(?:\.body)?$/,
  older: /^(?:[0-9a-f]\/){5}[0-9a-f]{56}$/,
} as const;

function viewOf(version: string, contents: Contents): Report {
  const speaks = isAtLeast(version, 20, 1);
  const seesOlder = isAtLeast(version, 20, 3);
  const seesNewer = isAtLeast(version, 23, 3);
  const { newer, older, wheels, wheelFiles, torn, strange, notes, foreign } = contents;
  const http = sum(...(seesOlder ? [older] : []), ...(seesNewer ? [newer] : []));
  const built = isAtLeast(version, 22, 3) || /^22\.2\.\d/.test(version);
  const figures: readonly ToolFigure[] = !speaks
    ? []
    : [
        ...(seesOlder ? [size('Package index page cache size', http), number('Number of HTTP files', http)] : []),
        size(built ? 'Locally built wheels size' : seesOlder ? 'Wheels size' : 'Size', wheels),
        number(built ? 'Number of locally built wheels' : 'Number of wheels', wheelFiles),
      ];
  const besides: readonly BesidePart[] = [
    // What a pip counts as downloads of its own needs no further word.
    ...(seesNewer ? [] : part('downloads in http-v2, of pip 23.3 and newer', newer, false)),
    ...(seesOlder && !seesNewer ? [] : part('downloads in http, of pips before 23.3', older, seesOlder)),
    ...part('left by pips that were killed while they wrote to http-v2', torn.newer, seesNewer),
    ...part('left by pips that were killed while they wrote to http', torn.older, seesOlder),
    ...part('in http-v2, and not written by pip', strange.newer, seesNewer),
    ...part('in http, and not written by pip', strange.older, seesOlder),
    ...(speaks
      ? part('in wheels beside the wheels: notes on their origin, unfinished builds', without(wheels, wheelFiles), true)
      : part('built from source, in wheels', wheels, false)),
    ...part('notes on newer pips, in selfcheck', notes, false),
    ...part('in no part of pip’s cache', foreign, false),
  ];
  return { ...(speaks && { command: 'pip cache info' }), figures, besides };
}

/** A part of nothing is none. */
function part(what: string, { files, bytes }: Count, counted: boolean): readonly BesidePart[] {
  return files === 0 ? [] : [{ what, files, bytes, counted }];
}

function sum(...counts: readonly Count[]): Count {
  return counts.reduce((all, { files, bytes }) => ({ files: all.files + files, bytes: all.bytes + bytes }), {
    files: 0,
    bytes: 0,
  });
}

function without(all: Count, some: Count): Count {
  return { files: all.files - some.files, bytes: all.bytes - some.bytes };
}

function number(label: string, { files }: Count): ToolFigure {
  return { label, value: files, unit: 'files', text: String(files) };
}

function size(label: string, { bytes }: Count): ToolFigure {
  return { label, value: bytes, unit: 'bytes', text: pipSize(bytes) };
}

/** A size as every pip writes it: `format_size` of `pip/_internal/utils/misc.py`. */
export function pipSize(bytes: number): string {
  if (bytes > 1_000_000) return `${oneDecimal(bytes / 1_000_000)} MB`;
  if (bytes > 10_000) return `${Math.floor(bytes / 1000)} kB`;
  if (bytes > 1000) return `${oneDecimal(bytes / 1000)} kB`;
  return `${bytes} bytes`;
}

/** Python rounds a half to the even digit, and looks at the exact value to know a half: JavaScript's `toFixed` rounds it up. */
function oneDecimal(value: number): string {
  const tenths = value * 10;
  const floor = Math.floor(tenths);
  // Only what binary fractions can hold exactly is a half: .25 and .75.
  if (value * 4 === Math.floor(value * 4) && tenths - floor === 0.5) {
    return ((floor % 2 === 0 ? floor : floor + 1) / 10).toFixed(1);
  }
  return value.toFixed(1);
}
