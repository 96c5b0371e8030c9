import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';

export const here = path.resolve(import.meta.dirname, '..');
/** Where `npm run bench -- install-tools` puts them. */
export const toolsFolder = path.join(here, '.tools');
export const ours = 'devclean';

const node = process.execPath;
const child = (name) => path.join(here, 'child', name);
const measuredWith = (name) => (folder) => [node, child('measure-with.mjs'), name, folder];
const removedWith = (name) => (folder) => [node, child('remove-with.mjs'), name, folder];
const sumOfLines = (text) =>
  text
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
const firstNumber = (text) => Number(text.match(/\d+/)?.[0]);

/**
 * Who measures. `counts` says what the number is that `bytes` finds in the output: `blocks`, each inode once, is what `du`
 * counts; `lengths` cannot be compared with that; else it says in words how the tool's blocks differ by design.
 */
export function meters() {
  const du = findGnu(['du', 'gdu'], 'GNU coreutils');
  const gdu = findGnu(['gdu', 'gdu-go'], /^Version:/);
  return [
    program('du -s', du, (file, folder) => [file, '-s', '--block-size=1', folder]),
    program('gdu', gdu, (file, folder) => [
      file,
      '--non-interactive',
      '--no-progress',
      '--summarize',
      '--no-prefix',
      folder,
    ]),
    program('dust', find('dust'), (file, folder) => [file, '-P', '-j', '-d', '0', '-o', 'b', folder], {
      bytes: (text) => Number.parseInt(JSON.parse(text).size, 10),
    }),
    // Given one folder it lists what is in that.
    program('dua', find('dua'), (file, folder) => [file, '--format', 'bytes', 'aggregate', '--no-total', folder], {
      counts: 'leaves out the folder itself',
      bytes: sumOfLines,
    }),
    program('diskus', find('diskus'), (file, folder) => [file, folder]),
    packaged('du (npm)', 'du', measuredWith('du'), { counts: 'counts each name of an inode' }),
    packaged('get-folder-size', 'get-folder-size', measuredWith('get-folder-size'), { counts: 'lengths' }),
    packaged('fdir + lstat', 'fdir', measuredWith('fdir'), { counts: 'counts each name of an inode' }),
    packaged(ours, '@devclean/disk', measuredWith(ours)),
  ];
}

/** Who removes. */
export function removers() {
  return [
    program('rm -rf', find('rm'), (file, folder) => [file, '-rf', folder]),
    packaged('rimraf', 'rimraf', removedWith('rimraf')),
    { name: 'fs.rm', version: process.version, command: removedWith('fs.rm') },
    packaged(ours, '@devclean/disk', removedWith(ours)),
  ];
}

/** The programs that are there, and of the others a line that says so. */
export function whoIsThere(contestants) {
  return {
    present: contestants.filter(({ missing }) => missing === undefined),
    absent: contestants.filter(({ missing }) => missing !== undefined),
  };
}

function program(name, found, command, { counts = 'blocks', bytes = firstNumber } = {}) {
  if (found === undefined) return { name, missing: 'not installed' };
  return { name, version: found.version, counts, bytes, command: (folder) => command(found.file, folder) };
}

function packaged(name, packageName, command, { counts = 'blocks' } = {}) {
  const file = path.join(here, 'node_modules', packageName, 'package.json');
  return { name, version: JSON.parse(readFileSync(file, 'utf8')).version, counts, bytes: firstNumber, command };
}

/** Two programs are called gdu; GNU's own is called du or, on macOS, gdu. */
function findGnu(names, says) {
  return names.map((name) => find(name)).find((found) => found?.about.match(says));
}

function find(name) {
  const folders = [path.join(toolsFolder, 'bin'), ...(process.env.PATH ?? '').split(path.delimiter)];
  const file = folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
  if (file === undefined) return undefined;
  const about = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return { file, about, version: about.match(/\d+\.\d+[-+.\w]*/)?.[0] ?? 'unknown' };
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
