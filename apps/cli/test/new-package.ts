import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { runTool, type ThrowAwayHome } from '@devclean/testkit';
import type { LoopbackRegistry } from '@devclean/testkit/known-tools';

export interface NewPackage {
  readonly path: string;
  /** Standard output of a program that ends well in the package's folder; rejects with what it printed. */
  run(...argv: readonly [string, ...string[]]): Promise<string>;
}

/** A folder in a throw-away home for a package whose author knows one registry only. */
export function newPackage(home: ThrowAwayHome, registry: LoopbackRegistry, name: string): NewPackage {
  const folder = path.join(home.path, name);
  mkdirSync(folder, { recursive: true });
  home.write({ '.npmrc': `registry=${registry.url}/\naudit=false\nfund=false\nupdate-notifier=false\n` });
  return {
    path: folder,
    run: (...argv) => runTool(home, argv, { cwd: folder, timeout: 240_000 }),
  };
}
