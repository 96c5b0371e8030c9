import { writeTree } from '@devclean/testkit';
import { maven } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const java = '<maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>';
const extension =
  '<groupId>org.apache.maven.extensions</groupId><artifactId>maven-build-cache-extension</artifactId><version>1.2.1</version>';

const build = ({ run }: Workbench) => run(['./mvnw', '--quiet', '--batch-mode', 'package']);

// What nobody has published is looked for in vain.
const miss = ({ run }: Workbench) =>
  run(['./mvnw', '--quiet', '--batch-mode', 'dependency:get', '-Dartifact=org.example:nothing:1']).catch(() => '');

proveTool(maven, {
  needs: ['mvn', 'java', 'javac'],
  version: async ({ run }) => (await run(['./mvnw', '--version'])).match(/Apache Maven [\d.]+/)?.[0] ?? '',
  async fill(bench) {
    writeTree(bench.project, {
      'pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>sample</artifactId><version>1</version><properties>${java}</properties></project>`,
      'src/main/java/Sample.java': 'class Sample {}\n',
    });
    const plugin = 'org.apache.maven.plugins:maven-wrapper-plugin:3.3.4:wrapper';
    await bench.run(['mvn', '--quiet', '--batch-mode', plugin, '-Dmaven=3.9.11']);
    writeTree(bench.project, { '.mvn/extensions.xml': `<extensions><extension>${extension}</extension></extensions>` });
    await build(bench);
    await miss(bench);
  },
  sections: ['builds', 'distributions', 'failures'],
  async works(bench) {
    await bench.run(['rm', '-r', 'target']);
    await build(bench);
  },
});
