import { run, settings } from '@oclif/core';

/** Finds the command that the arguments name, and runs it. Apart, because merely loading oclif fails where there is no home. */
export async function runOclif(argv: string[], from: string): Promise<void> {
  settings.enableAutoTranspile = false; // it would otherwise look for TypeScript sources beside the manifest
  await run(argv, from);
}
