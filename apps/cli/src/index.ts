import { execute, settings } from '@oclif/core';

/** Runs the command that the arguments of this process name, and ends the process with its exit code. */
export async function run(from: string): Promise<void> {
  settings.enableAutoTranspile = false; // oclif would otherwise look for TypeScript sources beside the manifest
  await execute({ dir: from });
}
