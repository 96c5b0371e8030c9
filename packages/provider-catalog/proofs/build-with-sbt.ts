import { writeTree } from '@devclean/testkit';
import { fetchJar } from './fetch-jar.js';
import type { Workbench } from './prove-tool.js';

/** A project of one class, and sbt's own launcher. */
export async function prepareSbt(bench: Workbench): Promise<void> {
  await fetchJar(bench, 'org.scala-sbt:sbt-launch:1.11.7');
  writeTree(bench.project, {
    'project/build.properties': 'sbt.version=1.11.7\n',
    'build.sbt': 'scalaVersion := "3.3.6"\n',
    'src/main/scala/Sample.scala': 'object Sample { def main(args: Array[String]): Unit = () }\n',
    // The launcher's others are not everybody's to reach.
    repositories: '[repositories]\nmaven-central\n',
  });
}

export async function buildWithSbt({ run }: Workbench): Promise<void> {
  const settings = [
    '-Dsbt.override.build.repos=true',
    '-Dsbt.repository.config=repositories',
    '-Dsbt.server.autostart=false',
  ];
  await run(['rm', '-rf', 'target', 'project/target', 'project/project']);
  await run(['java', ...settings, '-jar', 'sbt-launch-1.11.7.jar', 'compile']);
}
