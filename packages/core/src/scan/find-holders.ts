import { lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import type { FolderCache, HeldLocation, LocationInfo, LockRule } from '../provider/cache-provider.js';
import { overlap } from '../provider/kept-paths.js';
import { expandPattern, matchPattern } from '../provider/pattern.js';
import { isAtOrBelow } from '../system/is-at-or-below.js';
import { locksOn, pidInGradleLock, pidInLockFile, readKernelLocks } from '../system/locks.js';
import { oncePerContext } from '../system/once-per-context.js';
import {
  hasChildren,
  isAlive,
  type PathUse,
  type ProcessTable,
  processEnvironment,
  type RunningProcess,
} from '../system/processes.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Holder } from '../words.js';
import { type Command, commandOf, isForAWhile, matchesCommand } from './match-command.js';

/** A holder, and whether that is certain: something that could not be looked at is a doubt. */
interface Finding {
  readonly holder: Holder;
  readonly certain: boolean;
}

/**
 * What uses a location now: processes with a file, folder or program of it open, the tool's own commands where their
 * environment leads here, and the locks that the provider declares.
 *
 * Three answers. `unknown`: something that could hold it could not be looked at; it is then among the holders, named.
 * This process, its ancestors and its descendants hold nothing, and a process of another user that may not be looked
 * at is no doubt by itself: only a declared lock can make it one.
 */
export async function findHolders(
  location: HeldLocation,
  cache: FolderCache,
  context: ToolContext,
  processes: ProcessTable,
): Promise<Pick<LocationInfo, 'inUse' | 'holders'>> {
  const commands = await runningCommands(location, cache, context, processes);
  // Such a command uses all of the location, and what it is says more than the files that it has open.
  const others = { ...processes, processes: processes.processes.filter(({ pid }) => !isAmong(commands, pid)) };
  const findings = [
    ...unreadTable(processes),
    ...commands,
    ...others.processes.flatMap((one) => usersOf(location, one)),
    ...(await scriptsOf(location, context, others)),
    ...(await programsInNeed(location, cache, context, others)),
    ...(await startedFrom(location, cache, context, others)),
    ...(await heldLocks(location, cache, context, processes)),
  ];
  const certain = findings.some((finding) => finding.certain);
  const holders = mergeByProcess(findings.map(({ holder }) => holder));
  return {
    inUse: certain ? 'yes' : findings.length > 0 ? 'unknown' : 'no',
    holders:
      cache.inUse?.explain === undefined ? holders : await explained(holders, location, cache, context, processes),
  };
}

/** Holders as their provider understands them; where it says the same of a process's files and of its locks, once. */
async function explained(
  holders: readonly Holder[],
  location: HeldLocation,
  cache: FolderCache,
  context: ToolContext,
  { processes }: ProcessTable,
): Promise<Holder[]> {
  const told = new Map<string, Holder>();
  for (const holder of holders) {
    const running = processes.find(({ pid, inspectable }) => pid === holder.pid && inspectable);
    const seen = running && { argv: running.argv, uses: running.uses.map(({ path: used }) => used) };
    const said = await cache.inUse?.explain?.(holder, seen, location, context);
    const one =
      said === undefined
        ? holder
        : { ...holder, detail: said.detail, ...narrowed(said.paths, seen?.uses ?? [], location) };
    const key = said === undefined ? `#${told.size}` : `${holder.pid} ${JSON.stringify([said.detail, one.paths])}`;
    if (!told.has(key)) told.set(key, one);
  }
  return [...told.values()];
}

/** What lies open in an item is held, whatever the provider says. */
function narrowed(
  said: readonly string[] | undefined,
  uses: readonly string[],
  { sections }: HeldLocation,
): Pick<Holder, 'sections' | 'paths'> | undefined {
  if (said === undefined) return undefined;
  const items = sections.flatMap(({ paths }) => paths);
  const open = items.filter((item) => uses.some((use) => isAtOrBelow(use, item)));
  const paths = [...new Set([...said, ...open])];
  const held = sections.filter((section) => section.paths.some((item) => paths.some((one) => overlap(item, one))));
  return { sections: held.map(({ id }) => id), paths };
}

function isAmong(findings: readonly Finding[], pid: number): boolean {
  return findings.some(({ holder }) => holder.pid === pid);
}

function unreadTable(processes: ProcessTable): Finding[] {
  if (processes.state !== 'unreadable') return [];
  return [{ holder: { kind: 'process', detail: 'the running processes could not be listed' }, certain: false }];
}

function usersOf(location: HeldLocation, running: RunningProcess): Finding[] {
  const used = running.uses.filter((use) => isAtOrBelow(use.path, location.path) && isOurs(use, running));
  return used.map((use) => ({
    holder: {
      kind: 'process',
      pid: running.pid,
      detail: `${nameOf(running)}: ${use.how} ${use.path}`,
      ...heldSections(location, use.path),
    },
    certain: true,
  }));
}

/**
 * Processes that were given a file of a section: a script is read, closed, and goes on loading what lies beside it. That
 * is how a tool runs that npx has installed, for weeks, with no file of it open.
 */
async function scriptsOf(location: HeldLocation, context: ToolContext, processes: ProcessTable): Promise<Finding[]> {
  const findings: Finding[] = [];
  const inside = insideOf(location);
  for (const running of processes.processes) {
    for (const word of running.argv) {
      if (!path.isAbsolute(word) || !word.includes(inside)) continue;
      const real = await context.realPath(word);
      if (real === undefined || !isAtOrBelow(real, location.path) || !isOurs({ how: 'program', path: real }, running))
        continue;
      const held = heldSections(location, real);
      if (held.sections === undefined) continue;
      const detail = `${nameOf(running)}: given ${real}`;
      findings.push({ holder: { kind: 'process', pid: running.pid, detail, ...held }, certain: true });
    }
  }
  return findings;
}

async function programsInNeed(
  location: HeldLocation,
  cache: FolderCache,
  context: ToolContext,
  processes: ProcessTable,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { pid, uid, argv, inspectable } of cache.inUse?.needs === undefined ? [] : processes.processes) {
    if (!inspectable || argv.length === 0 || uid !== context.uid) continue;
    const environment = (await processEnvironment(pid)) ?? new Map<string, string>();
    const need = await cache.inUse?.needs?.({ argv, environment }, location.path, context);
    if (need === undefined) continue;
    const { detail, sections } = need;
    findings.push({ holder: { kind: 'process', pid, detail, sections: [...sections] }, certain: true });
  }
  return findings;
}

/** What every path into a location has in it, whichever links lead there: most paths need no further look. */
function insideOf(location: HeldLocation): string {
  return `${path.sep}${path.basename(location.path)}${path.sep}`;
}

/**
 * Processes that look for programs in a section that programs run from: their words and their title may say nothing of it, but what
 * started them put it on their PATH.
 */
async function startedFrom(
  location: HeldLocation,
  { inUse }: FolderCache,
  context: ToolContext,
  processes: ProcessTable,
): Promise<Finding[]> {
  const sections = location.sections.filter(({ id }) => inUse?.runsFrom?.includes(id));
  if (sections.length === 0) return [];
  if (processes.state === 'not-offered') {
    const detail = 'whether a program runs from here cannot be told on this system';
    return [{ holder: { kind: 'process', detail, sections: sections.map(({ id }) => id) }, certain: false }];
  }
  const inside = insideOf(location);
  const findings: Finding[] = [];
  for (const running of processes.processes) {
    const named = (await processEnvironment(running.pid))?.get('PATH')?.split(path.delimiter) ?? [];
    const near = named.filter((one) => one.includes(inside));
    const folders = await Promise.all(near.map(async (one) => (await context.realPath(one)) ?? one));
    const section = sections.find(({ paths }) => paths.some((item) => folders.some((one) => isAtOrBelow(one, item))));
    if (section === undefined || !isAlive(running.pid)) continue;
    const detail = `${nameOf(running)}: started with ${section.title} on its PATH`;
    findings.push({ holder: { kind: 'process', pid: running.pid, detail, sections: [section.id] }, certain: true });
  }
  return findings;
}

/** What Linux adds to the path of a file that has lost its name. */
const deleted = ' (deleted)';

/** Whether what a process uses by this path is what lies at this path for us. */
function isOurs(use: PathUse, running: RunningProcess): boolean {
  if (use.path.endsWith(deleted) && lstatSync(use.path, { throwIfNoEntry: false }) === undefined) return false;
  if (!running.otherMounts) return true;
  try {
    const here = statSync(use.path, { bigint: true });
    const there = statSync(`/proc/${running.pid}/root${use.path}`, { bigint: true });
    return here.dev === there.dev && here.ino === there.ino;
  } catch {
    return true;
  }
}

/** The sections in which a path lies; the whole location when it lies in none. */
function heldSections(location: HeldLocation, used: string): { sections?: string[] } {
  const holding = location.sections.filter((section) => section.paths.some((item) => isAtOrBelow(used, item)));
  return holding.length === 0 ? {} : { sections: holding.map(({ id }) => id) };
}

async function runningCommands(
  location: HeldLocation,
  cache: FolderCache,
  context: ToolContext,
  processes: ProcessTable,
): Promise<Finding[]> {
  const declared = cache.inUse?.processes ?? [];
  const findings: Finding[] = [];
  for (const running of declared.length === 0 ? [] : processes.processes) {
    const command = commandOf(running.argv);
    const match = command && declared.find((one) => matchesCommand(command, one));
    if (command === undefined || match === undefined) continue;
    if (isForAWhile(match) && hasChildren(running.pid)) continue;
    const environment = await processEnvironment(running.pid);
    // It has ended since the table was read. Of one that its parent has not asked after yet, the variables are gone or empty.
    if (!environment?.size && !isAlive(running.pid)) continue;
    const counts =
      environment === undefined || cache.inUse?.wherever
        ? running.uid === context.uid
        : await leadsTo(location.path, { running, command, environment }, context);
    if (!counts) continue;
    findings.push({
      holder: { kind: 'process', pid: running.pid, detail: `${match.replace(/ [!$]$/, '')} is running` },
      certain: running.inspectable,
    });
  }
  return findings;
}

const basesOfCaches = ['HOME', 'USERPROFILE', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'LOCALAPPDATA', 'APPDATA'];

/** Whether a tool that runs like this would use the location: it lies below its home, or something names it. */
async function leadsTo(
  location: string,
  started: { running: RunningProcess; command: Command; environment: ReadonlyMap<string, string> },
  context: ToolContext,
): Promise<boolean> {
  const { running, command, environment } = started;
  const real = async (named: string) => (await context.realPath(named)) ?? named;
  const bases = basesOfCaches.map((name) => environment.get(name) ?? '');
  const asksAccounts = command.jvm || !environment.get('HOME');
  if (asksAccounts && running.uid === context.uid) bases.push(context.homes.account);
  for (const base of bases) {
    if (path.isAbsolute(base) && isAtOrBelow(location, await real(base))) return true;
  }
  for (const text of [...environment.values(), ...running.argv]) {
    if (text.includes(location)) return true;
    if (path.isAbsolute(text) && isAtOrBelow(await real(text), location)) return true;
  }
  return false;
}

async function heldLocks(
  location: HeldLocation,
  cache: FolderCache,
  context: ToolContext,
  processes: ProcessTable,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const rule of cache.inUse?.locks ?? []) {
    findings.push(...lostLocks(location, rule, processes));
    for (const file of expandPattern(location.path, rule.path)) {
      for (const lock of await lockOn(file, rule, context, processes)) {
        if (lock.pid !== undefined && processes.family.has(lock.pid)) continue;
        const { certain, ...holder } = lock;
        const sections = rule.sections === undefined ? {} : { sections: rule.sections };
        findings.push({ holder: { kind: 'lock', ...holder, ...sections }, certain });
      }
    }
  }
  return findings;
}

/**
 * A lock file that was deleted while somebody had it open, perhaps made anew since: whoever has it goes on in the belief that the
 * cache is theirs, and the new file says nothing of it.
 */
function lostLocks(location: HeldLocation, rule: LockRule, processes: ProcessTable): Finding[] {
  const sections = rule.sections === undefined ? {} : { sections: rule.sections };
  return processes.processes.flatMap((running) => {
    const lost = running.uses.find(({ how, path: at }) => {
      if (how !== 'open file' || !at.endsWith(deleted) || !isAtOrBelow(at, location.path)) return false;
      const below = path.relative(location.path, at.slice(0, -deleted.length));
      return matchPattern(rule.path, below.split(path.sep).join('/'));
    });
    if (lost === undefined || !isOurs({ how: 'working folder', path: location.path }, running)) return [];
    const detail = `${nameOf(running)}: open lock file ${lost.path}`;
    return [{ holder: { kind: 'lock', pid: running.pid, detail, ...sections }, certain: true }];
  });
}

interface FoundLock {
  readonly pid?: number;
  readonly detail: string;
  readonly certain: boolean;
}

/**
 * The locks that are held now; nothing when they cannot be listed. Once for a context: the kernel takes some ten milliseconds to list
 * them, which it mostly spends waiting.
 */
const locksOf = oncePerContext(readKernelLocks);

/** Has the locks listed meanwhile that this cache's holders will be looked for in. */
export function expectLocks(cache: FolderCache, context: ToolContext): void {
  const needsList = cache.inUse?.locks?.some(({ kind }) => kind === 'flock' || kind === 'posix' || kind === 'gradle');
  if (needsList === true) void locksOf(context);
}

async function lockOn(
  file: string,
  rule: LockRule,
  context: ToolContext,
  processes: ProcessTable,
): Promise<FoundLock[]> {
  switch (rule.kind) {
    case 'exists':
      return [{ detail: `lock file ${file}`, certain: true }];
    case 'touched': {
      const lock = lstatSync(file, { throwIfNoEntry: false });
      const fresh = lock !== undefined && Date.now() - lock.mtimeMs < 60_000;
      return fresh ? [{ detail: `lock ${file}`, certain: true }] : [];
    }
    case 'flock':
    case 'posix':
      return (await kernelLocks(file, rule.kind, context)) ?? (process.platform === 'linux' ? [unreadable(file)] : []);
    case 'pid': {
      const content = await context.readBytes(file, 0, 64);
      if (content === undefined) return [unreadable(file)];
      const pid = pidInLockFile(content);
      return pid !== undefined && isAlive(pid) ? [{ pid, detail: `lock file ${file}`, certain: true }] : [];
    }
    case 'gradle': {
      const held = await kernelLocks(file, 'posix', context);
      if (held !== undefined && held.length > 0) return held;
      const content = await context.readBytes(file, 0, 64);
      if (content === undefined) return held === undefined ? [unreadable(file)] : [];
      const pid = pidInGradleLock(content);
      if (pid === undefined || !isAlive(pid)) return [];
      // After a crash the file goes on naming the dead, and their number may be another's by now.
      const running = processes.processes.find((one) => one.pid === pid);
      const mayHold = running?.inspectable
        ? running.uses.some((use) => use.path === file)
        : held === undefined || running?.uid === context.uid;
      return mayHold ? [{ pid, detail: `lock file ${file}`, certain: true }] : [];
    }
  }
}

/** Nothing when no list of locks can be read. */
async function kernelLocks(
  file: string,
  kind: 'flock' | 'posix',
  context: ToolContext,
): Promise<FoundLock[] | undefined> {
  const held = await locksOf(context);
  if (held === undefined) return undefined;
  return locksOn(file, held)
    .filter((lock) => lock.kind === kind)
    .map(({ pid }) => ({ ...(pid === undefined ? {} : { pid }), detail: `${file} is locked`, certain: true }));
}

function unreadable(file: string): FoundLock {
  return { detail: `whether ${file} is locked cannot be read`, certain: false };
}

/** One line for each process, however many files it has open. */
function mergeByProcess(holders: readonly Holder[]): Holder[] {
  const merged = new Map<string, Holder & { more: number }>();
  for (const [index, holder] of holders.entries()) {
    const key = holder.pid === undefined ? `#${index}` : `${holder.kind} ${holder.pid}`;
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? { ...holder, more: 0 } : joined(earlier, holder));
  }
  return [...merged.values()].map(({ more, ...holder }) => ({
    ...holder,
    detail: more === 0 ? holder.detail : `${holder.detail}, and ${more} more`,
  }));
}

function joined(one: Holder & { more: number }, other: Holder): Holder & { more: number } {
  const { sections, ...rest } = one;
  const both = sections && other.sections && [...new Set([...sections, ...other.sections])];
  return { ...rest, more: one.more + 1, ...(both === undefined ? {} : { sections: both }) };
}

/** The program's name only: what follows it may hold a password. */
function nameOf(running: RunningProcess): string {
  return commandOf(running.argv)?.program ?? path.basename(running.argv[0] ?? 'a process');
}
