import { defineTool } from '../define-tool.js';

// https://github.com/pre-commit/pre-commit, pre_commit/store.py and pre_commit/staged_files_only.py
// "pre-commit clean" is never run: it takes the patches too, and a folder ~/.pre-commit.
export const preCommit = defineTool({
  id: 'pre-commit',
  title: 'pre-commit',
  homepage: 'https://pre-commit.com/#managing-ci-caches',
  summary: 'Clones of the repositories that hooks come from, with the environments that they run in',
  locations: [
    { from: 'env', variable: 'PRE_COMMIT_HOME' },
    { from: 'default', path: '{xdg-cache}/pre-commit' },
  ],
  fingerprint: { anyOf: ['repo*/.git', 'repo*/.pre-commit-hooks.yaml'] },
  sections: [
    {
      id: 'hooks',
      title: 'Repositories of hooks, and their environments',
      paths: ['db.db', 'repo*'], // the list first: what it names has to be there
      safety: 'costly',
      cost: 'The next run of a hook clones its repository and builds its environment again.',
      contains: 'packages',
      together: true, // an entry of the list whose clone is gone makes its hook fail
    },
    {
      id: 'log',
      title: 'Log of the last crash',
      paths: ['pre-commit.log'],
      safety: 'safe',
      cost: 'What went wrong the last time cannot be read any more.',
    },
  ],
  // Work that was not committed, put aside while hooks run: after a crash it is the only copy.
  keep: ['patch*'],
  inUse: { processes: ['pre-commit'], runsFrom: ['hooks'], locks: [{ path: '.lock', kind: 'posix' }] },
  ownCommands: [
    {
      command: 'pre-commit gc',
      effect: 'Removes the hooks that no configuration names; one on a disk that is away counts for none.',
    },
    {
      command: 'pre-commit clean',
      effect:
        'Removes everything, also patches that may be the only copy of work that was not committed, and takes no lock.',
    },
  ],
});
