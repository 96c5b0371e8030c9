import type { EntryList } from '@devclean/core';
import { createHome } from '@devclean/testkit';
import { afterAll, expect, test } from 'vitest';
import { developer } from '../test/machines.js';
import { readSaved } from './saved-documents.js';

const list: EntryList = { schema: 'devclean.list/1', provider: 'npm', entries: [], unnamed: [] };
const home = createHome({
  'scan.json': JSON.stringify(developer),
  'npm.json': `\uFEFF${JSON.stringify(list)}`,
  'other.json': '{ "schema": "devclean.plan/1" }',
  'half.json': '{ "schema": "devclean.scan/1", "startedAt": 1 }',
  'text.json': 'hello',
  folder: {},
});
afterAll(() => home.remove());

test('a report and lists are told apart by what they say that they are', async () => {
  expect(await readSaved(['npm.json', 'scan.json'], home.path)).toEqual({ report: developer, lists: [list] });
});

test.each([
  [['npm.json'], 'BAD_ARGUMENT', 'this is no report'],
  [['scan.json', 'scan.json'], 'BAD_ARGUMENT', 'this is 2 reports'],
  [['other.json'], 'BAD_ARGUMENT', 'other.json is no report of a scan, and no list'],
  [['half.json'], 'BAD_ARGUMENT', 'half.json is not as devclean writes it: it must have required property'],
  [['text.json'], 'BAD_ARGUMENT', 'text.json is no JSON'],
  [['folder'], 'UNREADABLE_FILE', 'it is not a file'],
  [['nowhere'], 'UNREADABLE_FILE', 'ENOENT'],
])('%j is refused with %s', async (names, code, message) => {
  await expect(readSaved(names, home.path)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
    hint: expect.stringContaining('devclean scan --json'),
  });
});
