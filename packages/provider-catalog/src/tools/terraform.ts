import { defineTool } from '../define-tool.js';

export const terraform = defineTool({
  id: 'terraform',
  title: 'Terraform',
  homepage: 'https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache',
  summary: 'Providers that Terraform shares between working directories',
  programs: ['terraform'],
  locations: [
    { from: 'env', variable: 'TF_PLUGIN_CACHE_DIR' },
    // Not Terraform's own choice: the one that its documentation sets, which the settings' own language cannot tell us.
    {
      from: 'default',
      path: {
        linux: '~/.terraform.d/plugin-cache',
        darwin: '~/.terraform.d/plugin-cache',
        win32: '{app-data}/terraform.d/plugin-cache',
      },
    },
  ],
  fingerprint: { anyOf: ['*/*/*/<version>/*_*/terraform-provider-*'] },
  sections: [
    {
      id: 'providers',
      title: 'Providers by version',
      paths: ['*/*/*/<version>'],
      safety: 'risky',
      cost: 'Working directories link to them, and stop until "terraform init" is run in it.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['terraform'], wherever: true },
});
