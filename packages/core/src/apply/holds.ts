import path from 'node:path';
import { type DirectoryHandle, removeTree } from '@devclean/disk';
import type { PurgeStep } from '../plan/purge-plan.js';
import { entryAt } from '../system/identity.js';
import { gitWorkTree } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import type { GuardedItem } from './guard.js';
import { closeHold, condemnedIn, type Hold, isEntry, moveIntoHold, openHold } from './hold.js';
import { holdPaths } from './hold-paths.js';

type OnEvent = ((event: ApplyEvent) => void) | undefined;

export interface HeldLocation {
  readonly path: string;
  readonly provider: string;
  readonly root: DirectoryHandle;
}

/** The holds of one location: beside its root, else in it, else none, and then an item is removed where it lies. */
export class Holds {
  readonly #location: HeldLocation;
  readonly #context: ToolContext;
  readonly #onEvent: OnEvent;
  readonly #open = new Map<string, Hold>();
  readonly #paths: readonly string[];
  #noticed = false;

  constructor(location: HeldLocation, context: ToolContext, onEvent: OnEvent) {
    this.#location = location;
    this.#context = context;
    this.#onEvent = onEvent;
    const { path: at } = location;
    this.#paths = gitWorkTree(at) === undefined ? holdPaths(at, context.uid) : [];
  }

  /** Moves an item into the first hold that takes it. Where it lies now, or `another` when it was not the planned one. */
  take(step: PurgeStep, item: GuardedItem): GuardedItem | 'another' {
    const identity = step.identity as NonNullable<PurgeStep['identity']>;
    let why = 'it lies in a git work tree, where nothing is moved';
    for (const at of this.#paths) {
      try {
        const hold = this.#holdAt(at);
        const name = moveIntoHold(hold, step.provider, item, identity);
        return name === undefined ? 'another' : { parent: hold.folder, name };
      } catch (error) {
        const { syscall, code, message } = error as NodeJS.ErrnoException;
        why = (syscall && code) || message;
      }
    }
    if (!isEntry(item.parent.at(item.name), identity)) return 'another';
    if (!this.#noticed) {
      this.#noticed = true;
      this.#notice(`${this.#location.path} is cleared in place, because it cannot be moved aside first: ${why}.`);
    }
    return item;
  }

  /** Removes what an interrupted run had proved and moved aside. A hold that cannot be trusted is left alone. */
  async finishEarlier(): Promise<void> {
    const { provider } = this.#location;
    for (const at of this.#paths) {
      if (entryAt(at) === undefined) continue;
      try {
        const hold = this.#holdAt(at);
        for (const name of condemnedIn(hold, provider)) {
          const { signal } = this.#context;
          const { removed, gone } = await removeTree(hold.folder, name, { hoist: true, signal });
          if (gone) this.#onEvent?.({ type: 'finished', provider, removed });
          else this.#notice(`Of an earlier removal there is still something in ${at} that cannot be removed.`);
        }
      } catch (error) {
        this.#notice(`${at} was left alone: ${(error as Error).message}.`);
      }
    }
  }

  close(): void {
    for (const hold of this.#open.values()) closeHold(hold, this.#context.uid);
  }

  #notice(message: string): void {
    this.#onEvent?.({ type: 'notice', message });
  }

  #holdAt(at: string): Hold {
    let hold = this.#open.get(at);
    if (hold === undefined) {
      hold = openHold(path.dirname(at), this.#context.uid, this.#location.root.mountId);
      this.#open.set(at, hold);
    }
    return hold;
  }
}
