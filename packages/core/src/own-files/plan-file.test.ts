import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { noUsage } from '@devclean/disk';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import { readPlanFile, writePlanFile } from './plan-file.js';

const plan = (id: string): PurgePlan => ({
  schema: 'devclean.plan/1',
  id,
  createdAt: '',
  expiresAt: '',
  uid: 0,
  expected: noUsage,
  steps: [],
  skipped: [],
});

test('a plan is written for the user’s eyes only, and an older one is replaced', async () => {
  const file = `${home().path}/plan.json`;
  await writePlanFile(file, plan('one'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await writePlanFile(file, plan('two'));
  expect(JSON.parse(await readPlanFile(file))).toEqual(plan('two'));
});

test('any other file is left as it is', async () => {
  const made = home({ 'letter.txt': 'Dear Ada', folder: {} });
  for (const name of ['letter.txt', 'folder', 'nowhere/plan.json']) {
    await expect(writePlanFile(`${made.path}/${name}`, plan('one'))).rejects.toMatchObject({ code: 'UNWRITABLE_FILE' });
  }
  expect(readFileSync(`${made.path}/letter.txt`, 'utf8')).toBe('Dear Ada');
});

test('what is no file cannot be read, and nobody waits for it', needs('mkfifo'), async () => {
  const made = home({ folder: {} });
  execFileSync('mkfifo', [`${made.path}/fifo`]);
  for (const file of ['nowhere', 'folder', 'fifo'].map((name) => `${made.path}/${name}`)) {
    await expect(readPlanFile(file)).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
  }
  await expect(readPlanFile('/dev/zero')).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
  await expect(writePlanFile(`${made.path}/fifo`, plan('one'))).rejects.toMatchObject({ code: 'UNWRITABLE_FILE' });
});
