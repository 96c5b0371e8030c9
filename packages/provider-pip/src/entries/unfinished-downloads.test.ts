import type { FoundSection } from '@devclean/core';
import { expect, test } from 'vitest';
import { machine } from '../../test/machine.js';
import { pipEntries } from './pip-entries.js';

const one = 'abcdef0123456789abcdef0123456789abcdef0123456789abcdef01';
const other = 'bbcdef0123456789abcdef0123456789abcdef0123456789abcdef01';
const http = '/home/ada/.cache/pip/http-v2';

test('what killed pips have left half written can be listed and taken, unless it belongs to a download', async () => {
  const context = await machine({
    [`${http}/a/b/c/d/e/${one}.bodybt5w16wo.tmp`]: 'half',
    [`${http}/a/b/c/d/e/${one}abcdefgh.tmp`]: 'half',
    [`${http}/b/b/c/d/e/${other}`]: 'cc=4, rubbish',
    [`${http}/b/b/c/d/e/${other}.bodybt5w16wo.tmp`]: 'half',
  });
  const found = [];
  for await (const entry of pipEntries({ id: 'http', paths: [http] } as unknown as FoundSection, context)) {
    found.push({ ...entry, paths: [...entry.paths].sort() });
  }
  expect(found).toMatchObject([
    {
      name: 'unfinished-download',
      kind: 'unfinished',
      paths: [`${http}/a/b/c/d/e/${one}.bodybt5w16wo.tmp`, `${http}/a/b/c/d/e/${one}abcdefgh.tmp`],
    },
  ]);
});
