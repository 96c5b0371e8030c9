import type { ProviderCases } from '@devclean/testkit/contract';

export const torchHub: ProviderCases = {
  caches: {
    'torch-hub': {
      fill: {
        'hub/checkpoints': { 'resnet18-f37072fd.pth': 'x'.repeat(9_000), 'yolov5s.pt': 'x'.repeat(5_000) },
        'hub/pytorch_vision_main/hubconf.py': 'x',
        'hub/trusted_list': 'pytorch_vision',
      },
      keep: ['hub/trusted_list'],
      defaultAt: { linux: '.cache/torch', darwin: '.cache/torch', win32: '.cache/torch' },
      precedence: [
        {
          when: 'TORCH_HOME names a folder',
          env: { TORCH_HOME: '{home}/torch' },
          active: ['torch'],
          leftovers: ['.cache/torch'],
        },
      ],
      decoys: { 'code of ones own': { 'hub/my_own_code/main.py': 'mine', 'hub/checkpoints/notes.md': 'mine' } },
    },
  },
};
