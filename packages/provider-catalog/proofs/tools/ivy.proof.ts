import { ivy } from '../../src/index.js';
import { fetchJar } from '../fetch-jar.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const retrieve = async ({ run }: Workbench): Promise<void> => {
  const library = ['org.slf4j', 'slf4j-api', '2.0.17'];
  await run(['java', '-jar', 'ivy-2.5.3.jar', '-dependency', ...library, '-retrieve', 'lib/[artifact]-[type].[ext]']);
};

proveTool(ivy, {
  needs: ['java', 'mvn'],
  version: async () => 'Apache Ivy 2.5.3',
  async fill(bench) {
    await fetchJar(bench, 'org.apache.ivy:ivy:2.5.3');
    await retrieve(bench);
  },
  sections: ['modules'],
  async works(bench) {
    await bench.run(['rm', '-r', 'lib']);
    await retrieve(bench);
    await bench.run(['test', '-f', 'lib/slf4j-api-jar.jar']);
  },
});
