import { defineTool } from '../define-tool.js';

export const conda = defineTool({
  id: 'conda',
  title: 'conda',
  homepage: 'https://docs.conda.io/projects/conda/en/stable/commands/clean.html',
  summary: 'Packages that conda and mamba have downloaded and unpacked',
  knownFrom: 'documentation',

  locations: [
    { from: 'env', variable: 'CONDA_PKGS_DIRS' },
    { from: 'env', variable: 'MAMBA_ROOT_PREFIX', subpath: 'pkgs' },
    { from: 'default', path: '~/.conda/pkgs' },
    { from: 'default', path: '~/miniforge3/pkgs' },
    { from: 'default', path: '~/miniconda3/pkgs' },
    { from: 'default', path: '~/anaconda3/pkgs' },
    { from: 'default', path: { linux: '{xdg-data}/mamba/pkgs', darwin: '{xdg-data}/mamba/pkgs' } },
  ],
  fingerprint: { anyOf: ['*-*-*_<digits>/info/index.json', 'cache/<hex>.json'] },
  sections: [
    {
      id: 'index',
      title: 'Index of channels',
      paths: ['cache'],
      safety: 'safe',
      cost: 'The next command downloads it again.',
    },
    {
      id: 'archives',
      title: 'Downloaded archives',
      paths: ['*.conda', '*.tar.bz2'],
      safety: 'safe',
      cost: 'Nothing changes while the unpacked packages are there; else they are downloaded again.',
    },
    {
      id: 'packages',
      title: 'Unpacked packages',
      paths: ['*-*-*_<digits>'],
      safety: 'risky', // environments may hold symbolic links into it: allow_softlinks
      cost: 'Environments that were made with symbolic links break; others share nothing with new ones any more.',
      contains: 'packages',
    },
  ],
  inUse: { processes: ['conda', 'mamba', 'micromamba'] },
  ownCommands: [
    {
      command: 'conda clean --all',
      effect: 'Goes by hard links alone: an environment with symbolic links into the packages breaks.',
    },
    {
      command: 'mamba clean --all',
      effect:
        'Knows no environments but those below its own root, and removes lock files without looking whether anything runs.',
    },
  ],
});
