import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTree } from '@devclean/testkit';
import { terraform } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

const init = async ({ run }: Workbench): Promise<void> => {
  await run(['terraform', 'init', '-input=false']);
  await run(['terraform', 'apply', '-input=false', '-auto-approve']);
};

// Its registry is not asked: the provider, built from its sources, lies packed in a folder that the settings name as a mirror.
proveTool(terraform, {
  needs: ['terraform', 'terraform-provider-time', 'python3'],
  env: (home) => ({
    TF_PLUGIN_CACHE_DIR: `${home.path}/providers`,
    TF_CLI_CONFIG_FILE: `${home.root}/project/terraform.rc`,
    CHECKPOINT_DISABLE: '1',
  }),
  version: async ({ run }) => (await run(['terraform', 'version'])).split('\n')[0] ?? '',
  async fill(bench) {
    const { home, project, run } = bench;
    const mirror = join(project, 'mirror');
    mkdirSync(join(home.path, 'providers'));
    writeTree(project, {
      'terraform.rc': `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`,
      'main.tf':
        'terraform {\n  required_providers {\n    time = { source = "hashicorp/time" }\n  }\n}\nresource "time_static" "now" {}\n',
      mirror: { 'registry.terraform.io/hashicorp/time': {} },
    });
    const program = (await run(['which', 'terraform-provider-time'])).trim();
    const target = JSON.parse(await run(['terraform', 'version', '-json'])).platform;
    const zip = join(mirror, `registry.terraform.io/hashicorp/time/terraform-provider-time_0.14.2_${target}.zip`);
    await run(['python3', '-m', 'zipfile', '-c', zip, program]);
    await init(bench);
  },
  sections: ['providers'],
  async works(bench) {
    for (const name of ['.terraform', 'terraform.tfstate']) rmSync(join(bench.project, name), { recursive: true });
    await init(bench);
  },
});
