import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { needs } from '@devclean/testkit/real-tools';
import { afterAll, beforeAll } from 'vitest';
import { toySpec } from './toy.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;

/** A user who is not root: nobody when root runs the tests, else whoever does. */
export const ordinaryUser = isRoot ? 65534 : (process.getuid?.() ?? -1);
export const asOrdinaryUser = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
/** What such a test needs. */
export const needsOrdinaryUser = isRoot ? needs('setpriv') : {};

export const withOwnMounts = ['unshare', '--mount', '--propagation', 'private'];

let modules = '';

/** Lays out the built packages where every user can read them, wherever the repository is. Once a test file. */
export function buildForChildren(): void {
  beforeAll(() => {
    modules = mkdtempSync(path.join(realpathSync(tmpdir()), 'devclean-core-'));
    chmodSync(modules, 0o755);
    const copy = (folder: string, name: string): string => {
      cpSync(folder, path.join(modules, 'node_modules', name), {
        recursive: true,
        filter: (file) => !/\/(node_modules|src)$/.test(file.slice(folder.length)),
      });
      return folder;
    };
    const copyDependency = (name: string, user: string): string => {
      const places = createRequire(`${user}/index.js`).resolve.paths(name) ?? [];
      const found = places.map((place) => path.join(place, name)).find((place) => existsSync(place));
      if (found === undefined) throw new Error(`${user} has no ${name}`);
      return copy(realpathSync(found), name);
    };
    const core = copy(realpathSync(packageFolder), '@devclean/core');
    copyDependency('@devclean/disk', core);
    copyDependency('yocto-queue', copyDependency('p-limit', core));
    copyDependency('jsonc-parser', core);
  });
  afterAll(() => rmSync(modules, { recursive: true, force: true }));
}

/** Lets an ordinary user have a folder and all that is in it. */
export function giveToOrdinaryUser(folder: string): void {
  if (isRoot) execFileSync('chown', ['-R', `${ordinaryUser}:${ordinaryUser}`, folder]);
}

/**
 * Runs code in a process of its own, as another user or with other mounts. In it `core` is the package, `module(name)`
 * one file of it, `fs` is `node:fs`, `sh` runs a line of shell, `toy` is the toy, `home` the home given, `context` its
 * user and `request` all of the toy; `purge` takes it all, with `asEntries` in bundles. What the code returns is the result.
 */
export async function inChild<T>(code: string, home: string, wrapper: readonly string[] = []): Promise<T> {
  const program = `
    import * as fs from 'node:fs';
    import { execFileSync } from 'node:child_process';
    import * as core from '@devclean/core';
    const home = process.argv[1];
    const module = (name) => import(${JSON.stringify(modules)} + '/node_modules/@devclean/core/dist/' + name);
    const sh = (line) => execFileSync('sh', ['-c', line, 'sh', home], { encoding: 'utf8' });
    const toy = { provider: core.defineProvider(${JSON.stringify(toySpec())}), origin: 'builtin' };
    const context = await core.createToolContext({
      env: { HOME: home }, homes: { env: home, account: home }, cwd: '/', platform: 'linux',
    });
    const request = { sections: [], allow: 'costly', leftovers: false, locations: [], contexts: [], exclude: [] };
    const purge = async ({ asEntries = false, ...options } = {}) => {
      const made = core.planPurge(await core.scan([toy], { context, ...options }), [toy], request);
      const named = made.steps.map((step) => ({ ...step, entry: { name: step.path, kind: 'toy' } }));
      const plan = asEntries ? { ...made, steps: named } : made;
      const notices = [];
      const onEvent = (event) => event.type === 'notice' && notices.push(event.message);
      return { plan, notices, result: await core.applyPlan(plan, [toy], { context, onEvent, ...options }) };
    };
    const answer = await (async () => { ${code} })();
    process.stdout.write(JSON.stringify(answer ?? null));`;
  const [file, ...args] = [...wrapper, process.execPath, '--input-type=module', '-e', program, home];
  const { stdout } = await promisify(execFile)(file as string, args, { cwd: modules, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as T;
}
