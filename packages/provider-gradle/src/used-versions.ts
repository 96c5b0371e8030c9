import path, { posix } from 'node:path';
import { findProjects, foldersUpFrom, oncePerContext, type ToolContext } from '@devclean/core';
import { readDistributionName } from './distribution-name.js';
import { findInstallations } from './gradle-versions.js';

/** Which versions of Gradle something on this machine is known to use, and where that was looked for. */
export interface UsedVersions {
  /** By version: each place as a person would name it. */
  readonly by: ReadonlyMap<string, readonly string[]>;
  /** The folders in which projects were looked for; none without `--project`. */
  readonly roots: readonly string[];
}

const wrapperFile = 'gradle/wrapper/gradle-wrapper.properties';

/**
 * Installations, and the wrappers of projects: those that `--project` leads to, and the one in which the user stands. That a version is not
 * among them proves nothing as long as projects may lie elsewhere.
 */
export const findUsedVersions = oncePerContext(async (context: ToolContext): Promise<UsedVersions> => {
  const by = new Map<string, string[]>();
  const add = (version: string, place: string) => {
    const places = by.get(version) ?? [];
    if (!places.includes(place)) by.set(version, [...places, place]);
  };
  for (const { version, folder } of await findInstallations(context)) if (version) add(version, folder);
  const projects = new Set([...(await findProjects([wrapperFile], context)), ...foldersUpFrom(context.cwd)]);
  for (const project of projects) {
    const text = await context.readText(path.join(project, ...wrapperFile.split('/')));
    const version = text === undefined ? undefined : wrapperVersion(text);
    if (version !== undefined) add(version, project);
  }
  return { by, roots: context.projectRoots };
});

/** The version that a wrapper installs: https://docs.gradle.org/current/userguide/gradle_wrapper.html#sec:wrapper_properties */
export function wrapperVersion(properties: string): string | undefined {
  const address = /^[ \t]*distributionUrl[ \t]*[=:][ \t]*(.+?)[ \t]*$/m.exec(properties)?.[1]?.replace(/\\(.)/g, '$1');
  const file = address && posix.basename(address.replace(/[?#].*$/, ''), '.zip');
  return file ? readDistributionName(file)?.version : undefined;
}

/** Whether something uses a version, in a few words, and never surer than what was looked at. */
export function remarkOn(version: string, { by, roots }: UsedVersions): string {
  const [place, ...others] = by.get(version) ?? [];
  if (place !== undefined) return `used by ${place}${others.length === 0 ? '' : ` and ${others.length} more`}`;
  if (roots.length === 0) return 'nothing found that uses it; projects were not looked for (--project)';
  return `no installation uses it, and no wrapper in ${roots.join(', ')}`;
}
