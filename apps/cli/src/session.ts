import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { createToolContext, DevcleanError, readSettings, type ToolContext, type UserSettings } from '@devclean/core';
import { claimWorkingFolder } from '@devclean/disk';
import { guardOutput } from './guard-output.js';
import { pour } from './pour.js';
import { type Look, lookOf } from './render/look.js';
import { type Progress, progressOn } from './render/progress.js';

/** The output flags of a command, as oclif gives them. */
export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly 'no-color'?: boolean;
  /** Of the commands that look for caches. */
  readonly project?: readonly string[] | undefined;
}

/** One run of a command: the machine, and how to speak to whoever started it. */
export interface Session {
  readonly context: ToolContext;
  /** What the user has set; nothing where that cannot be relied upon, which whatever removes something says. */
  readonly settings: UserSettings;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether somebody can be asked. */
  readonly canAsk: boolean;
  readonly out: Look;
  readonly err: Look;
  readonly progress: Progress;
  /** A result: stdout. */
  print(text: string): void;
  /** The document that `--json` promises: stdout, and nothing else there. */
  emit(document: object): void;
  /** A long result: stdout, each piece only when those before it have been taken. */
  pour(pieces: Iterable<string>): Promise<void>;
  /** Beside the result: stderr. */
  note(text: string): void;
}

/** Milliseconds within which a second signal is the first one's echo. */
const repeatMs = 300;

/** Opens the session of a command. An interrupt ends what is under way in good order; a second one ends the process. */
export async function openSession(flags: OutputFlags): Promise<Session> {
  const { json = false, quiet = false } = flags;
  claimWorkingFolder();
  const controller = new AbortController();
  const interrupt = () =>
    controller.abort(new DevcleanError('ABORTED', 'Interrupted. What was not done yet is untouched.'));
  guardOutput();
  let interruptedAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Through npm one Ctrl-C arrives twice: from the terminal, and passed on by npm a moment later.
      if (interruptedAt !== undefined && Date.now() - interruptedAt > repeatMs) process.exit(130);
      interruptedAt ??= Date.now();
      interrupt();
    });
  }
  const found = await createToolContext({ signal: controller.signal });
  const settings = settingsOf(found);
  const roots = flags.project ? projectRoots(flags.project, found.cwd) : foldersThere(settings.projects);
  const context = { ...found, projectRoots: roots };
  const look = { home: context.homes.env, noColor: flags['no-color'] ?? false, color: settings.color };
  const out = lookOf(process.stdout, look);
  const err = lookOf(process.stderr, look);
  const progress = progressOn(process.stderr, err, !quiet);
  return {
    context,
    settings,
    json,
    quiet,
    canAsk: process.stdin.isTTY === true && err.terminal,
    out,
    err,
    progress,
    print(text) {
      progress.clear();
      process.stdout.write(`${text}\n`);
    },
    emit(document) {
      progress.clear();
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    },
    async pour(pieces) {
      progress.clear();
      await pour(pieces, process.stdout);
    },
    note(text) {
      progress.clear();
      process.stderr.write(`${text}\n`);
    },
  };
}

function settingsOf(context: ToolContext): UserSettings {
  try {
    return readSettings(context);
  } catch {
    return { file: '', exclude: [], projects: [], locations: [] };
  }
}

/** Of what the settings name: a disk may be away. */
function foldersThere(named: readonly string[]): string[] {
  return named.flatMap((name) => {
    try {
      const real = realpathSync(name);
      readdirSync(real);
      return [real];
    } catch {
      return [];
    }
  });
}

/** Throws `BAD_ARGUMENT` for what is no folder: a search that finds nothing there would say that no project uses a cache. */
function projectRoots(named: readonly string[], cwd: string): string[] {
  return named.map((name) => {
    try {
      const real = realpathSync(path.resolve(cwd, name));
      readdirSync(real);
      return real;
    } catch (cause) {
      throw new DevcleanError('BAD_ARGUMENT', `"${name}" is no folder that projects could be looked for in.`, {
        hint: 'Give a folder to --project: all that lies below it is searched.',
        cause,
      });
    }
  });
}
