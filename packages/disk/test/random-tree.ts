import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Fills a folder with everything that a file system can hold and a user can make: nested and empty folders, files, sparse files, hard
 * links inside and to `outside`, links to files, to folders and to nowhere, fifos, a socket, names that are not UTF-8 beside their twins.
 */
export function fillRandomly(folder: string, outside: string, seed: number): void {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const folders = [folder];
  const files: string[] = [];
  const fifos: string[] = [];
  mkdirSync(outside, { recursive: true });
  for (let index = 0; index < 400; index++) {
    const name = join(pick(folders), `${pick(['a', '.b', 'c d', '-e', 'ü', '*', 'new\nline'])}${index}`);
    const kind = random();
    if (kind < 0.25) {
      mkdirSync(name);
      folders.push(name);
    } else if (kind < 0.6) {
      writeFileSync(name, Buffer.alloc(Math.floor(random() ** 4 * 100_000), 1));
      utimesSync(name, random() * 1e9, random() * 1e9);
      files.push(name);
    } else if (kind < 0.65) {
      const sparse = openSync(name, 'w');
      ftruncateSync(sparse, Math.floor(random() * 2 ** 34));
      writeSync(sparse, 'x', 5_000_000);
      closeSync(sparse);
    } else if (kind < 0.75 && files.length > 0) {
      linkSync(pick(files), name);
    } else if (kind < 0.82) {
      writeFileSync(join(outside, `${index}`), 'kept');
      linkSync(join(outside, `${index}`), name);
    } else if (kind < 0.95) {
      symlinkSync(
        pick([...files.slice(0, 5), ...folders.slice(0, 5), '/nowhere', '.', outside, 'x'.repeat(100)]),
        name,
      );
    } else {
      fifos.push(name);
    }
  }
  execFileSync('mkfifo', ['--', ...fifos]);
  for (const bytes of ['bad-\xff', 'bad-\xfe']) writeFileSync(Buffer.from(`${folder}/${bytes}`, 'latin1'), 'bytes');
  writeFileSync(join(folder, 'bad-\ufffd'), 'twin');
  mkdirSync(Buffer.from(`${folder}/dir-\xff`, 'latin1'));
  writeFileSync(Buffer.from(`${folder}/dir-\xff/inner`, 'latin1'), 'inner');
  execFileSync('python3', [
    '-c',
    'import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])',
    join(folder, 'socket'),
  ]);
}
