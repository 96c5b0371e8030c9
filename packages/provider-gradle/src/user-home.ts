import { type FoundPath, fillPath, type ToolContext } from '@devclean/core';
import { javaProperty } from './java-property.js';

/** Where Java's own home is: the account database says so, whatever `$HOME` holds. */
export const defaultHome = '{account}/.gradle';

/**
 * The user homes that options for Java name: `gradle.user.home` comes before everything else; `user.home` moves the
 * default, and so comes after `GRADLE_USER_HOME`.
 * https://docs.gradle.org/current/userguide/directory_layout.html#dir:gradle_user_home
 */
export async function locateUserHomes(context: ToolContext): Promise<readonly FoundPath[]> {
  const found: FoundPath[] = [];
  const own = javaProperty('gradle.user.home', context);
  if (own !== undefined) found.push(foundPath(own.value, true, `gradle.user.home in ${own.variable}`));
  const java = javaProperty('user.home', context);
  if (java !== undefined) {
    const active = own === undefined && !isSet(context.env.GRADLE_USER_HOME);
    found.push(foundPath(`${java.value}/.gradle`, active, `user.home in ${java.variable}`));
  }
  return found;
}

/** The user home that a Gradle started now would use. */
export async function activeUserHome(context: ToolContext): Promise<string> {
  const located = (await locateUserHomes(context)).find(({ active }) => active);
  if (located !== undefined) return located.path;
  const named = context.env.GRADLE_USER_HOME;
  return isSet(named) ? named : fillPath(defaultHome, context).path;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}

function foundPath(path: string, active: boolean, detail: string): FoundPath {
  return { path, active, foundBy: { rule: 'env', detail }, contexts: [] };
}
