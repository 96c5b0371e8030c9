import type { ToolContext } from '@devclean/core';

/**
 * Variables that hold options for a Java machine, strongest first. `gradle` and `gradlew` put the first two on the
 * command line, in this order; the others are Java's own.
 * https://docs.gradle.org/current/userguide/build_environment.html#sec:gradle_environment_variables
 * https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html#using-the-jdk_java_options-launcher-environment-variable
 */
const variables = ['GRADLE_OPTS', 'JAVA_OPTS', 'JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS'];

export interface JavaProperty {
  readonly value: string;
  readonly variable: string;
}

/** A `-Dname=value` that the user's variables give to Gradle; the last one in the strongest variable counts. */
export function javaProperty(name: string, { env }: Pick<ToolContext, 'env'>): JavaProperty | undefined {
  const option = `-D${name}=`;
  for (const variable of variables) {
    const word = wordsOf(env[variable] ?? '').findLast((one) => one.startsWith(option));
    if (word !== undefined && word.length > option.length) return { value: word.slice(option.length), variable };
  }
  return undefined;
}

/** As a shell splits them: quotes hold spaces together, and go. */
function wordsOf(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/["']/g, ''));
}
