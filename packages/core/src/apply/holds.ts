import path from 'node:path';
import { type DirectoryHandle, removeTree } from '@devclean/disk';
import { DevcleanError, isDevcleanError } from '../errors.js';
import type { PurgeStep, StepIdentity } from '../plan/purge-plan.js';
import { entryAt } from '../system/identity.js';
import { gitWorkTree } from '../system/machine.js';
import type { ToolContext } from '../system/tool-context.js';
import { type ApplyEvent, clearing } from './apply-event.js';
import type { BatchLog } from './batch-log.js';
import type { GuardedItem, Refused } from './guard.js';
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
  syncMoved,
} from './hold.js';
import { holdPaths } from './hold-paths.js';
import type { IntentRecord, JournalRecord } from './journal-record.js';

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

/** One of several items that are taken together. */
export interface WantedItem {
  readonly step: PurgeStep;
  readonly item: GuardedItem;
  /** Asked right before it is moved. */
  readonly refusal: () => Promise<Refused | undefined>;
}

interface Keeping {
  readonly log: BatchLog;
  readonly number: number | undefined;
  readonly keptUntil: string;
}

function cannotHold(why: string): DevcleanError {
  return new DevcleanError('CANNOT_HOLD', `It was to be kept for a while, and that cannot be done: ${why}.`, {
    hint: 'Use --keep 0 to remove it at once, which cannot be undone. It is untouched.',
  });
}

function announcedAs(step: PurgeStep, item: GuardedItem) {
  return {
    provider: step.provider,
    section: step.section,
    parent: { path: path.dirname(step.path as string), ...item.parent.identity },
    name: item.name,
    identity: step.identity as NonNullable<PurgeStep['identity']>,
    expected: step.expected,
  };
}

function placeIn({ folder, parent }: Hold, at: string, as: string): NonNullable<IntentRecord['hold']> {
  return { path: at, ...folder.identity, as, above: parent.identity };
}

/** `alone`: nothing has moved, and the reason is found out when it is taken by itself. */
function moveOrSay(hold: Hold, as: string, item: GuardedItem, identity: StepIdentity): 'moved' | 'another' | 'alone' {
  try {
    return moveIntoHold(hold, as, item, identity);
  } catch {
    return 'alone';
  }
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
    const announced = announcedAs(step, item);
    const { identity } = announced;
    let why = 'it lies in a git work tree, where nothing is moved';
    for (const at of this.#paths) {
      let number: number | undefined;
      try {
        const hold = this.#holdAt(at);
        const name = newHeldName(step.provider);
        number = log.intent({ ...announced, hold: placeIn(hold, at, name) });
        if (keptUntil !== undefined && number === undefined)
          throw cannotHold(`the journal cannot be written (${log.broken})`);
        if (moveIntoHold(hold, name, item, identity) === 'another') {
          // What could not go back to its place is in the hold, and the next run's business.
          const isBack = nameInHold(hold.folder, name) === undefined;
          if (isBack && number !== undefined) log.write({ type: 'untouched', item: number });
          return 'another';
        }
        syncMoved(hold, [item.parent]);
        if (keptUntil !== undefined) return this.#keep(hold, name, item, { log, number, keptUntil });
        if (number !== undefined) log.write({ type: 'held', item: number }, { type: 'removing', item: number });
        return this.#condemned(hold, name, item, number);
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

  /**
   * As `take`, for many small items: they are announced together, moved one after the other, each after its own last look, and
   * written down together, because what takes time is to wait for the disk. `alone`: this one has to be taken by itself.
   */
  async takeTogether(
    wanted: readonly WantedItem[],
    log: BatchLog,
    keptUntil?: string,
  ): Promise<readonly (Taken | Refused | 'another' | 'alone')[]> {
    const [at] = this.#paths;
    const hold = at === undefined ? undefined : this.#holdIfAny(at);
    const items = wanted.map((one) => ({ ...one, as: newHeldName(one.step.provider) }));
    const numbers =
      at === undefined || hold === undefined
        ? undefined
        : log.intents(items.map(({ step, item, as }) => ({ ...announcedAs(step, item), hold: placeIn(hold, at, as) })));
    if (hold === undefined || numbers === undefined) return wanted.map(() => 'alone' as const);

    const records: JournalRecord[] = [];
    const answers: (Taken | Refused | 'another' | 'alone' | undefined)[] = [];
    const moved: {
      readonly index: number;
      readonly number: number;
      readonly as: string;
      readonly item: GuardedItem;
    }[] = [];
    for (const [index, { step, item, as, refusal }] of items.entries()) {
      const number = numbers[index] as number;
      const answer = await refusal().then(
        (refused) => refused ?? moveOrSay(hold, as, item, announcedAs(step, item).identity),
        (): 'alone' => 'alone',
      );
      if (answer === 'moved') {
        moved.push({ index, number, as, item });
        continue;
      }
      answers[index] = answer;
      // What could not go back to its place is in the hold, and the next run's business.
      if (answer !== 'another' || nameInHold(hold.folder, as) === undefined)
        records.push({ type: 'untouched', item: number });
    }
    syncMoved(
      hold,
      moved.map(({ item }) => item.parent),
    );
    for (const { number: item } of moved) {
      if (keptUntil !== undefined) records.push({ type: 'held', item, until: keptUntil });
      else records.push({ type: 'held', item }, { type: 'removing', item });
    }
    const isWritten = records.length === 0 || log.write(...records);
    for (const { index, number, as, item } of moved) {
      answers[index] =
        keptUntil === undefined ? this.#condemned(hold, as, item, number) : { parent: hold.folder, name: as, number };
      if (keptUntil === undefined || isWritten) continue;
      // Nobody would know of it, nor ever remove it: by itself it says so.
      moveBack(hold.folder.at(as), item.parent, item.name);
      answers[index] = 'alone';
    }
    return answers as readonly (Taken | Refused | 'another' | 'alone')[];
  }

  #condemned(hold: Hold, name: string, item: GuardedItem, number: number | undefined): Taken | 'another' {
    const condemned = condemn(hold, name);
    if (condemned !== undefined)
      return { parent: hold.folder, name: condemned, ...(number !== undefined && { number }) };
    moveBack(hold.folder.at(name), item.parent, item.name);
    return 'another';
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
          const onProgress = clearing(provider, this.#onEvent);
          const { removed, gone } = await removeTree(hold.folder, name, { hoist: true, signal, onProgress });
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

  #holdIfAny(at: string): Hold | undefined {
    try {
      return this.#holdAt(at);
    } catch {
      return undefined; // Taken by itself, each item says why
    }
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
