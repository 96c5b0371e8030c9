import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createToolContext } from '@devclean/core';
import { findPythons } from '@devclean/testkit/real-tools';
import { findInstallations } from '../src/find-installations.js';
import { isAtLeast } from '../src/pip-settings.js';

export interface RealPip {
  /** `20.1`, `newest`, `this machine’s 23.0.1`. */
  readonly name: string;
  readonly version: string;
  /** The Python that runs it with `-m pip`. */
  readonly python: string;
}

export interface MissingPip {
  readonly name: string;
  readonly because: string;
}

/** Each changed something of the cache, or of what `pip cache` says of it. */
export const everyPip = ['20.1', '20.3', '21.3', '22.3', '23.0', '23.3', '24.3', '25.3', '26.0', 'newest'] as const;

/** Environments are made once, and stay until node_modules goes. */
const place = resolve(import.meta.dirname, '../../../node_modules/.cache/pips');

/** This machine's own pips that know `pip cache`, each version once, newest first. */
export async function ownPips(): Promise<RealPip[]> {
  const context = await createToolContext({ env: { HOME: homedir(), PATH: process.env.PATH } });
  const { askable } = await findInstallations(context);
  const able = askable.flatMap(({ version = '', executable = '' }) =>
    isAtLeast(version, 20, 1) ? [[version, executable] as const] : [],
  );
  return [...new Map(able)]
    .sort(([one], [other]) => other.localeCompare(one, 'en', { numeric: true }))
    .map(([version, python]) => ({ name: `this machine’s ${version}`, version, python }));
}

/**
 * Pips of these versions, each in an environment of its own, fetched from the index that pip is set up for where they are not
 * there yet. Of those that cannot be had, why.
 */
export async function realPips(names: readonly string[]): Promise<(RealPip | MissingPip)[]> {
  const pythons = findPythons();
  const found: (RealPip | MissingPip)[] = [];
  let unreachable: string | undefined;
  for (const name of names) {
    const pip = existing(name) ?? (unreachable ? { name, because: unreachable } : await makePip(name, pythons));
    // One that cannot be reached for the first will not be for the others: each try takes its time.
    if ('because' in pip && pip.because.startsWith('the index')) unreachable = pip.because;
    found.push(pip);
  }
  return found;
}

function existing(name: string): RealPip | undefined {
  const note = join(place, name, 'version.txt');
  if (!existsSync(note)) return undefined;
  return { name, version: readFileSync(note, 'utf8'), python: join(place, name, 'bin/python') };
}

async function makePip(name: string, pythons: readonly string[]): Promise<RealPip | MissingPip> {
  mkdirSync(place, { recursive: true });
  const folder = mkdtempSync(join(place, 'new-'));
  let because = pythons.length === 0 ? 'there is no Python' : '';
  try {
    for (const python of pythons) {
      const attempt = await tryPip(name, python, folder);
      if ('version' in attempt) {
        writeFileSync(join(folder, 'version.txt'), attempt.version);
        // Another run may have made it meanwhile.
        if (existing(name) === undefined) renameSync(folder, join(place, name));
        return existing(name) as RealPip;
      }
      because = attempt.because;
    }
    return { name, because };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryPip(
  name: string,
  python: string,
  folder: string,
): Promise<{ readonly version: string } | { readonly because: string }> {
  const download = join(folder, 'download');
  const wanted = name === 'newest' ? 'pip' : `pip==${name}`;
  const fetch = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--retries', '0', '--timeout', '5'];
  const quiet = ['--quiet', '--disable-pip-version-check', '--dest', download, wanted];
  try {
    await run(python, [...fetch, ...quiet], folder);
  } catch (error) {
    return { because: `the index has it not, or cannot be reached (${lastLine(error)})` };
  }
  try {
    await run(python, ['-m', 'venv', '--clear', '--without-pip', join(folder, 'env')], folder);
    const site = await run(
      join(folder, 'env/bin/python'),
      ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
      folder,
    );
    const [wheel = ''] = readdirSync(download);
    await run(python, ['-m', 'zipfile', '-e', join(download, wheel), site.trim()], folder);
    const said = await run(join(folder, 'env/bin/python'), ['-m', 'pip', 'cache', 'dir'], folder);
    if (said.trim() === '') return { because: `it does not run with ${python}` };
    const version = /^pip-([^-]+)-/.exec(wheel)?.[1] ?? name;
    // As a folder of its own: a venv is where its pyvenv.cfg is.
    for (const part of readdirSync(join(folder, 'env'))) renameSync(join(folder, 'env', part), join(folder, part));
    return { version };
  } catch (error) {
    return { because: `it does not run with ${python} (${lastLine(error)})` };
  }
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const options = { cwd, timeout: 120_000, env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONSAFEPATH: '1' } };
  return (await promisify(execFile)(program, args, options)).stdout;
}

function lastLine(error: unknown): string {
  const text = (error as { stderr?: string }).stderr || String(error);
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
