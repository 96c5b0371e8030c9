import type { ProviderCases } from '@devclean/testkit/contract';

export const preCommit: ProviderCases = {
  caches: {
    'pre-commit': {
      fill: {
        README: 'This directory is maintained by the pre-commit project.',
        '.lock': '',
        'db.db': 'SQLite format 3',
        repod562x6ch: {
          '.git/HEAD': 'ref: refs/heads/main',
          '.pre-commit-hooks.yaml': '- id: sample',
          'py_env-python3.11/pyvenv.cfg': 'x'.repeat(5_000),
        },
        'pre-commit.log': 'Traceback',
        'patch1732870000-42': 'diff --git a/mine b/mine',
      },
      keep: ['README', '.lock', 'patch1732870000-42'],
      defaultAt: { linux: '.cache/pre-commit', darwin: '.cache/pre-commit', win32: '.cache/pre-commit' },
      precedence: [
        {
          when: 'PRE_COMMIT_HOME names a folder',
          env: { PRE_COMMIT_HOME: '{home}/hooks' },
          active: ['hooks'],
          leftovers: ['.cache/pre-commit'],
        },
      ],
      decoys: { 'reports of ones own': { report: { 'notes.md': 'mine' }, 'pre-commit.log': 'mine' } },
    },
  },
};
