import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  createHome,
  diffSnapshots,
  link,
  snapshotTree,
  type ThrowAwayHome,
  type TreeSnapshot,
} from '@devclean/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { applyPlan } from '../src/apply/apply-plan.js';
import { type Batch, type BatchItem, isHeld, readBatches } from '../src/apply/batches.js';
import { freeBatch, history } from '../src/apply/history.js';
import { holdName } from '../src/apply/hold-paths.js';
import { recoverBatches } from '../src/apply/recover-batches.js';
import { undoBatch } from '../src/apply/undo-batch.js';
import { planPurge } from '../src/plan/plan-purge.js';
import type { PurgePlan } from '../src/plan/purge-plan.js';
import { scan } from '../src/scan/scan.js';
import { uptimeMs } from '../src/system/machine.js';
import type { ToolContext } from '../src/system/tool-context.js';
import { inChild } from './child.js';
import { request, toy, userOf } from './toy.js';

/**
 * Everything that may happen to a cache, in any order: its tool writes, devclean plans, clears, keeps, is killed, recovers,
 * brings back and frees, clocks jump, a hold vanishes. A model knows where each item has to be, and the canaries around never change.
 */

const hour = 3_600_000;

/** What the toy's sections match here. A log is a file, the others are folders. */
const itemPaths = ['store', 'store-1', 'built/1.0', 'built/2.0', 'logs/a.log', 'logs/b.log'] as const;
type ItemPath = (typeof itemPaths)[number];

/** Beside the cache and in it: nobody's to touch. */
const canaries = ['Documents', '.ssh', 'work', 'loose', '.cache/toy2'];
const canariesInside = ['notes', 'unknown', 'soul', 'logs/kept.log'];

interface Held {
  readonly at: ItemPath;
  readonly tree: TreeSnapshot;
  /** The inode of the folder that it was in. */
  readonly parent: bigint | undefined;
  /** It could not be given back, and is kept for longer than anything else here. */
  readonly isStranded?: boolean;
}

interface Pending extends Held {
  /** It was to be kept, to be removed at once, or what was kept was being freed. */
  readonly wish: 'keep' | 'clean' | 'free';
  /** The run ended by itself. */
  readonly ended: boolean;
}

interface Model {
  /** What has to lie at each item's place. */
  readonly placed: Map<ItemPath, TreeSnapshot>;
  /** Absolute: what came back beside its place. It is nobody's now. */
  readonly beside: Map<string, TreeSnapshot>;
  /** Oldest first, as long as they hold something. */
  batches: { readonly id: string; readonly held: Held[] }[];
  /** What a run that was killed had under way. */
  pending: Pending[];
  plan?: PurgePlan | undefined;
}

interface Counts {
  commands: number;
  killed: number;
  removed: number;
  returned: number;
}

/** The real side: a home, and what lies in it. */
class World {
  readonly made: ThrowAwayHome;
  readonly context: ToolContext;
  readonly cache: string;
  readonly hold: string;
  readonly counts: Counts;
  readonly #before: ReadonlyMap<string, TreeSnapshot>;
  #files = 0;

  constructor(made: ThrowAwayHome, context: ToolContext, counts: Counts) {
    this.made = made;
    this.context = context;
    this.counts = counts;
    this.cache = `${made.path}/.cache/toy`;
    this.hold = `${made.path}/.cache/${holdName(context.uid)}`;
    this.#before = this.#canaries();
  }

  at(item: string): TreeSnapshot {
    return snapshotTree(`${this.cache}/${item}`);
  }

  inodeAbove(item: string): bigint | undefined {
    return lstatSync(path.dirname(`${this.cache}/${item}`), { bigint: true, throwIfNoEntry: false })?.ino;
  }

  /** What lies in the hold, by name, but for what is on its way out. */
  heldNow(): ReadonlyMap<string, TreeSnapshot> {
    const names = lstatSync(this.hold, { throwIfNoEntry: false }) ? readdirSync(this.hold) : [];
    const kept = names.filter((name) => !name.endsWith('.condemned') && /^toy\./.test(name));
    return new Map(kept.map((name) => [name, snapshotTree(`${this.hold}/${name}`)]));
  }

  /** What the tool does: something that is not there yet. */
  make(item: ItemPath, content: string): TreeSnapshot {
    const at = `${this.cache}/${item}`;
    mkdirSync(path.dirname(at), { recursive: true });
    if (item.startsWith('logs/')) writeFileSync(at, content);
    else {
      mkdirSync(`${at}/deep`, { recursive: true });
      writeFileSync(`${at}/a`, content);
      writeFileSync(`${at}/deep/b`, `${content} deep`);
    }
    return this.at(item);
  }

  newName(): string {
    this.#files++;
    return `file-${this.#files}`;
  }

  async plan(): Promise<PurgePlan> {
    return planPurge(await scan([toy], { context: this.context }), [toy], request());
  }

  /** Runs code in a process of its own that is killed at its n-th call that changes something. Whether it came to its end. */
  async kill(code: string, nth: number, afterwards: boolean): Promise<boolean> {
    const prologue = `
      const real = process.getBuiltinModule('node:fs');
      let left = ${nth};
      for (const name of ${JSON.stringify(mutating)}) {
        const call = real[name];
        real[name] = (...given) => {
          left--;
          if (left === 0 && !${afterwards}) process.kill(process.pid, 'SIGKILL');
          const answer = call(...given);
          if (left === 0) process.kill(process.pid, 'SIGKILL');
          return answer;
        };
      }
      process.getBuiltinModule('node:module').syncBuiltinESMExports();`;
    try {
      await inChild(prologue + code, this.made.path);
      return true;
    } catch (error) {
      if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
      this.counts.killed++;
      return false;
    }
  }

  expectCanaries(): void {
    const now = this.#canaries();
    for (const [name, tree] of this.#before)
      expect([name, diffSnapshots(tree, now.get(name) ?? new Map())]).toEqual([name, []]);
  }

  #canaries(): ReadonlyMap<string, TreeSnapshot> {
    const outside = canaries.map((name) => [name, snapshotTree(`${this.made.path}/${name}`)] as const);
    const inside = canariesInside.map((name) => [`toy/${name}`, this.at(name)] as const);
    return new Map([...outside, ...inside]);
  }
}

/** Killing comes before or after one of these. */
const mutating = [
  'mkdirSync',
  'renameSync',
  'unlinkSync',
  'rmdirSync',
  'linkSync',
  'writeSync',
  'fsyncSync',
  'ftruncateSync',
];

function isSame(one: TreeSnapshot, other: TreeSnapshot): boolean {
  return diffSnapshots(one, other).length === 0;
}

function isAmong(held: ReadonlyMap<string, TreeSnapshot>, { tree }: Held): boolean {
  return [...held.values()].some((other) => isSame(tree, other));
}

function expectAt(what: string, expected: TreeSnapshot, now: TreeSnapshot): void {
  expect([what, diffSnapshots(expected, now)]).toEqual([what, []]);
}

const nothing: TreeSnapshot = new Map();

/** Holds after every command. */
function expectAsModelled(model: Model, world: World): void {
  world.expectCanaries();
  for (const item of itemPaths) expectAt(item, model.placed.get(item) ?? nothing, world.at(item));
  for (const [at, tree] of model.beside) expectAt(at, tree, snapshotTree(at));
  const held = world.heldNow();
  const expected = model.batches.flatMap((batch) => batch.held);
  for (const one of expected) expect([one.at, isAmong(held, one)]).toEqual([one.at, true]);
  for (const [name, tree] of held) {
    const known = [...expected, ...model.pending].some((one) => isSame(one.tree, tree));
    expect([name, known]).toEqual([name, true]);
  }
  const past = history(world.context).batches;
  for (const { id } of model.batches) {
    expect(past.find(({ batch }) => batch === id)?.heldUntil, `${id} is listed`).toBeDefined();
  }
}

/** Recovers, and finds out what became of what was under way: each thing has its choice of few. */
async function settle(model: Model, world: World, times = 1): Promise<void> {
  for (let time = 0; time < times; time++) await recoverBatches(world.context, undefined);
  const batches = readBatches(world.context);
  const names = [...world.heldNow()];
  expect(
    lstatSync(world.hold, { throwIfNoEntry: false })
      ? readdirSync(world.hold).filter((name) => /condemned/.test(name))
      : [],
  ).toEqual([]);
  for (const one of model.pending) {
    const { at, tree, parent, wish, ended } = one;
    const isHomeless = model.placed.has(at) || world.inodeAbove(at) !== parent;
    const isBack = !model.placed.has(at) && isSame(tree, world.at(at));
    const name = names.find(([, held]) => isSame(tree, held))?.[0];
    const is = isBack ? 'back' : name === undefined ? 'gone' : 'held';
    const may = {
      keep: ended ? ['held'] : ['held', 'back'],
      // What was announced and not proven goes back; where it cannot, it is kept.
      clean: ended ? ['gone'] : ['gone', isHomeless ? 'held' : 'back'],
      free: ended ? ['gone'] : ['gone', 'held'],
    }[wish];
    expect([at, wish, ended, may.includes(is) ? 'as it may' : is]).toEqual([at, wish, ended, 'as it may']);
    expect([at, isBack && name !== undefined]).toEqual([at, false]);
    if (is === 'back') model.placed.set(at, tree);
    if (is === 'held') {
      const isIt = (item: BatchItem) => item.hold?.as === name && isHeld(item);
      const batch = batches.find(({ items }) => items.some(isIt));
      const until = batch?.items.find(isIt)?.until;
      expect([at, until]).toEqual([at, expect.any(String)]);
      const isStranded = Date.parse(until as string) > Date.now() + 2 * hour;
      if (isStranded) expect([at, isHomeless]).toEqual([at, true]);
      const order = batches.map(({ begin }) => begin.batch);
      addHeld(model, (batch as Batch).begin.batch, { ...one, isStranded }, order);
    }
    if (is === 'gone') world.counts.removed++;
  }
  model.pending = [];
}

function addHeld(model: Model, id: string, held: Held, order: readonly string[]): void {
  const batch = model.batches.find((one) => one.id === id);
  if (batch) batch.held.push(held);
  else model.batches.push({ id, held: [held] });
  model.batches.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

function dropEmpty(model: Model): void {
  model.batches = model.batches.filter(({ held }) => held.length > 0);
}

/** A command is a check of the model and a deed in both worlds; all that it is made of is in its name. */
class Command implements fc.AsyncCommand<Model, World> {
  readonly #name: string;
  readonly #may: (model: Readonly<Model>) => boolean;
  readonly #deed: (model: Model, world: World) => Promise<void> | void;

  constructor(
    name: string,
    may: (model: Readonly<Model>) => boolean,
    deed: (model: Model, world: World) => Promise<void> | void,
  ) {
    this.#name = name;
    this.#may = may;
    this.#deed = deed;
  }

  check(model: Readonly<Model>): boolean {
    return this.#may(model);
  }

  async run(model: Model, world: World): Promise<void> {
    await this.#deed(model, world);
    expectAsModelled(model, world);
    world.counts.commands++;
  }

  toString(): string {
    return this.#name;
  }
}

const always = () => true;
const holdsSome = ({ batches }: Readonly<Model>) => batches.length > 0;

/** A deed to one of the items that it can be done to: which, a number says. */
function toOne(
  name: string,
  number: number,
  eligible: (model: Readonly<Model>) => readonly ItemPath[],
  deed: (at: ItemPath, world: World, model: Model) => void,
): Command {
  return new Command(
    `${name} [${number}]`,
    (model) => eligible(model).length > 0,
    (model, world) => {
      const all = eligible(model);
      const at = all[number % all.length] as ItemPath;
      deed(at, world, model);
      model.placed.set(at, world.at(at));
    },
  );
}

const vacant = ({ placed }: Readonly<Model>) => itemPaths.filter((at) => !placed.has(at));
const taken = ({ placed }: Readonly<Model>) => itemPaths.filter((at) => placed.has(at));
const folders = ({ placed }: Readonly<Model>) => itemPaths.filter((at) => placed.get(at)?.get('.')?.type === 'folder');

const make = (number: number, content: string) =>
  toOne('make', number, vacant, (at, world) => void world.make(at, content));

const makeLink = (number: number, target: string) =>
  toOne(`make a link to ${target}`, number, vacant, (at, { cache }) => {
    mkdirSync(path.dirname(`${cache}/${at}`), { recursive: true });
    symlinkSync(target, `${cache}/${at}`);
  });

const linkInside = (number: number, target: string) =>
  toOne(`make a link to ${target} inside`, number, folders, (at, world) =>
    symlinkSync(target, `${world.cache}/${at}/${world.newName()}`),
  );

const hardLinkInside = (number: number, other: number) =>
  toOne(
    `make a hard link inside to ${other === 0 ? 'a document' : 'a file of another'}`,
    number,
    folders,
    (at, world, model) => {
      const all = folders(model);
      const document = `${world.made.path}/Documents/letter.odt`;
      const from = other === 0 ? document : `${world.cache}/${all[other % all.length]}/a`;
      linkSync(from, `${world.cache}/${at}/deep/${world.newName()}`);
    },
  );

const write = (number: number, below: string) =>
  toOne(`the tool writes${below}`, number, folders, (at, world) =>
    writeFileSync(`${world.cache}/${at}${below}/${world.newName()}`, 'written'),
  );

const replace = (number: number) =>
  toOne('the tool replaces', number, taken, (at, world) => {
    // Aside first: another inode for certain.
    renameSync(`${world.cache}/${at}`, `${world.made.root}/${world.newName()}`);
    world.make(at, 'replaced');
  });

const dropBuilt = new Command('the tool removes built', always, (model, world) => {
  const built = `${world.cache}/built`;
  if (!lstatSync(built, { throwIfNoEntry: false })) return;
  renameSync(built, `${world.made.root}/${world.newName()}`);
  for (const item of itemPaths) if (item.startsWith('built/')) model.placed.delete(item);
  for (const at of model.beside.keys()) if (at.startsWith(`${built}/`)) model.beside.delete(at);
});

const look = new Command('look: scan, plan and history change nothing', always, async (_, world) => {
  const before = snapshotTree(world.made.root);
  await world.plan();
  history(world.context);
  expect(diffSnapshots(before, snapshotTree(world.made.root))).toEqual([]);
});

const plan = new Command('plan', always, async (model, world) => {
  model.plan = await expectedPlan(model, world);
});

async function expectedPlan(model: Model, world: World): Promise<PurgePlan> {
  const made = await world.plan();
  const planned = made.steps.map((step) => step.path?.slice(world.cache.length + 1)).sort();
  const takeable = [...model.placed].filter(([, tree]) => tree.get('.')?.type !== 'link').map(([item]) => item);
  expect(planned).toEqual(takeable.sort());
  return made;
}

const apply = (keep: boolean, which: 'a plan of before' | 'a new plan') =>
  new Command(
    `${keep ? 'keep' : 'clean'} by ${which}`,
    (model) => which === 'a new plan' || model.plan !== undefined,
    async (model, world) => {
      await settle(model, world);
      await applied(
        which === 'a new plan' ? await expectedPlan(model, world) : (model.plan as PurgePlan),
        keep,
        model,
        world,
      );
    },
  );

/** What the tool does to an item between a plan and its deed. */
const overtake = (keep: boolean, number: number, how: 'writes' | 'writes deep' | 'replaces' | 'removes') =>
  new Command(
    `${keep ? 'keep' : 'clean'}, but between plan and deed the tool ${how} [${number}]`,
    (model) => folders(model).length > 0,
    async (model, world) => {
      await settle(model, world);
      const all = folders(model);
      const at = all[number % all.length] as ItemPath;
      const made = await expectedPlan(model, world);
      const place = `${world.cache}/${at}`;
      if (how.startsWith('writes'))
        writeFileSync(`${place}${how === 'writes' ? '' : '/deep'}/${world.newName()}`, 'written');
      else renameSync(place, `${world.made.root}/${world.newName()}`);
      if (how === 'replaces') world.make(at, 'replaced');
      if (how === 'removes') model.placed.delete(at);
      else model.placed.set(at, world.at(at));
      await applied(made, keep, model, world);
    },
  );

async function applied(chosen: PurgePlan, keep: boolean, model: Model, world: World): Promise<void> {
  const wanted = chosen.steps.map(({ path: at = '', identity }) => {
    const item = at.slice(world.cache.length + 1) as ItemPath;
    const entry = lstatSync(at, { bigint: true, throwIfNoEntry: false });
    // What the guard compares: itself, and whether its own folder changed. What changed further down need not be seen.
    const isSameNow = String(entry?.ino) === identity?.ino && String(entry?.mtimeNs) === identity?.mtimeNs;
    const goes = isSameNow && entry?.isSymbolicLink() === false;
    return { at: item, tree: model.placed.get(item), parent: world.inodeAbove(item), goes };
  });
  const options = { context: world.context, ...(keep && { keepMs: hour }) };
  const { batch, outcomes } = await applyPlan(chosen, [toy], options);
  expect(outcomes).toHaveLength(wanted.length);
  const held: Held[] = [];
  for (const { step, status, heldUntil } of outcomes) {
    const { at, tree, parent, goes } = wanted[step] as (typeof wanted)[number];
    expect([at, status, heldUntil !== undefined]).toEqual([at, goes ? 'done' : 'refused', goes && keep]);
    if (!goes) continue;
    model.placed.delete(at);
    if (keep) held.push({ at, tree: tree as TreeSnapshot, parent });
    else world.counts.removed++;
  }
  if (held.length > 0) model.batches.push({ id: batch, held });
}

const crash = (wish: 'keep' | 'clean', nth: number, afterwards: boolean) =>
  new Command(
    `${wish}, killed ${afterwards ? 'after' : 'before'} change ${nth}`,
    ({ placed }) => placed.size > 0,
    async (model, world) => {
      await settle(model, world);
      const parents = new Map(itemPaths.map((item) => [item, world.inodeAbove(item)]));
      const ended = await world.kill(`await purge(${wish === 'keep' ? `{ keepMs: ${hour} }` : ''});`, nth, afterwards);
      const held = world.heldNow();
      for (const [at, tree] of [...model.placed]) {
        if (tree.get('.')?.type === 'link') continue;
        const one: Pending = { at, tree, parent: parents.get(at), wish, ended };
        const isThere = isSame(tree, world.at(at));
        const isHeldToo = isAmong(held, one);
        expect([at, isThere && isHeldToo]).toEqual([at, false]);
        if (wish === 'keep') expect([at, isThere || isHeldToo]).toEqual([at, true]);
        if (ended) expect([at, isThere]).toEqual([at, false]);
        if (isThere) continue;
        model.placed.delete(at);
        model.pending.push(one);
      }
    },
  );

const crashFree = (nth: number, afterwards: boolean) =>
  new Command(
    `free the latest, killed ${afterwards ? 'after' : 'before'} change ${nth}`,
    holdsSome,
    async (model, world) => {
      await settle(model, world);
      const batch = model.batches.at(-1);
      if (batch === undefined) return;
      const ended = await world.kill(`await core.freeBatch('${batch.id}', { context });`, nth, afterwards);
      model.pending.push(...batch.held.map((one) => ({ ...one, wish: 'free' as const, ended })));
      batch.held.length = 0;
      dropEmpty(model);
    },
  );

const crashUndo = (nth: number, afterwards: boolean) =>
  new Command(
    `undo the latest, killed ${afterwards ? 'after' : 'before'} change ${nth}, and undo again`,
    holdsSome,
    async (model, world) => {
      await settle(model, world);
      const batch = model.batches.at(-1);
      if (batch === undefined) return;
      await world.kill(`await core.undoBatch('${batch.id}', { context });`, nth, afterwards);
      await undoBatch(batch.id, { context: world.context }).catch((error: { code?: string }) => {
        if (error.code !== 'NOTHING_HELD') throw error;
      });
      for (const one of batch.held) findReturned(one, model, world);
      batch.held.length = 0;
      dropEmpty(model);
    },
  );

/** In its place, or beside it, or beside the hold: but somewhere. */
function findReturned({ at, tree }: Held, model: Model, world: World): void {
  world.counts.returned++;
  if (!model.placed.has(at) && isSame(tree, world.at(at))) {
    model.placed.set(at, tree);
    return;
  }
  const folders = [path.dirname(`${world.cache}/${at}`), path.dirname(world.cache)];
  const names = Array.from({ length: 20 }, (_, index) => `${path.basename(at)}.undone-${index + 1}`);
  const places = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  const found = places.find((place) => !model.beside.has(place) && isSame(tree, snapshotTree(place)));
  expect([at, found]).toEqual([at, expect.any(String)]);
  model.beside.set(found as string, tree);
}

const undo = (which: 'the latest' | 'the oldest') =>
  new Command(`undo ${which}`, always, async (model, world) => {
    await settle(model, world);
    const batch = which === 'the latest' ? model.batches.at(-1) : model.batches[0];
    const name = which === 'the latest' ? undefined : batch?.id;
    if (batch === undefined) {
      await expect(undoBatch(undefined, { context: world.context })).rejects.toMatchObject({ code: 'NOTHING_HELD' });
      return;
    }
    const parents = new Map(batch.held.map(({ at }) => [at, world.inodeAbove(at)]));
    const { items } = await undoBatch(name, { context: world.context });
    expect(items).toHaveLength(batch.held.length);
    for (const one of batch.held) {
      const isFree = !model.placed.has(one.at) && parents.get(one.at) === one.parent;
      const told = items.find((item) => item.path === `${world.cache}/${one.at}`);
      expect(told).toMatchObject({ status: isFree ? 'returned' : 'beside' });
      findReturned(one, model, world);
      expect(isFree ? [...model.placed.keys()] : [...model.beside.keys()]).toContain(isFree ? one.at : told?.at);
    }
    batch.held.length = 0;
    dropEmpty(model);
  });

const free = (which: 'the latest' | 'the oldest') =>
  new Command(`free ${which}`, holdsSome, async (model, world) => {
    await settle(model, world);
    const batch = which === 'the latest' ? model.batches.at(-1) : model.batches[0];
    if (batch === undefined) return;
    await freeBatch(batch.id, { context: world.context });
    world.counts.removed += batch.held.length;
    batch.held.length = 0;
    dropEmpty(model);
  });

const recover = (times: number) =>
  new Command(`recover ${times} times`, always, (model, world) => settle(model, world, times));

const timePasses = (ms: number) =>
  new Command(`${ms / 60_000} minutes pass`, always, async (model, world) => {
    await settle(model, world);
    await recoverBatches(world.context, undefined, new Date(Date.now() + ms));
    if (ms < hour) return;
    for (const batch of model.batches) {
      const stays = batch.held.filter(({ isStranded }) => isStranded);
      world.counts.removed += batch.held.length - stays.length;
      batch.held.splice(0, batch.held.length, ...stays);
    }
    dropEmpty(model);
  });

const clockJumps = (to: string) =>
  new Command(`the clock jumps to ${to}`, always, async (model, world) => {
    await settle(model, world);
    const said: string[] = [];
    const options = { uptimeMs: uptimeMs() };
    await recoverBatches(
      world.context,
      (event) => event.type === 'notice' && said.push(event.message),
      new Date(to),
      options,
    );
    expect([to, said.some((one) => /clock/.test(one))]).toEqual([to, model.batches.length > 0]);
  });

const holdVanishes = new Command('something takes the hold away', holdsSome, async (model, world) => {
  await settle(model, world);
  const lost = model.batches.splice(0);
  if (lost.length === 0) return;
  renameSync(world.hold, `${world.made.root}/${world.newName()}`);
  const said: string[] = [];
  const tell = (event: { type: string; message?: string }) => event.type === 'notice' && said.push(event.message ?? '');
  for (const time of ['once', 'twice']) {
    await recoverBatches(world.context, tell);
    const past = history(world.context).batches;
    for (const { id, held } of lost) {
      const batch = past.find((one) => one.batch === id);
      expect([time, batch?.state, (batch?.lost ?? 0) >= held.length]).toEqual([time, 'done', true]);
    }
    const losses = said.filter((one) => /took it away/.test(one));
    for (const { id } of lost)
      expect([time, id, losses.filter((one) => one.includes(id)).length]).toEqual([time, id, 1]);
    expect([time, losses.length]).toEqual([time, lost.length]);
  }
});

const number = fc.nat({ max: 59 });
const content = fc.string({ maxLength: 8 });
const target = fc.constantFrom('/', '..', '../../../Documents', '../../..', 'nowhere', 'a', 'deep');
const nth = fc.integer({ min: 1, max: 45 });
const side = fc.boolean();
const which = fc.constantFrom('the latest' as const, 'the oldest' as const);
const times = fc.constantFrom('1970-01-01T00:00:10Z', '2019-03-01T00:00:00Z', '2031-11-21T00:00:00Z');
const often = <T>(weight: number, arbitrary: T): T[] => Array.from({ length: weight }, () => arbitrary);

const overtaking = fc.constantFrom('writes' as const, 'writes deep' as const, 'replaces' as const, 'removes' as const);

const commands = [
  ...often(
    4,
    fc.tuple(number, content).map(([at, text]) => make(at, text)),
  ),
  fc.tuple(number, target).map(([at, to]) => makeLink(at, to)),
  fc.tuple(number, target).map(([at, to]) => linkInside(at, to)),
  fc.tuple(number, fc.nat({ max: 2 })).map(([at, other]) => hardLinkInside(at, other)),
  ...often(
    2,
    fc.tuple(number, fc.constantFrom('', '/deep')).map(([at, below]) => write(at, below)),
  ),
  number.map(replace),
  fc.constant(dropBuilt),
  fc.constant(look),
  ...often(2, fc.constant(plan)),
  ...often(
    3,
    fc.boolean().map((keep) => apply(keep, 'a new plan')),
  ),
  ...often(
    3,
    fc.boolean().map((keep) => apply(keep, 'a plan of before')),
  ),
  ...often(
    2,
    fc.tuple(fc.boolean(), number, overtaking).map(([keep, at, how]) => overtake(keep, at, how)),
  ),
  ...often(
    2,
    fc
      .tuple(fc.constantFrom('keep' as const, 'clean' as const), nth, side)
      .map(([wish, at, after]) => crash(wish, at, after)),
  ),
  fc.tuple(nth, side).map(([at, after]) => crashFree(at, after)),
  fc.tuple(nth, side).map(([at, after]) => crashUndo(at, after)),
  fc.integer({ min: 1, max: 2 }).map(recover),
  ...often(2, which.map(undo)),
  which.map(free),
  fc.constantFrom(hour / 2, 2 * hour).map(timePasses),
  ...often(2, times.map(clockJumps)),
  fc.constant(holdVanishes),
];

/** An ordinary life, which every run of the model begins with. */
const ordinary = [
  apply(true, 'a new plan'),
  undo('the latest'),
  crash('keep', 12, true),
  recover(2),
  apply(false, 'a new plan'),
  holdVanishes,
];

/** What every cache begins with: something in each section, and canaries inside and outside. */
function newHome(): ThrowAwayHome {
  return createHome({
    Documents: { 'letter.odt': 'Dear Ada', deep: { file: 'kept' } },
    '.ssh': { id_rsa: 'secret' },
    work: { 'main.c': 'int main;' },
    loose: link('Documents/letter.odt'),
    '.cache': {
      toy2: { store: { looks: 'alike' } },
      toy: {
        ...{
          notes: 'mine',
          unknown: { keys: 'mine' },
          soul: 'not asked for',
          logs: { 'kept.log': 'kept', 'a.log': 'log' },
        },
        ...{ store: { a: 'x', deep: { b: 'y' } }, built: { '1.0': { a: 'x', deep: { b: 'y' } } } },
      },
    },
  });
}

/** Homes in memory where there is such a place: most of the time would be spent on waiting for a disk. For the tests of a file. */
export function inMemory(): void {
  beforeAll(() => {
    if (existsSync('/dev/shm')) vi.stubEnv('TMPDIR', '/dev/shm');
  });
  afterAll(() => void vi.unstubAllEnvs());
}

export interface ModelRuns {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
  /** Milliseconds after which no further run is begun; without it all are. */
  readonly limitMs?: number;
}

/** Runs the model. Throws with the seed and the commands that break it. What was done, so that a test can tell that it did something. */
export async function runModel({
  seed,
  runs,
  commands: most,
  limitMs = Number.POSITIVE_INFINITY,
}: ModelRuns): Promise<Counts> {
  const end = Date.now() + limitMs;
  const counts: Counts = { commands: 0, killed: 0, removed: 0, returned: 0 };
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: most, size: 'max' }), async (chosen) => {
      // Not by fast-check's limit, which leaves the run that is under way to itself, and its home where it is.
      if (Date.now() > end) return;
      const made = newHome();
      try {
        // In its own folder, as in a child.
        const context = await userOf(made, { env: { XDG_STATE_HOME: '' } });
        const world = new World(made, context, counts);
        const placed = new Map(itemPaths.flatMap((at) => (world.at(at).size > 0 ? [[at, world.at(at)] as const] : [])));
        const model: Model = { placed, beside: new Map(), batches: [], pending: [] };
        await fc.asyncModelRun(() => ({ model, real: world }), chosen);
      } finally {
        made.remove();
      }
    }),
    { seed, numRuns: runs, examples: [[ordinary]] },
  );
  return counts;
}
