import { lstatSync, readdirSync } from 'node:fs';
import type { Pattern } from './cache-provider.js';

/** What the tokens of a pattern's segment stand for. */
const tokens: Readonly<Record<string, string>> = {
  '*': '.*',
  '<digits>': '\\d+',
  '<hex>': '[0-9a-f]+',
  '<version>': '\\d+(?:\\.\\d+)+(?:-[0-9A-Za-z.+-]+)?',
};
const tokenSource = /\*|<digits>|<hex>|<version>/g;

type Segment = { readonly literal: string } | { readonly expression: RegExp };

const compiled = new Map<Pattern, readonly Segment[]>();

/** Why a text is no pattern, or nothing when it is one. */
export function patternProblem(pattern: Pattern): string | undefined {
  if (pattern === '') return 'it is empty';
  if (/[\\\0]/.test(pattern)) return 'it contains a backslash or NUL';
  if (pattern.includes('**')) return 'there is no ** in patterns';
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'every segment must be a name';
    if (/<[^>]*>/.test(segment.replace(tokenSource, ''))) return `"${segment}" holds an unknown <token>`;
  }
  return undefined;
}

function segmentsOf(pattern: Pattern): readonly Segment[] {
  let segments = compiled.get(pattern);
  if (segments === undefined) {
    segments = pattern.split('/').map(compileSegment);
    compiled.set(pattern, segments);
  }
  return segments;
}

function compileSegment(segment: string): Segment {
  if (segment.search(tokenSource) === -1) return { literal: segment };
  let source = segment.startsWith('*') ? '(?!\\.)' : '';
  let end = 0;
  for (const match of segment.matchAll(tokenSource)) {
    source += escapeExpression(segment.slice(end, match.index)) + tokens[match[0]];
    end = match.index + match[0].length;
  }
  return { expression: new RegExp(`^${source}${escapeExpression(segment.slice(end))}$`, 's') };
}

function segmentMatches(segment: Segment, name: string): boolean {
  return 'literal' in segment ? segment.literal === name : segment.expression.test(name);
}

/** Whether a path relative to the location, `/` between its names, is what the pattern describes. */
export function matchPattern(pattern: Pattern, relativePath: string): boolean {
  const segments = segmentsOf(pattern);
  const names = relativePath.split('/');
  if (names.length !== segments.length || names.includes('.') || names.includes('..')) return false;
  return segments.every((segment, i) => segmentMatches(segment, names[i] as string));
}

/** Told of each folder that may hide a match, because it cannot be looked into. */
type OnUnreadable = (folder: string) => void;

/**
 * The existing entries below a root that match, absolute, in a stable order. Folders above the last segment are
 * real folders: a link is never followed. A name that is not valid UTF-8 matches nothing, and so is never taken.
 */
function* matchingPaths(root: string, pattern: Pattern, onUnreadable?: OnUnreadable): Generator<string> {
  yield* descend(root === '/' ? '' : root, segmentsOf(pattern), 0, onUnreadable);
}

function* descend(
  folder: string,
  segments: readonly Segment[],
  depth: number,
  onUnreadable: OnUnreadable | undefined,
): Generator<string> {
  const segment = segments[depth];
  if (segment === undefined) return;
  const last = depth === segments.length - 1;
  const look = <T>(see: () => T): T | undefined => {
    try {
      return see();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') onUnreadable?.(folder || '/');
      return undefined;
    }
  };
  for (const name of look(() => namesMatching(folder, segment)) ?? []) {
    const path = `${folder}/${name}`;
    const entry = look(() => lstatSync(path));
    if (entry === undefined) continue;
    if (last) yield path;
    else if (entry.isDirectory()) yield* descend(path, segments, depth + 1, onUnreadable);
  }
}

function namesMatching(folder: string, segment: Segment): readonly string[] {
  if ('literal' in segment) return [segment.literal];
  return readdirSync(folder || '/', { encoding: 'buffer' })
    .filter((bytes) => Buffer.from(bytes.toString()).equals(bytes))
    .map((bytes) => bytes.toString())
    .filter((name) => segmentMatches(segment, name))
    .sort();
}

/** Whether anything below the root matches. */
export function patternExists(root: string, pattern: Pattern): boolean {
  return matchingPaths(root, pattern).next().done !== true;
}

/** Whether anything below the root matches, or may: a folder on the way cannot be looked into. */
export function patternMayExist(root: string, pattern: Pattern): boolean {
  let unreadable = false;
  const matches = matchingPaths(root, pattern, () => {
    unreadable = true;
  });
  return matches.next().done !== true || unreadable;
}

/** All that matches below the root. */
export function expandPattern(root: string, pattern: Pattern, onUnreadable?: OnUnreadable): readonly string[] {
  return [...matchingPaths(root, pattern, onUnreadable)];
}

// RegExp.escape needs Node 24.
function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
