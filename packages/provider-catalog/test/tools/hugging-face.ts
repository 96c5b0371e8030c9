import type { ProviderCases } from '@devclean/testkit/contract';

export const huggingFace: ProviderCases = {
  caches: {
    'hugging-face': {
      fill: {
        'hub/models--org--bert': {
          'blobs/0f1e': 'x'.repeat(9_000),
          'refs/main': '0f1e',
          'snapshots/0f1e/config.json': '{}',
        },
        'hub/datasets--org--squad/blobs/0f1e': 'x'.repeat(5_000),
        'hub/spaces--org--demo/blobs/0f1e': 'x',
        'hub/.locks/models--org--bert/0f1e.lock': '',
        'xet/https___cas-0f1e': { 'chunk-cache/0f': 'x', 'shard-cache/0f': 'x', 'staging/mine': 'mine' },
        'datasets/org___squad/default/0.0.0/0f1e/dataset_info.json': '{}',
        'modules/mine.py': 'mine',
        ...{ token: 'hf_mine', stored_tokens: 'hf_mine' },
      },
      keep: ['token', 'stored_tokens', 'modules', 'xet/https___cas-0f1e/staging', 'hub/.locks'],
      defaultAt: { linux: '.cache/huggingface', darwin: '.cache/huggingface', win32: '.cache/huggingface' },
      precedence: [
        {
          when: 'HF_HOME names a folder',
          env: { HF_HOME: '{home}/hf' },
          active: ['hf'],
          leftovers: ['.cache/huggingface'],
        },
      ],
      decoys: { 'tokens alone': { token: 'hf_mine', 'datasets/mine/table.csv': 'mine', 'hub/notes.md': 'mine' } },
    },
  },
};
