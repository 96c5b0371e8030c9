import path from 'node:path';
import type { NonEmpty } from '../words.js';
import type { FolderCache, FoundContext, FoundLocation, NativeCommand } from './cache-provider.js';

/** The command that clears a section, if the tool has one. */
export function nativeCommandOf(cache: FolderCache, section: string): NativeCommand | undefined {
  return cache.native?.find(({ sections }) => sections.includes(section));
}

/** What is wrong with the words of a command, each as a clause. */
export function wordProblems(argv: NonEmpty<string>): readonly string[] {
  const [first, ...rest] = argv;
  return [
    ...(first === '{executable}' ? [] : ['its first word must be {executable}']),
    ...rest.flatMap((word) => {
      if (word === '' || word.includes('\0')) return ['a word is empty, or has a zero byte in it'];
      const unknown = /\{(?!location\})[^}]*\}/.exec(word)?.[0];
      return unknown === undefined ? [] : [`"${unknown}" stands for nothing`];
    }),
  ];
}

/** The words with what is known at the machine filled in. */
export function filledArgv(
  argv: NonEmpty<string>,
  { executable, location = '' }: { readonly executable: string; readonly location?: string },
): NonEmpty<string> {
  const [, ...rest] = argv;
  return [executable, ...rest.map((word) => word.replaceAll('{location}', () => location))];
}

/** The installations that use a location: where its provider names none, all of the tool's, if any does. */
export function usersOf(
  { contexts, active }: Pick<FoundLocation, 'contexts' | 'active'>,
  all: readonly FoundContext[],
): readonly FoundContext[] {
  if (contexts.length === 0) return active ? all : [];
  return all.filter(({ id }) => contexts.includes(id));
}

/** An installation that can be run. */
export type Runnable = FoundContext & { readonly executable: string };

interface RunnerRequest {
  readonly since?: string | undefined;
  readonly except?: NativeCommand['except'] | undefined;
  /** Ids of the contexts that the user named. */
  readonly named: readonly string[];
}

/** The installations that may carry a command out, whichever of them was asked for. */
export function runnersOf(
  contexts: readonly FoundContext[],
  { since, except, named }: RunnerRequest,
): readonly Runnable[] {
  return contexts.filter(
    (context): context is Runnable =>
      isProgram(context.executable) &&
      (context.onlyNamed !== true || named.includes(context.id)) &&
      (since === undefined || isAtLeast(context.version, since)) &&
      !isWithin(context.version, except),
  );
}

/** Which installation carries a command out: the newest; or why none can, as the end of a sentence. */
export function chooseRunner(
  contexts: readonly FoundContext[],
  { title, ...request }: RunnerRequest & { readonly title: string },
): Runnable | string {
  const { since, except, named } = request;
  const asked = named.length === 0 ? contexts : contexts.filter(({ id }) => named.includes(id));
  const [newest] = newestFirst(runnersOf(asked, request));
  if (newest !== undefined) return newest;
  const [old] = newestFirst(runnersOf(asked, { named }));
  if (old !== undefined) {
    if (old.version === undefined)
      return `which version of ${title} ${old.id} is, nobody could tell, and the command for it came with ${title} ${since}`;
    const version = `${title} ${old.version}`;
    if (except !== undefined && isWithin(old.version, except))
      return `the command for it of ${version} (${old.id}) clears nothing: it does again in ${title} ${except.before}`;
    return `${version} (${old.id}) has no command for it: that came with ${title} ${since}`;
  }
  const [doubtful] = asked.filter(({ executable }) => isProgram(executable));
  if (doubtful !== undefined)
    return `only ${doubtful.id} could do it, which may be from somebody else: --context ${doubtful.id} runs it all the same`;
  return `no ${title} that uses it can be run`;
}

function newestFirst(runners: readonly Runnable[]): readonly Runnable[] {
  return [...runners].sort((a, b) => compareVersions(b.version ?? '', a.version ?? ''));
}

/** Batch files of Windows run in a shell only. */
function isProgram(executable: string | undefined): boolean {
  return executable !== undefined && path.isAbsolute(executable) && !/\.(cmd|bat)$/i.test(executable);
}

function isAtLeast(version: string | undefined, since: string): boolean {
  return version !== undefined && compareVersions(version, since) >= 0;
}

function isWithin(version: string | undefined, range: NativeCommand['except']): boolean {
  return range !== undefined && isAtLeast(version, range.from) && !isAtLeast(version, range.before);
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
