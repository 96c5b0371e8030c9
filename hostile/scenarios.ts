import {
  createHome,
  diffSnapshots,
  snapshotTree,
  type ThrowAwayHome,
  type Tree,
  type TreeSnapshot,
} from '@devclean/testkit';
import { applyPlan } from '../packages/core/src/apply/apply-plan.js';
import { isHeld, readBatches } from '../packages/core/src/apply/batches.js';
import { freeBatch } from '../packages/core/src/apply/history.js';
import type { StepOutcome } from '../packages/core/src/apply/purge-result.js';
import { recoverBatches } from '../packages/core/src/apply/recover-batches.js';
import { type UndoResult, undoBatch } from '../packages/core/src/apply/undo-batch.js';
import { planPurge } from '../packages/core/src/plan/plan-purge.js';
import { scan } from '../packages/core/src/scan/scan.js';
import type { ToolContext } from '../packages/core/src/system/tool-context.js';
import { request, toy, userOf } from '../packages/core/test/toy.js';
import { type Failing, failingIn } from './fault.js';
import { type Item, type ItemState, itemsOf, statesOf } from './items.js';
import { canaries, expectInvariant, expectNoneLost } from './world.js';

const cache: Tree = {
  store: { a: 'x', deep: { b: 'y' } },
  logs: { 'one.log': '1', 'kept.log': 'kept' },
  notes: 'mine',
  unknown: { u: 'mine' },
};
const names = ['store', 'logs/one.log'];
const hour = 3_600_000;

/** A home with a cache before anything was done, and everything that is known of it. */
export interface Machine {
  readonly made: ThrowAwayHome;
  readonly context: ToolContext;
  readonly items: readonly Item[];
  readonly before: TreeSnapshot;
}

interface Purged {
  readonly outcomes: readonly (StepOutcome & { readonly path: string })[];
  readonly files: number;
}

/** Something that devclean does, and what may be of the items when it is stopped anywhere in it. */
export interface Scenario {
  readonly name: string;
  /** In the vocabulary of `failingIn`. */
  readonly code: string;
  readonly prepare?: (machine: Machine) => Promise<unknown>;
  readonly states: readonly ItemState[];
  /** What recovery alone leaves; then `finish` makes all of them the last state. */
  readonly recovered: readonly ItemState[];
  readonly finish: (context: ToolContext) => Promise<unknown>;
  readonly last: ItemState;
  /** What was claimed and is not so; `file` counts those that are nowhere any more, nor held. */
  readonly falseClaims: (answer: unknown, states: Record<string, ItemState>, gone: number) => readonly string[];
}

export async function machine({ prepare }: Pick<Scenario, 'prepare'> = {}): Promise<Machine> {
  const made = createHome({ ...canaries, '.cache/toy': cache });
  const context = await userOf(made, { env: { XDG_STATE_HOME: `${made.path}/.local/state` }, cwd: '/' });
  const items = itemsOf(`${made.path}/.cache/toy`, names);
  const self = { made, context, items, before: snapshotTree(made.root) };
  await prepare?.(self);
  return self;
}

async function purge(context: ToolContext, keepMs?: number): Promise<void> {
  const plan = planPurge(await scan([toy], { context }), [toy], request());
  await applyPlan(plan, [toy], { context, ...(keepMs !== undefined && { keepMs }) });
}

/** Each batch once: what it does not bring back is seen by its state. */
async function undoAll(context: ToolContext): Promise<void> {
  for (const { begin, items } of readBatches(context))
    if (items.some(isHeld)) await undoBatch(begin.batch, { context });
}

async function freeAll(context: ToolContext): Promise<void> {
  for (const { begin, items } of readBatches(context))
    if (items.some(isHeld)) await freeBatch(begin.batch, { context });
}

/** The first run gives back what was moved and not written down; the second takes it. */
async function purgeToTheEnd(context: ToolContext): Promise<void> {
  await freeAll(context);
  await purge(context);
  await purge(context);
}

/** Leaves what a run leaves that is killed at a fault. */
const killedAt =
  (fault: string) =>
  async ({ made }: Machine): Promise<void> => {
    const killed = await failingIn([{ home: made.path, fault }], 'return purgeIts();').then(
      () => false,
      (error: { signal?: string }) => error.signal === 'SIGKILL',
    );
    if (!killed) throw new Error(`${fault} was not met`);
  };

/** Where it was: `/…/.cache/toy/store`. */
const stateAt = (at: string, states: Record<string, ItemState>): ItemState | undefined =>
  Object.entries(states).find(([name]) => at.endsWith(`/toy/${name}`))?.[1];

function falseOfPurge(answer: unknown, states: Record<string, ItemState>, gone: number): readonly string[] {
  const { outcomes, files } = answer as Purged;
  const wrong = outcomes.filter(({ path, status, heldUntil, error }) => {
    if (status !== 'done') return !error?.code || !error.message;
    return stateAt(path, states) !== (heldUntil === undefined ? 'gone' : 'held');
  });
  return [
    ...wrong.map(({ path, status }) => `${path} is ${status} and ${stateAt(path, states)}`),
    ...(files > gone ? [`${files} files were removed, of which ${gone} are gone`] : []),
  ];
}

function falseOfUndo(answer: unknown, states: Record<string, ItemState>): readonly string[] {
  // What failed half-way may lie in its place, with its name in the hold too: the next undo ends that.
  const right: Record<string, readonly unknown[]> = {
    returned: ['untouched'],
    beside: ['beside'],
    failed: ['held', 'untouched'],
  };
  return (answer as UndoResult).items
    .filter(({ path, status }) => right[status]?.includes(stateAt(path, states)) !== true)
    .map(({ path, status }) => `${path} is ${status} and ${stateAt(path, states)}`);
}

const removal = { finish: purgeToTheEnd, last: 'gone', falseClaims: falseOfPurge } as const;

export const scenarios: readonly Scenario[] = [
  {
    ...removal,
    name: 'a purge',
    code: 'return purgeIts();',
    states: ['untouched', 'held', 'removing', 'gone'],
    recovered: ['untouched', 'gone'],
  },
  {
    ...removal,
    name: 'a purge of entries in a bundle',
    code: 'return purgeIts({ asEntries: true });',
    states: ['untouched', 'held', 'removing', 'gone'],
    recovered: ['untouched', 'gone'],
  },
  {
    name: 'a purge that keeps',
    code: `return purgeIts({ keepMs: ${hour} });`,
    states: ['untouched', 'held'],
    recovered: ['untouched', 'held'],
    finish: undoAll,
    last: 'untouched',
    falseClaims: falseOfPurge,
  },
  {
    name: 'an undo',
    prepare: ({ context }) => purge(context, hour),
    code: 'return core.undoBatch(undefined, { context: its });',
    states: ['untouched', 'held', 'beside'],
    recovered: ['untouched', 'held', 'beside'],
    finish: undoAll,
    last: 'untouched',
    falseClaims: falseOfUndo,
  },
  {
    ...removal,
    name: 'freeing early',
    prepare: ({ context }) => purge(context, hour),
    // A state folder that is said not to be there has no batches.
    code: `const [held] = core.history(its).batches;
      return held && core.freeBatch(held.batch, { context: its });`,
    states: ['held', 'removing', 'gone'],
    recovered: ['held', 'gone'],
    falseClaims: (answer, states) => (answer ? Object.values(states).filter((state) => state !== 'gone') : []),
  },
  {
    ...removal,
    name: 'the recovery of a removal',
    prepare: killedAt('unlink 1 S9 /a'),
    code: 'return purgeIts();',
    states: ['untouched', 'held', 'removing', 'gone'],
    recovered: ['untouched', 'gone'],
  },
  {
    ...removal,
    name: 'the recovery of a move',
    prepare: killedAt(`fsync 1 S9 .devclean-hold-${process.geteuid?.()}`),
    code: 'return purgeIts();',
    states: ['untouched', 'held', 'removing', 'gone'],
    recovered: ['untouched', 'gone'],
  },
];

const recordsOf = (context: ToolContext): ReadonlyMap<string, string> =>
  new Map(readBatches(context).flatMap(({ items }) => items.map((one) => [one.identity.ino, one.state] as const)));

/** The invariants of a moment at which devclean was stopped, and after recovery has run once, twice, and to the end. */
export async function expectRecovery(
  what: string,
  { made, context, items, before }: Machine,
  scenario: Scenario,
  failing?: Failing<unknown>,
): Promise<void> {
  expectNoneLost(what, before, made);
  const states = statesOf(made, items, context);
  const among = (allowed: readonly ItemState[]) =>
    Object.entries(statesOf(made, items, context)).filter(([, state]) => !allowed.includes(state));
  expectInvariant(what, among(scenario.states), []);
  if (failing === undefined) {
    // Killed: what is not whole any more was written down to go.
    const records = recordsOf(context);
    const unannounced = items.filter(
      ({ name, inode }) =>
        (states[name] === 'gone' || states[name] === 'removing') &&
        !['removing', 'done'].includes(records.get(inode.split(':')[1] ?? '') ?? ''),
    );
    expectInvariant(`${what}: announced`, unannounced, []);
  } else if (failing.thrown) {
    expectInvariant(`${what}: said`, failing.thrown.isOurs || failing.thrown.text, true);
  } else {
    const left = snapshotTree(`${made.path}/.cache`);
    const isThere = new Set([...left.values()].filter(({ type }) => type === 'file').map(({ inode }) => inode));
    const files = [...before].filter(([name, { type }]) => type === 'file' && name.includes('.cache/toy/'));
    const gone = files.filter(([, { inode }]) => !isThere.has(inode)).length;
    const held = Object.values(states).includes('held') ? files.length : 0;
    expectInvariant(`${what}: claimed`, scenario.falseClaims(failing.answer, states, gone + held), []);
  }
  await recoverBatches(context, undefined);
  expectInvariant(`${what}, recovered once`, among(scenario.recovered), []);
  const once = snapshotTree(made.root);
  await recoverBatches(context, undefined);
  const changes = diffSnapshots(once, snapshotTree(made.root)).filter((line) => !line.includes('home/.local'));
  expectInvariant(`${what}, recovered twice`, changes, []);
  await scenario.finish(context);
  const last = scenario.last === 'untouched' ? ['untouched', 'beside'] : [scenario.last];
  expectInvariant(`${what}, finished`, among(last as ItemState[]), []);
  expectNoneLost(`${what}, finished`, before, made);
  // A hold that was made for nothing goes with the next removal.
  await purge(context);
  const holds = [...snapshotTree(`${made.path}/.cache`).keys()].filter((name) => name.includes('.devclean-hold-'));
  expectInvariant(`${what}, and purged`, holds, []);
  expectNoneLost(`${what}, and purged`, before, made);
}
