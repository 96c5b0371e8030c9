import path from 'node:path';
import { type DirectoryHandle, removeTree } from '@devclean/disk';
import { DevcleanError, isDevcleanError } from '../errors.js';
import type { PurgeStep } from '../plan/purge-plan.js';
import { entryAt } from '../system/identity.js';
import { gitWorkTree } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import type { ApplyEvent } from './apply-event.js';
import type { BatchLog } from './batch-log.js';
import type { GuardedItem } from './guard.js';
import {
  closeHold,
  condemn,
  condemnedIn,
  type Hold,
  isEntry,
  moveBack,
  moveIntoHold,
  nameInHold,
  newHeldName,
  openHold,
} from './hold.js';
import { holdPaths } from './hold-paths.js';

type OnEvent = ((event: ApplyEvent) => void) | undefined;

export interface HeldLocation {
  readonly path: string;
  readonly provider: string;
  readonly root: DirectoryHandle;
}

/** An item on its way out. */
export interface Taken extends GuardedItem {
  /** It has in the journal. */
  readonly number?: number;
  /** It is still where the tool has it. */
  readonly inPlace?: boolean;
}

interface Keeping {
  readonly log: BatchLog;
  readonly number: number | undefined;
  readonly keptUntil: string;
}

function cannotHold(why: string): DevcleanError {
  return new DevcleanError('CANNOT_HOLD', `It was to be kept for a while, and that cannot be done: ${why}.`, {
    hint: 'It is untouched. --keep 0 removes it at once; that cannot be undone.',
  });
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

  /**
   * Moves an item into the first hold that takes it, and tells the journal. Where it lies now, or `another` when it was not
   * the planned one. Throws `CANNOT_HOLD` for what is to be kept and cannot be.
   *
   * @param keptUntil ISO 8601; without it the item is to be removed at once.
   */
  take(step: PurgeStep, item: GuardedItem, log: BatchLog, keptUntil?: string): Taken | 'another' {
    const identity = step.identity as NonNullable<PurgeStep['identity']>;
    const announced = {
      provider: step.provider,
      section: step.section,
      parent: { path: path.dirname(step.path as string), ...item.parent.identity },
      name: item.name,
      identity,
      expected: step.expected,
    };
    let why = 'it lies in a git work tree, where nothing is moved';
    for (const at of this.#paths) {
      let number: number | undefined;
      try {
        const hold = this.#holdAt(at);
        const name = newHeldName(step.provider);
        number = log.intent({
          ...announced,
          hold: { path: at, ...hold.folder.identity, as: name, above: hold.parent.identity },
        });
        if (keptUntil !== undefined && number === undefined)
          throw cannotHold(`the journal cannot be written (${log.broken})`);
        if (moveIntoHold(hold, name, item, identity) === 'another') {
          // What could not go back to its place is in the hold, and the next run's business.
          const isBack = nameInHold(hold.folder, name) === undefined;
          if (isBack && number !== undefined) log.write({ type: 'untouched', item: number });
          return 'another';
        }
        if (keptUntil !== undefined) return this.#keep(hold, name, item, { log, number, keptUntil });
        const proven = number !== undefined && { number };
        if (proven) log.write({ type: 'held', item: proven.number }, { type: 'removing', item: proven.number });
        const condemned = condemn(hold, name);
        if (condemned !== undefined) return { parent: hold.folder, name: condemned, ...proven };
        moveBack(hold.folder.at(name), item.parent, item.name);
        return 'another';
      } catch (error) {
        if (isDevcleanError(error)) throw error;
        const { syscall, code, message } = error as NodeJS.ErrnoException;
        why = (syscall && code) || message;
        if (number !== undefined) log.write({ type: 'untouched', item: number });
      }
    }
    if (!isEntry(item.parent.at(item.name), identity)) return 'another';
    if (keptUntil !== undefined) throw cannotHold(`it cannot be moved aside: ${why}`);
    if (!this.#noticed) {
      this.#noticed = true;
      this.#notice(`${this.#location.path} is cleared in place, because it cannot be moved aside first: ${why}.`);
    }
    const number = log.intent(announced);
    if (number !== undefined) log.write({ type: 'removing', item: number });
    return { ...item, inPlace: true, ...(number !== undefined && { number }) };
  }

  #keep(hold: Hold, name: string, item: GuardedItem, { log, number = 0, keptUntil }: Keeping): Taken {
    if (log.write({ type: 'held', item: number, until: keptUntil })) return { parent: hold.folder, name, number };
    // Nobody would know of it, nor ever remove it.
    moveBack(hold.folder.at(name), item.parent, item.name);
    throw cannotHold(`the journal cannot be written (${log.broken})`);
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
