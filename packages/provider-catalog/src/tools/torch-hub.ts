import { defineTool } from '../define-tool.js';

export const torchHub = defineTool({
  id: 'torch-hub',
  title: 'Torch hub',
  homepage: 'https://docs.pytorch.org/docs/stable/hub.html',
  summary: 'Weights that PyTorch programs have downloaded, and code that they have checked out',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'TORCH_HOME' },
    { from: 'default', path: '{xdg-cache}/torch' },
  ],
  fingerprint: { anyOf: ['hub/*_*_*/hubconf.py', 'hub/checkpoints/*.pth', 'hub/checkpoints/*.pt'] },
  sections: [
    {
      id: 'checkpoints',
      title: 'Downloaded weights',
      paths: ['hub/checkpoints/*.pth', 'hub/checkpoints/*.pt'],
      safety: 'costly',
      cost: 'Programs download them again; without a network they fail.',
    },
    {
      id: 'checkouts',
      title: 'Code that was checked out',
      paths: ['hub/*_*_*'],
      safety: 'risky', // it is not checked out anew while it is there, so people change it in place
      cost: 'Programs check it out anew, at its newest state; what you have changed in it is gone.',
      contains: 'packages',
    },
  ],
  keep: ['hub/trusted_list'],
});
