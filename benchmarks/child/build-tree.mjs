// `node build-tree.mjs KIND COUNT FOLDER`: builds a tree with COUNT files in FOLDER, which must not be there, and prints
// `{ files, directories }`. In a process of its own, so that what it allocates does not slow down the starts that are timed.
//
// The same arguments make the same tree: every name and length comes from a hash of its number. Most files are one hole with a
// length; one in eight has a block or two of data, so that a million files take little more than their inodes and folders.
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, linkSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs';

const [, , kind, countText, folder] = process.argv;
const count = Number(countText);
const data = Buffer.alloc(8192, 'devclean benchmark ');
const made = new Set();
let files = 0;

const hashOf = (text) => createHash('sha512').update(`devclean ${kind} ${text}`).digest();

function ensure(directory) {
  if (made.has(directory)) return;
  mkdirSync(directory, { recursive: true });
  for (let at = directory; at.length >= folder.length && !made.has(at); at = at.slice(0, at.lastIndexOf('/')))
    made.add(at);
}

/** Lengths spread evenly over the magnitudes from 400 bytes to 4 MB, as in a cache of packages. */
function write(file, hash) {
  const fd = openSync(file, 'wx', 0o644);
  ftruncateSync(fd, Math.round(400 * 10 ** (hash.readUInt32LE(0) / 2 ** 30)));
  if (hash[4] % 8 === 0) writeSync(fd, data, 0, 400 + (hash.readUInt16LE(5) % 7000));
  closeSync(fd);
  files++;
}

/** pip: http-v2/a/b/c/d/e/<56 hex>, its metadata, and the same with .body. */
function pip() {
  for (let entry = 0; files < count; entry++) {
    const hash = hashOf(entry);
    const name = hash.toString('hex', 0, 28);
    const directory = `${folder}/http-v2/${[...name.slice(0, 5)].join('/')}`;
    ensure(directory);
    write(`${directory}/${name}`, hash);
    if (files < count) write(`${directory}/${name}.body`, hash.subarray(8));
  }
}

/** npm: half index, half content. */
function npm() {
  const write2 = (top, hash, bytes) => {
    const hex = hash.toString('hex', 0, bytes);
    const directory = `${folder}/${top}/${hex.slice(0, 2)}/${hex.slice(2, 4)}`;
    ensure(directory);
    write(`${directory}/${hex.slice(4)}`, hash.subarray(8));
  };
  for (let entry = 0; files < count; entry++) {
    const hash = hashOf(entry);
    write2('content-v2/sha512', hash, 64);
    if (files < count) write2('index-v5', hash.subarray(16), 32);
  }
}

const words =
  `api app async auth base buffer cache client codec command common config context core crypto data db encoding error
event exec filter format graph handler hash http image index internal io json kernel lexer list log map math metric mock model net
node option parser path plugin pool proto query queue reader registry render request resource router rule runtime schema server
session socket source state storage stream string sync table task template text token trace transport tree type unit url util value
vector version view watch worker writer xml yaml zip`.split(/\s+/);
const word = (byte) => words[byte % words.length];

/** Go's modules: about two files a folder, one to twelve folders a module. */
function go() {
  for (let module = 0; files < count; module++) {
    const hash = hashOf(module);
    const version = `v${hash[1] % 4}.${hash[2] % 30}.${hash[3] % 12}`;
    const top = `${folder}/github.com/${word(hash[4])}-${word(hash[5])}/${word(hash[6])}${module}@${version}`;
    let directory = top;
    for (let place = 0; place <= hash[7] % 12 && files < count; place++) {
      const of = hashOf(`${module} ${place}`);
      // Below the module, or below the package before.
      if (place > 0) directory = `${of[0] % 3 === 0 ? directory : top}/${word(of[2])}${place}`;
      ensure(directory);
      for (let file = 0; file < 1 + (of[1] % 4) && files < count; file++) {
        write(`${directory}/${word(of[8 + file])}_${word(of[16 + file])}${file}.go`, of.subarray(24 + 8 * file));
      }
    }
  }
}

/** Gradle: group/module/version, and below that each file in a folder of its own, named after its SHA-1 without leading zeros. */
function gradle() {
  for (let module = 0; files < count; module++) {
    const hash = hashOf(module);
    const name = `${word(hash[0])}-${word(hash[1])}${module >> 1}`;
    const version = `${hash[2] % 9}.${hash[3] % 30}.${hash[4] % 12}`;
    const top = `${folder}/org.${word(hash[5])}.${word(hash[6])}/${name}/${version}`;
    for (const suffix of ['.pom', '.module', '.jar', '-sources.jar'].slice(0, 2 + (hash[7] % 3))) {
      if (files === count) return;
      const of = hashOf(`${module} ${suffix}`);
      const directory = `${top}/${of.toString('hex', 0, 20).replace(/^0+/, '')}`;
      ensure(directory);
      write(`${directory}/${name}-${version}${suffix}`, of.subarray(24));
    }
  }
}

/** pnpm: a store, and a node_modules whose files are links to what is in it, so that most inodes have two names or three. */
function pnpm() {
  const stored = Math.ceil(count * 0.4);
  const paths = [];
  for (let entry = 0; entry < stored; entry++) {
    const hash = hashOf(entry);
    const hex = hash.toString('hex');
    const directory = `${folder}/store/v10/files/${hex.slice(0, 2)}`;
    ensure(directory);
    const file = `${directory}/${hex.slice(2)}`;
    write(file, hash);
    paths.push(file);
  }
  let next = 0;
  for (let number = 0; files < count; number++) {
    const hash = hashOf(`package ${number}`);
    const name = `${word(hash[0])}-${word(hash[1])}${number}`;
    const inStore = `.pnpm/${name}@${hash[2] % 9}.${hash[3] % 30}.0/node_modules/${name}`;
    const top = `${folder}/node_modules/${inStore}`;
    ensure(top);
    symlinkSync(inStore, `${folder}/node_modules/${name}`);
    files++;
    for (let file = 0; file < 4 + (hash[4] % 20) && files < count; file++) {
      const directory = file < 3 ? top : `${top}/${word(hash[5 + (file % 4)])}`;
      ensure(directory);
      linkSync(paths[next++ % stored], `${directory}/${word(hash[10 + file])}${file}.js`);
      files++;
    }
  }
}

ensure(folder);
({ pip, npm, gradle, go, pnpm })[kind]();
process.stdout.write(`${JSON.stringify({ files, directories: made.size })}\n`);
