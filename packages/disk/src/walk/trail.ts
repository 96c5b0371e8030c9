import { DirectoryError } from '../handle/directory-error.js';
import type { DirectoryHandle } from '../handle/directory-handle.js';
import { isSameIdentity } from '../identity.js';
import type { Identity } from '../usage.js';

interface Step {
  readonly name: Buffer;
  readonly identity: Identity;
  /** Undefined while the walk is far below. */
  handle: DirectoryHandle | undefined;
}

/**
 * The way from a base directory down to where a walk is, at any depth with a bounded number of descriptors: the base and the nearest
 * few directories are held open, the others are remembered by identity only.
 *
 * A directory that is not held any more is reached again by opening `..` of its child. That is safe because nothing is done in what
 * `..` opens before its identity equals the one recorded on the way down: if the child has been moved elsewhere meanwhile, `..` is
 * another directory and the walk stops. An inode number could only stand for another directory if the recorded one was deleted, and
 * the child moved into a new one that was given the same number, between two steps; only who may write in the tree can do that, and
 * who may write there needs no help to delete.
 */
export class Trail {
  /** Descriptors held besides the base. Few trees of caches are deeper, so few walks ever open `..`. */
  static readonly held = 8;

  readonly #base: DirectoryHandle;
  readonly #basePath: Buffer;
  readonly #steps: Step[] = [];

  /** @param base Borrowed: it stays open when the trail is closed. */
  constructor(base: DirectoryHandle, basePath: Buffer) {
    this.#base = base;
    this.#basePath = basePath;
  }

  /** Directories below the base. */
  get depth(): number {
    return this.#steps.length;
  }

  get current(): DirectoryHandle {
    const step = this.#steps.at(-1);
    if (step === undefined) return this.#base;
    if (step.handle === undefined) throw new Error('The walk went on after its way was lost');
    return step.handle;
  }

  /** Goes down into a child of the current directory, which belongs to the trail from now on. */
  descend(name: Buffer, child: DirectoryHandle): void {
    const far = this.#steps[this.#steps.length - Trail.held];
    far?.handle?.close();
    if (far) far.handle = undefined;
    this.#steps.push({ name, identity: child.identity, handle: child });
  }

  /**
   * Goes back up. After an error the way is lost, and the trail is of use only to name the place.
   * @returns the name of the directory that was left.
   * @throws DirectoryError `changed` when the parent is not the one that the walk came from; `failed` when it cannot be opened.
   */
  climb(): Buffer {
    const parent = this.#steps.at(-2);
    if (parent && parent.handle === undefined) {
      const opened = this.current.openParent();
      if (!isSameIdentity(opened.identity, parent.identity)) {
        opened.close();
        throw new DirectoryError('changed', this.pathOf(), 'The directory was moved while it was walked');
      }
      parent.handle = opened;
    }
    const left = this.#steps.pop();
    if (left === undefined) throw new Error('The walk is at its base');
    left.handle?.close();
    return left.name;
  }

  /** The path of the current directory or of an entry in it, by the names that the walk took. */
  pathOf(name?: Buffer): Buffer {
    const names = this.#steps.map((step) => step.name);
    if (name) names.push(name);
    const pieces: Buffer[] = this.#basePath.equals(slash) ? [] : [this.#basePath];
    for (const piece of names) pieces.push(slash, piece);
    return pieces.length === 0 ? slash : Buffer.concat(pieces);
  }

  close(): void {
    for (const step of this.#steps) {
      step.handle?.close();
      step.handle = undefined;
    }
  }
}

const slash = Buffer.from('/');
