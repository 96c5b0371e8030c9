// `npm run record`: the recording in the README, made anew from a real run. A throw-away home is filled with caches, a shell starts in it
// at a terminal of its own (util-linux `script`), and the scenes below are typed as a person would. What the terminal showed goes into
// docs/images/devclean.cast (asciicast v2, for any player) and, drawn, into docs/images/devclean.svg.
//
// A scene waits for what is on the screen, never for a time. The clock of the recording is its own: a key takes `keyMs`, what a command prints comes as
// it came, but for silences, which are cut to `silenceMs`, and when it is done there are `look` milliseconds to read it.
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { drawCast } from './draw-cast.mjs';
import { giveUp, root, setUp } from './set-up.mjs';

const [columns, rows] = [80, 28];
const [keyMs, silenceMs] = [55, 400];
const title = 'devclean finds the caches of pip and npm, clears what is safe, and brings it back';
const prompt = '\u001b[32m$\u001b[0m ';

const [down, leave] = ['\u001b[B', '\u001b'];

/** What is typed, or the keys that are pressed, and what is waited for (after each key): without `until`, that the shell asks for the next command. */
const scenes = [
  { type: 'devclean scan pip npm\n', look: 4000 },
  { type: 'clear\n' },
  { type: 'devclean\n', until: 'esc leave', look: 2500 },
  { press: [down, down], until: 'esc leave', look: 500 },
  { press: [' '], until: 'esc leave', look: 1800 },
  { press: ['?'], until: 'back', look: 3500 },
  { press: [leave], until: 'esc leave', look: 800 },
  { press: [leave], look: 800 },
  { type: 'clear\n' },
  { type: "devclean pip list 'p*'\n", look: 2500 },
  { type: 'devclean sweep pip npm --keep 24h\n', until: '(y/N)', look: 3500 },
  { type: 'y\n', look: 3000 },
  { type: 'clear\n' },
  { type: 'devclean undo\n', look: 3500 },
];

try {
  await setUp();
  const cast = await record();
  const images = path.join(root, 'docs', 'images');
  mkdirSync(images, { recursive: true });
  writeFileSync(path.join(images, 'devclean.cast'), cast);
  const svg = await drawCast(cast);
  writeFileSync(path.join(images, 'devclean.svg'), svg);
  process.stdout.write(
    `docs/images/devclean.cast  ${cast.length} bytes\ndocs/images/devclean.svg   ${svg.length} bytes\n`,
  );
} catch (error) {
  giveUp(error);
}

/** The asciicast of all scenes. */
async function record() {
  const testkit = path.join(root, 'packages', 'testkit', 'dist');
  const { createHome } = await import(path.join(testkit, 'index.js'));
  const { npmCache, pipCache } = await import(path.join(testkit, 'known-tools.js'));
  const scale = { scale: 10 };
  const home = createHome({
    '.cache/pip': pipCache(scale),
    '.npm': npmCache(scale),
  });
  process.once('exit', () => home.remove());
  process.once('SIGINT', () => process.exit(130));
  const bin = path.join(home.root, 'bin');
  mkdirSync(bin);
  symlinkSync(path.join(root, 'apps', 'cli', 'bin', 'run.js'), path.join(bin, 'devclean'));

  // Of this machine's environment only what a program cannot do without: each tool keeps its cache at its default place.
  const env = {
    HOME: home.path,
    TMPDIR: path.join(home.root, 'tmp'),
    PATH: `${bin}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    PS1: prompt,
  };
  const shell = `stty cols ${columns} rows ${rows}; exec bash --norc --noprofile -i`;
  const child = spawn('/usr/bin/script', ['-qec', shell, '/dev/null'], {
    cwd: home.path,
    env,
    stdio: ['pipe', 'pipe', 2],
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const terminal = listenTo(child.stdout);

  terminal.pass(0);
  child.stdin.write("bind 'set enable-bracketed-paste off'; clear\n");
  await terminal.until(`\u001b[2J`);
  await terminal.until(prompt);
  terminal.begin();
  for (const { type = '', press = [], until = prompt, look = 800 } of scenes) {
    for (const key of type) {
      terminal.pass(keyMs);
      child.stdin.write(key);
      if (key !== '\n') await terminal.until(key);
    }
    for (const key of press) {
      child.stdin.write(key);
      await terminal.until(until);
      terminal.pass(look);
    }
    if (press.length > 0) continue;
    await terminal.until(until);
    terminal.pass(look);
  }
  terminal.end();
  child.stdin.write('exit\n');
  await ended;
  const header = { version: 2, width: columns, height: rows, title, env: { TERM: env.TERM } };
  const cast = `${[header, ...terminal.events].map((line) => JSON.stringify(line)).join('\n')}\n`;
  // JVM tools keep their caches in the account's home, whatever HOME says: a machine that has some is not for everybody to see.
  for (const own of [userInfo().homedir, home.root])
    if (cast.includes(own)) throw new Error(`the recording would show ${own}: move away what devclean finds there`);
  return cast;
}

/** Writes down what a terminal shows, with the recording's own clock, and lets one wait for what it has not shown before. */
function listenTo(stream) {
  const events = [];
  let [clockMs, lastAt] = [0, Date.now()];
  let [unseen, wanted, found, recording] = ['', undefined, undefined, false];
  const look = () => {
    if (wanted === undefined) return;
    const at = unseen.indexOf(wanted);
    if (at < 0) return;
    unseen = unseen.slice(at + wanted.length);
    wanted = undefined;
    found();
  };
  stream.setEncoding('utf8').on('data', (chunk) => {
    const now = Date.now();
    clockMs += Math.min(now - lastAt, silenceMs);
    lastAt = now;
    if (recording) events.push([clockMs / 1000, 'o', chunk]);
    unseen += chunk;
    look();
  });
  return {
    events,
    begin() {
      recording = true;
      [clockMs, lastAt] = [0, Date.now()];
      events.push([0, 'o', prompt]);
    },
    end() {
      recording = false;
      events.push([clockMs / 1000, 'o', '']);
    },
    pass(ms) {
      clockMs += ms;
      lastAt = Date.now();
    },
    until(text) {
      return new Promise((resolve) => {
        [wanted, found] = [text, resolve];
        look();
      });
    },
  };
}
