import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { link } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { writePageFile } from './page-file.js';

const beginning = '<!doctype html>\n<!-- ours -->\n';
const page = (text: string) => `${beginning}${text}`;

test('a page is written for the user’s eyes only, and an older one is replaced', async () => {
  const made = home();
  const file = `${made.path}/map.html`;
  await writePageFile(file, page('one'), beginning);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await writePageFile(file, page('two'), beginning);
  expect(readFileSync(file, 'utf8')).toBe(page('two'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(made.path)).toEqual(['map.html']);
});

test('where a link leads to an older page, that is replaced', async () => {
  const made = home({ 'real.html': page('one'), 'map.html': link('real.html') });
  await writePageFile(`${made.path}/map.html`, page('two'), beginning);
  expect(readFileSync(`${made.path}/real.html`, 'utf8')).toBe(page('two'));
});

test('any other file is left as it is', async () => {
  const made = home({ 'letter.html': '<!doctype html>\n<p>Dear Ada', empty: '', folder: {}, gone: link('nowhere') });
  for (const name of ['letter.html', 'empty', 'folder', 'gone', 'letter.html/map.html', 'no/such/map.html']) {
    await expect(writePageFile(`${made.path}/${name}`, page('x'), beginning)).rejects.toMatchObject({
      code: 'UNWRITABLE_FILE',
      hint: 'Name another file with -o.',
    });
  }
  expect(readFileSync(`${made.path}/letter.html`, 'utf8')).toBe('<!doctype html>\n<p>Dear Ada');
  expect(readdirSync(made.path).sort()).toEqual(['empty', 'folder', 'gone', 'letter.html']);
});

test('nobody waits for what is no file', needs('mkfifo'), async () => {
  const made = home();
  execFileSync('mkfifo', [`${made.path}/fifo`]);
  await expect(writePageFile(`${made.path}/fifo`, page('x'), beginning)).rejects.toThrow('there is something already');
});
