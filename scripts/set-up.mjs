// Brings a checkout from any state to "installed and built", with nothing but Node and npm on the machine.
// Plain JavaScript without dependencies, because it runs before there are any. Everything it prints goes to stderr:
// stdout belongs to the program that is started afterwards (`npm run -s devclean -- scan --json | jq`).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const stateFolder = inRoot('.set-up'); // git-ignored; not inside node_modules, which a repair removes
const stampFile = path.join(stateFolder, 'stamp.json');
const lockFile = path.join(stateFolder, 'lock');

/** Installs and builds unless nothing changed since that last succeeded. Its Error is meant for a person to read. */
export async function setUp({ force = false } = {}) {
  // The usual case starts no process and writes nothing: it costs milliseconds and works in a checkout that is read-only.
  if (!force && isCurrent()) return;
  const release = await lock();
  try {
    if (!force && isCurrent()) return; // another run did it while this one waited
    const sourcesWereGood = readStamp().sources === fingerprint().sources;
    await install();
    if ((await turbo('build')) !== 0) {
      // These sources were built before, so it is the installation that lost files, and pnpm does not look inside packages.
      if (!sourcesWereGood) throw new Error('the build failed (its messages are above).');
      await installAfresh();
      if ((await turbo('build')) !== 0) throw new Error('the build failed (its messages are above).');
    }
    writeFileSync(stampFile, JSON.stringify(fingerprint()));
  } finally {
    release();
  }
}

/** Runs `turbo run TASK…`; gives its exit code. */
export function turbo(...tasks) {
  return start('turbo', ['run', ...tasks, '--output-logs=errors-only']);
}

/** Starts a program, those of node_modules/.bin first, with no stdin and all it prints on stderr; gives its exit code. */
export function start(name, args, { cwd = root } = {}) {
  const child = spawn(name, args, {
    cwd,
    env: childEnvironment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32', // npx, pnpm and turbo are .cmd files there; no argument of ours needs quoting
  });
  let received;
  const pass = (signal) => {
    received = signal;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, pass);
      if (received ?? signal) reject(new Interrupted(received ?? signal));
      else resolve(code);
    });
  });
}

class Interrupted extends Error {
  constructor(signal) {
    super(`${signal} received`);
    this.signal = signal;
  }
}

/** Ends this process as a failed set-up, or with the signal that ended it. */
export function giveUp(error) {
  if (error instanceof Interrupted) process.kill(process.pid, error.signal);
  process.stderr.write(`\nset-up: ${error.message}\n`);
  process.exitCode = 1;
}

async function install() {
  if (!isBootstrapped()) return installAfresh();
  // Its quick check trusts a file of its own and overlooks packages that are gone; the full one costs 60 ms more.
  const code = await start('pnpm', ['install', '--loglevel=warn', '--config.optimistic-repeat-install=false']);
  if (code !== 0) throw new Error('"pnpm install" failed (its messages are above).');
}

/** turbo runs `pnpm` from the PATH, so node_modules/.bin has to hold the pinned one. */
function isBootstrapped() {
  const installed = readJson(inRoot('node_modules', 'pnpm', 'package.json')).version;
  return (
    installed === pinnedPnpm() && ['pnpm', 'turbo'].every((name) => existsSync(inRoot('node_modules', '.bin', name)))
  );
}

async function installAfresh() {
  process.stderr.write('set-up: installing the toolchain into node_modules, once\n');
  rmSync(inRoot('node_modules'), { recursive: true, force: true, maxRetries: 3 }); // npx would run a broken pnpm out of it
  const pnpm = `pnpm@${pinnedPnpm()}`;
  // --prefer-offline: else npx asks the registry at each call. --allow-scripts: pnpm is a native program that its install
  // script puts in place. --package: a plain `npx pnpm@…` fails below another `npx --package`, which hands its own down.
  const npx = ['--yes', '--prefer-offline', '--allow-scripts=pnpm', `--package=${pnpm}`, '--', 'pnpm'];
  const code = await start('npx', [...npx, 'install', '--loglevel=warn']);
  if (code !== 0)
    throw new Error(
      `"pnpm install", with ${pnpm} by way of npx, failed (its messages are above). Is the registry in reach?`,
    );
}

function pinnedPnpm() {
  return readJson(inRoot('package.json')).packageManager.replace('pnpm@', '');
}

function childEnvironment() {
  const environment = {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  // `npm run` hands a configured registry on under npm's name, which pnpm 12 does not read.
  if (process.env.npm_config_registry) environment.pnpm_config_registry ??= process.env.npm_config_registry;
  const key = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  environment[key] = [inRoot('node_modules', '.bin'), environment[key]].join(path.delimiter);
  return environment;
}

function isCurrent() {
  const stamp = readStamp();
  const now = fingerprint();
  return stamp.sources === now.sources && stamp.outputs === now.outputs;
}

/** Name, size and times of all that goes into the build and comes out of it. A change time cannot be set back by hand. */
function fingerprint() {
  const sources = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}\n`);
  const outputs = createHash('sha256');
  const add = (file, hash) => {
    const found = statSync(file, { throwIfNoEntry: false });
    hash.update(found ? `${file} ${found.size} ${found.mtimeMs} ${found.ctimeMs}\n` : `${file} is missing\n`);
  };
  const walk = (folder, hash) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      const into = /^(dist|oclif\.manifest\.json|.*\.tsbuildinfo)$/.test(entry.name) ? outputs : hash;
      if (!entry.isDirectory()) add(file, into);
      else if (entry.name !== 'node_modules' && entry.name !== '.turbo') walk(file, into);
    }
  };
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'turbo.json', '.npmrc'];
  files.push('benchmarks/package.json'); // nothing else of it is built
  for (const name of files) add(inRoot(name), sources);
  for (const name of ['apps', 'examples', 'packages', 'scripts'])
    if (existsSync(inRoot(name))) walk(inRoot(name), sources);
  return { sources: sources.digest('hex'), outputs: outputs.digest('hex') };
}

/**
 * One set-up at a time: two builds would overwrite files that the other's program is loading. The holder touches the file
 * each second; one that stands still belongs to a process that was killed. That needs no process ids, which mean nothing
 * across containers that share a checkout.
 */
async function lock() {
  mkdirSync(stateFolder, { recursive: true });
  let seen = 0;
  let since = Date.now();
  for (;;) {
    try {
      writeFileSync(lockFile, '', { flag: 'wx' });
      const heart = setInterval(() => existsSync(lockFile) && utimesSync(lockFile, new Date(), new Date()), 1000);
      return () => {
        clearInterval(heart);
        rmSync(lockFile, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Error(`cannot write to ${stateFolder} (${error.code}). Who owns this checkout?`);
    }
    const touched = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (touched !== seen) [seen, since] = [touched, Date.now()];
    else if (Date.now() - since > 4000) rmSync(lockFile, { force: true });
    await sleep(100);
  }
}

function readStamp() {
  return readJson(stampFile);
}

/** What the file holds, or nothing when it is missing or damaged, as a killed process may leave it. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
