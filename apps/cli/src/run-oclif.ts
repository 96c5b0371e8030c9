// By parts and not '@oclif/core', which loads all that oclif has.
import '@oclif/core/command'; // it listens on stdout as it loads, and `guardOutput` must come after that
import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';

/** Finds the command that the arguments name, and runs it. Apart, because merely loading oclif fails where there is no home. */
export async function runOclif(argv: string[], from: string): Promise<void> {
  settings.enableAutoTranspile = false; // it would otherwise look for TypeScript sources beside the manifest
  await run(argv, from);
}
