// Installs the tools that the catalog's proofs run into a folder of the checkout, each once. What cannot be installed is said, and its
// proof then skips.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import * as wanted from '../packages/provider-catalog/proofs/tools-to-install.mjs';
import { root } from './set-up.mjs';

const run = promisify(execFile);
const folder = path.join(root, '.set-up', 'catalog-tools');

/** Installs what is missing; gives the folders that belong on the PATH. */
export async function installCatalogTools() {
  const python = process.platform === 'win32' ? 'Scripts' : 'bin';
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(folder, 'target') };
  const ways = [
    ...wanted.fromPyPI.map((what) => ({
      what,
      bin: python,
      install: async (at) => {
        await run('python3', ['-m', 'venv', at]);
        await run(path.join(at, python, 'python'), ['-m', 'pip', 'install', '--quiet', ...what.split(' ')], { env });
      },
    })),
    ...[...wanted.fromNpm.map((what) => ({ what, bin: 'node_modules/.bin' })), ...wanted.programsFromNpm].map(
      ({ what, bin }) => ({
        what,
        bin,
        install: (at) => run('npm', ['install', '--silent', '--ignore-scripts', '--prefix', at, what], { env }),
      }),
    ),
    ...wanted.fromGo.map((what) => ({
      what,
      bin: '.',
      install: (at) => run('go', ['install', what], { env: { ...env, GOBIN: at }, maxBuffer: 1 << 26 }),
    })),
    ...wanted.fromCrates.map((what) => ({
      what,
      bin: 'bin',
      install: (at) =>
        run('cargo', ['install', '--quiet', '--locked', '--root', at, what], { env, maxBuffer: 1 << 26 }),
    })),
  ];
  const folders = [];
  for (const { what, bin, install } of ways) {
    const at = path.join(folder, what.replace(/[^\w.@-]+/g, '_'));
    const half = `${at}.half`; // a virtual environment knows its own path, so it is made where it stays
    if (!existsSync(at) || existsSync(half)) {
      rmSync(at, { recursive: true, force: true });
      mkdirSync(at, { recursive: true });
      mkdirSync(half, { recursive: true });
      try {
        await install(at);
      } catch (error) {
        process.stderr.write(`${what} could not be installed: ${String(error.stderr || error.message).trim()}\n`);
        rmSync(at, { recursive: true, force: true });
      }
      rmSync(half, { recursive: true, force: true });
    }
    folders.push(path.join(at, bin));
  }
  await fromDebian();
  return folders;
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || wanted.fromDebian.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('dpkg-query', ['--show', ...wanted.fromDebian]);
  } catch {
    try {
      await run('apt-get', ['update', '-q'], { maxBuffer: 1 << 26 });
      await run('apt-get', ['install', '-qy', '--no-install-recommends', ...wanted.fromDebian], {
        env,
        maxBuffer: 1 << 26,
      });
    } catch (error) {
      process.stderr.write(
        `Debian's packages could not be installed: ${String(error.stderr || error.message).trim()}\n`,
      );
    }
  }
}
