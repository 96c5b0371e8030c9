import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ThrowAwayHome } from './create-home.js';

export interface ToolRun {
  /** Added to the home's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder in which it runs; a new empty one beside the home when left out. */
  readonly cwd?: string;
  /** Milliseconds until it is killed; two minutes when left out. */
  readonly timeout?: number;
}

/** Runs a real program inside a throw-away home. Standard output; an error that says everything when it fails. */
export function runTool(home: ThrowAwayHome, argv: readonly [string, ...string[]], run: ToolRun = {}): Promise<string> {
  const cwd = run.cwd ?? join(home.root, 'elsewhere');
  mkdirSync(cwd, { recursive: true });
  const [program, ...args] = argv;
  const options = {
    cwd,
    env: { ...home.env, ...run.env },
    timeout: run.timeout ?? 120_000,
    maxBuffer: 16 * 1024 * 1024,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${argv.join(' ')}\n${error.message}\n${stdout}\n${stderr}`, { cause: error }));
    });
    child.stdin?.end();
  });
}
