import { lstatSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FindingLog, isSystemError } from './finding-log.js';

test('names a thousand, and counts the rest by code', () => {
  const log = new FindingLog();
  for (let index = 0; index < 1500; index++)
    log.add(Buffer.from(`/a/${index}`), index % 2 === 0 ? 'EIO' : 'EACCES', 'Could not be read');
  const findings = log.list();
  expect(findings).toHaveLength(1002);
  expect(findings.slice(1000).map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'EIO: Could not be read (and 249 more like it)',
    'EACCES: Could not be read (and 249 more like it)',
  ]);
});

test('gives the bytes of a path that is not text', () => {
  const log = new FindingLog();
  log.add(Buffer.from('/\xff', 'latin1'), 'mount', '');
  log.add(Buffer.from('/\ufffd'), 'mount', '');
  expect(log.list()).toEqual([
    { path: '/\ufffd', pathBase64: 'L/8=', code: 'mount', message: '' },
    { path: '/\ufffd', code: 'mount', message: '' },
  ]);
});

test('takes the reason from the system and leaves out the path that we named it by', () => {
  const log = new FindingLog();
  try {
    lstatSync('/proc/self/fd/99999/it, is');
  } catch (error) {
    if (isSystemError(error)) log.addError(Buffer.from('/shown'), error, 'Could not be read');
  }
  expect(log.list()).toEqual([
    { path: '/shown', code: 'ENOENT', message: 'Could not be read: no such file or directory' },
  ]);
});
