import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { inChild } from '../packages/core/test/child.js';

/** The calls of `fault.c`: `open` is for writing, or of devclean's own files; `look` every other. */
export const calls = [
  'open', 'look', 'write', 'fsync', 'ftruncate', 'rename', 'unlink', 'rmdir', 'mkdir', 'link', 'chmod', 'bind',
] as const; // biome-ignore format: a list of words
export type Call = (typeof calls)[number];

export const errnos = [
  'EIO', 'ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EMFILE', 'ENFILE', 'ENOMEM', 'EINTR', 'ESTALE', 'ENOTEMPTY', 'ETXTBSY',
  'EXDEV', 'ENOENT', 'EEXIST',
] as const; // biome-ignore format: a list of words

let library = '';

/** Makes what is preloaded. Once a test file; where there is no compiler its tests are skipped. */
export function buildFaults(): void {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'devclean-fault-'));
    library = path.join(folder, 'fault.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, path.join(import.meta.dirname, 'fault.c'), '-ldl']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

/** What a process has to have in its environment to meet a fault, or to count its calls. */
export function faultEnvironment(fault = ''): Record<string, string> {
  const under = path.join(realpathSync(tmpdir()), 'devclean-home-');
  return { LD_PRELOAD: library, HOSTILE_UNDER: under, ...(fault && { HOSTILE_FAULT: fault }) };
}

/** How the number of an error is said to `fault.c`. */
export function errnoAction(name: string): string {
  const number = (constants.errno as Record<string, number>)[name];
  if (number === undefined) throw new Error(`${name} is no error`);
  return `E${number}`;
}

export interface Trial {
  readonly home: string;
  readonly fault: string;
}

export interface Failing<T> {
  /** How often the fault was met, and how often each call was made. */
  readonly counted: Readonly<Record<Call | 'fired', number>>;
  readonly answer?: T;
  readonly thrown?: { readonly code?: string; readonly text: string; readonly isOurs: boolean };
}

/**
 * Runs code once in each home, each time with another fault, in one process: to start one takes longer than all the rest. In the code
 * `at` is the home and `its` its context. Rejects with the signal when the process is killed.
 */
export function failingIn<T>(trials: readonly Trial[], code: string): Promise<readonly Failing<T>[]> {
  const program = `
    const answers = [];
    const ask = (fault) => { try { fs.closeSync(fs.openSync('/devclean-fault/' + fault)); } catch {} };
    for (const { home: at, fault } of ${JSON.stringify(trials)}) {
      const its = await core.createToolContext({
        env: { HOME: at }, homes: { env: at, account: at }, cwd: '/', platform: 'linux',
      });
      const purgeIts = async ({ asEntries = false, ...options } = {}) => {
        const made = core.planPurge(await core.scan([toy], { context: its }), [toy], request);
        const named = made.steps.map((step) => ({ ...step, entry: { name: step.path, kind: 'toy' } }));
        const plan = asEntries ? { ...made, steps: named } : made;
        const result = await core.applyPlan(plan, [toy], { context: its, ...options });
        const outcomes = result.outcomes.map((one) => ({ ...one, path: plan.steps[one.step].path }));
        return { steps: plan.steps.length, outcomes, files: result.removed.files };
      };
      ask(fault);
      let answer;
      try {
        answer = { answer: await (async () => { ${code} })() };
      } catch (error) {
        answer = { thrown: { code: error.code, text: String(error?.stack ?? error), isOurs: core.isDevcleanError(error) } };
      }
      answers.push({ counted: JSON.parse(fs.readFileSync('/devclean-fault', 'utf8')), ...answer });
      ask('');
    }
    return answers;`;
  const wrapper = ['env', ...Object.entries(faultEnvironment()).map(([name, value]) => `${name}=${value}`)];
  return inChild(program, trials[0]?.home ?? '/', wrapper);
}
