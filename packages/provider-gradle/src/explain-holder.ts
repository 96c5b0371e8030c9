import { basename, dirname, join, sep } from 'node:path';
import type { HeldLocation, Holder, HolderExplanation, HolderProcess, ToolContext } from '@devclean/core';
import { daemonsIn } from './daemon-registry.js';
import { readDistributionName } from './distribution-name.js';

/** The classes that Gradle starts a Java machine with, and what each is. */
const programs: Readonly<Record<string, string>> = {
  GradleDaemon: 'a daemon',
  GradleMain: 'a build',
  GradleWrapperMain: 'a wrapper',
  GradleWorkerMain: 'a worker',
};

/**
 * What all a process needs of a user home, and how a person ends it.
 *
 * A Gradle of one version, working or waiting, needs all that versions share: libraries, transforms, the build cache. It does not need the
 * caches and distributions of other versions, nor the logs of other daemons. Only a process that shows what it is, and that it is of one
 * version, is believed that; `gradle --stop` speaks to daemons of its own version only
 * (https://docs.gradle.org/current/userguide/gradle_daemon.html#sec:stopping_an_existing_daemon).
 */
export async function explainHolder(
  holder: Holder,
  running: HolderProcess | undefined,
  location: HeldLocation,
  context: ToolContext,
): Promise<HolderExplanation | undefined> {
  if (holder.pid === undefined) return undefined;
  // Nothing to be seen of the process itself: the registries know daemons by their number.
  if (running === undefined) {
    const version = await registeredVersion(holder.pid, location.path, context);
    return version === undefined ? undefined : { detail: `a daemon of Gradle ${version}: ${holder.detail}` };
  }
  const program = running.argv.map((word) => programs[word.split('.').at(-1) ?? '']).find((one) => one !== undefined);
  if (program === undefined) return ofAnotherProgram(holder, running, location);
  const versions = versionsOf(running, location.path);
  const [version] = versions;
  if (version === undefined || versions.size > 1) return { detail: `${program} of Gradle` };
  const end = program === 'a daemon' ? await howToStop(running, version, context) : '';
  return {
    detail: `${program} of Gradle ${version}${end}`,
    paths: neededBy(version, { pid: holder.pid, running, location }),
  };
}

/** A program that runs from a distribution or on a JDK of Gradle's uses just that. */
function ofAnotherProgram(
  holder: Holder,
  { argv, uses }: HolderProcess,
  { path: home, sections }: HeldLocation,
): HolderExplanation | undefined {
  const items = sections.filter(({ id }) => id === 'wrapper' || id === 'jdks').flatMap(({ paths }) => paths);
  const below = [...uses, ...argv.flatMap((word) => pathsIn(word))].filter((one) => isIn(one, home));
  const used = items.filter((item) => below.some((one) => isIn(one, item)));
  if (below.length === 0 || !below.every((one) => used.some((item) => isIn(one, item)))) return undefined;
  return { detail: holder.detail, paths: used };
}

/** The paths in a word of a command line: `-Dx=/a`, `/a:/b`. */
function pathsIn(word: string): string[] {
  return word.split(/[=,]|(?<!^[A-Za-z]):|;/).filter((part) => part.includes(sep));
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

/** All versions that show in what a process was given, and in what it has open. */
function versionsOf({ argv, uses }: HolderProcess, home: string): ReadonlySet<string> {
  const found = new Set<string>();
  const daemon = argv.findIndex((word) => word.endsWith('.GradleDaemon'));
  const said = daemon < 0 ? undefined : argv[daemon + 1];
  if (said !== undefined && /^\d+\.\d/.test(said)) found.add(said);
  for (const path of [...uses, ...argv.flatMap(pathsIn)]) {
    const jar = /^gradle-[a-z-]+-(\d+\.\d[^/\\]*)\.jar( \(deleted\))?$/.exec(basename(path))?.[1];
    if (jar !== undefined && basename(dirname(path)) !== 'generated-gradle-jars') found.add(jar);
    if (!isIn(path, home)) continue;
    const [kind, name = ''] = path.slice(home.length + 1).split(sep);
    if ((kind === 'caches' || kind === 'daemon') && /^\d+\.\d/.test(name)) found.add(name);
  }
  return found;
}

function neededBy(
  version: string,
  { pid, running, location }: { pid: number; running: HolderProcess; location: HeldLocation },
): readonly string[] {
  const log = join(location.path, 'daemon', version, `daemon-${pid}.out.log`);
  const given = [...running.uses, ...running.argv.flatMap(pathsIn)];
  return location.sections.flatMap(({ id, paths }) =>
    paths.filter((item) => {
      if (given.some((one) => isIn(one, item))) return true;
      if (id === 'versions') return basename(item) === version;
      if (id === 'wrapper') return readDistributionName(basename(item))?.version === version;
      if (id === 'daemon-logs') return item === log;
      return id !== 'jdks';
    }),
  );
}

/** The command by which a person stops a daemon: that of its own installation. */
async function howToStop({ argv, uses }: HolderProcess, version: string, context: ToolContext): Promise<string> {
  const name = context.platform === 'win32' ? 'gradle.bat' : 'gradle';
  for (const path of [...argv.flatMap(pathsIn), ...uses]) {
    if (!/^gradle-launcher-.*\.jar$|^gradle-(?:daemon-main|base-services)-.*\.jar$/.test(basename(path))) continue;
    const executable = join(dirname(dirname(path)), 'bin', name);
    if (await context.exists(executable)) return `; "${executable} --stop" ends it`;
  }
  return `; only a "gradle --stop" of version ${version} ends it`;
}

async function registeredVersion(pid: number, home: string, context: ToolContext): Promise<string | undefined> {
  for (const version of await context.list(join(home, 'daemon'))) {
    if ((await daemonsIn(join(home, 'daemon', version), context)).includes(pid)) return version;
  }
  return undefined;
}
