// Makes docs/errors.md from the codes in packages/core/src/errors.ts.
import { ERROR_CODES } from '@devclean/core';

/** The file, relative to the repository's root, and its text. */
export function errorsTable() {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { exitCode, meaning }]) => `| \`${code}\` | ${exitCode} | ${meaning} |`,
  );
  const text = [
    '# Errors',
    '',
    'Written by `npm run generate` from [packages/core/src/errors.ts](../packages/core/src/errors.ts). A code is permanent: a script may compare it. The',
    'message beside it says what happened and why, the hint what to do; their words may change.',
    '',
    'At a terminal a failure is two lines on stderr. With `--json` it is the one document on stdout:',
    '',
    '```json',
    '{ "schema": "devclean.error/1", "code": "UNKNOWN_TOOL", "message": "There is no tool called \\"pipp\\".", "hint": "Did you mean \\"pip\\"?" }',
    '```',
    '',
    'In a result the same code stands with the step that it is about, and the command exits with 1 once the rest is done.',
    '',
    '| code | exits with | meaning |',
    '|---|---|---|',
    ...rows,
    '',
    'Exit codes: `0` all that was asked is done, `1` something was skipped, refused or failed, `2` the request is wrong or needs a confirmation',
    'that nobody can give, `70` a bug in devclean, `130` interrupted.',
    '',
  ].join('\n');
  return { output: 'docs/errors.md', text };
}
