import type { ProviderCases } from '@devclean/testkit/contract';

export const terraform: ProviderCases = {
  caches: {
    terraform: {
      fill: {
        'registry.terraform.io/hashicorp/null/3.2.4/linux_amd64': {
          'terraform-provider-null_v3.2.4_x5': 'x'.repeat(9_000),
          'LICENSE.txt': 'MPL',
        },
        'registry.terraform.io/hashicorp/notes.txt': 'unknown',
      },
      keep: ['registry.terraform.io/hashicorp/notes.txt'],
      defaultAt: {
        linux: '.terraform.d/plugin-cache',
        darwin: '.terraform.d/plugin-cache',
        win32: 'AppData/Roaming/terraform.d/plugin-cache',
      },
      precedence: [
        {
          when: 'TF_PLUGIN_CACHE_DIR names a folder',
          env: { TF_PLUGIN_CACHE_DIR: '{home}/providers' },
          active: ['providers'],
          leftovers: ['.terraform.d/plugin-cache'],
        },
      ],
      decoys: {
        'releases of something else': { 'example.com/mine/app/1.0.0/linux_amd64/app': 'mine' },
      },
    },
  },
};
