import { coursier } from '../../src/index.js';
import { buildWithSbt, prepareSbt } from '../build-with-sbt.js';
import { proveTool } from '../prove-tool.js';

proveTool(coursier, {
  needs: ['java', 'mvn'],
  env: (home) => ({ COURSIER_CACHE: `${home.path}/.cache/coursier/v1` }),
  version: async () => 'Coursier in sbt 1.11.7',
  async fill(bench) {
    await prepareSbt(bench);
    await buildWithSbt(bench);
  },
  // Unpacked archives come of "cs java" and the like, which nobody has published as a package that could be installed here.
  sections: ['artifacts'],
  works: buildWithSbt,
});
