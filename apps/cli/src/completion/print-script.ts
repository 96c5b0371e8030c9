import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Interfaces } from '@oclif/core';

const files: Readonly<Record<string, string>> = {
  bash: 'devclean.bash',
  zsh: '_devclean',
  fish: 'devclean.fish',
};

/** The script for a shell, as it lies in the package, where those who package devclean find it too. */
export function printScript({ root }: Pick<Interfaces.Config, 'root'>, shell: string): void {
  process.stdout.write(readFileSync(path.join(root, 'completions', files[shell] ?? shell), 'utf8'));
}
