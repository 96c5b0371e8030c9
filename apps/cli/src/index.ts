import { homedir } from 'node:os';
import { guardOutput } from './guard-output.js';

/**
 * Runs the command that the arguments of this process name, and sets its exit code. Whatever a command throws ends
 * here, so that every failure speaks with one voice: text on stderr, or one document on stdout under `--json`.
 */
export async function run(from: string): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const argv = first === undefined ? [] : first === 'help' ? [...rest, '--help'] : [first, ...rest];
  const unanswered = async () => {
    const { reportFailure, neverAnswered } = await import('./report-failure.js');
    reportFailure(neverAnswered(), argv);
  };
  // Nothing is left to wait for, and the command has not ended: a plugin's promise is never kept.
  process.once('beforeExit', unanswered);
  try {
    await checkHome();
    const { runOclif } = await import('./run-oclif.js');
    guardOutput();
    await runOclif(argv, from);
  } catch (thrown) {
    // Loaded only now: a run that goes well does not need it.
    const { reportFailure } = await import('./report-failure.js');
    reportFailure(thrown, argv);
  } finally {
    process.off('beforeExit', unanswered);
  }
}

/** oclif ends with a stack trace while it loads when there is no home at all, as in a container with a made-up user. */
async function checkHome(): Promise<void> {
  try {
    homedir();
  } catch (cause) {
    throw (await import('./report-failure.js')).noHome(cause);
  }
}
