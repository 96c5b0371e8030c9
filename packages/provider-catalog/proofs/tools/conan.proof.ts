import { writeTree } from '@devclean/testkit';
import { conan } from '../../src/index.js';
import { proveTool } from '../prove-tool.js';

const recipe = `from conan import ConanFile
from conan.tools.files import copy, save

class Sample(ConanFile):
    name = "sample"
    version = "1.0"

    def source(self):
        save(self, "sample.txt", "sample")

    def package(self):
        copy(self, "sample.txt", self.build_folder, self.package_folder)
`;

proveTool(conan, {
  needs: ['conan', 'cc'],
  env: (home) => ({ CONAN_HOME: `${home.path}/.conan2` }),
  version: ({ run }) => run(['conan', '--version']),
  async fill({ run, project }) {
    writeTree(project, { 'conanfile.py': recipe });
    await run(['conan', 'profile', 'detect']);
    await run(['conan', 'create', '.']);
  },
  sections: ['work'],
  async works({ run }) {
    // The package that was made here is still there, and can be made anew.
    await run(['conan', 'install', '--requires=sample/1.0', '--build=never']);
    await run(['conan', 'create', '.']);
  },
});
