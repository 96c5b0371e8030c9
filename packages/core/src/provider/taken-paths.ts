import path from 'node:path';

/** Paths that are taken. Whether another touches one takes no longer for many than for few. All are absolute and normal. */
export class TakenPaths {
  readonly #paths = new Set<string>();
  /** The folders that they lie in, up to the root. */
  readonly #above = new Set<string>();

  constructor(paths: Iterable<string> = []) {
    for (const at of paths) this.add(at);
  }

  add(at: string): void {
    this.#paths.add(at);
    for (const folder of foldersAbove(at)) {
      if (this.#above.has(folder)) return;
      this.#above.add(folder);
    }
  }

  /** Whether removing the one would touch any of these: it is one, lies in one, or one lies in it. */
  touches(at: string): boolean {
    if (this.#paths.has(at) || this.#above.has(at)) return true;
    for (const folder of foldersAbove(at)) if (this.#paths.has(folder)) return true;
    return false;
  }
}

/** The nearest first. */
function* foldersAbove(at: string): Generator<string> {
  for (let inner = at, folder = path.dirname(at); folder !== inner; inner = folder, folder = path.dirname(folder))
    yield folder;
}
