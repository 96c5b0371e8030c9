import type { Workbench } from './prove-tool.js';

/** Has Maven put the jar of a published program, `group:artifact:version`, into the project. */
export async function fetchJar({ run }: Workbench, artifact: string): Promise<void> {
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy';
  await run(['mvn', '--quiet', '--batch-mode', plugin, `-Dartifact=${artifact}`, '-DoutputDirectory=.']);
}
