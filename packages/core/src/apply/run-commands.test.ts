import { chownSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { diffSnapshots, file, link, snapshotTree, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import { planId, planPurge } from '../plan/plan-purge.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import { readPlan } from '../plan/read-plan.js';
import type { FolderCache, FoundContext, NativeCommand, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import type { ApplyEvent } from './apply-event.js';
import { type ApplyOptions, applyPlan } from './apply-plan.js';
import { history } from './history.js';

const clean: NativeCommand = {
  argv: ['{executable}', 'clean', '--of={location}', '{location}'],
  sections: ['store', 'built'],
  use: 'on-request',
  writes: ['store', 'store-<digits>', 'built'],
  since: '2.0',
};

const both = 'rm -r "$3/store" "$3/built"';

interface Setting {
  /** What the tool does when it is run. */
  readonly script?: string;
  readonly cache?: Tree;
  readonly asked?: Partial<PurgeRequest>;
  readonly command?: Partial<NativeCommand>;
  readonly spec?: Partial<FolderCache>;
  readonly context?: Partial<FoundContext>;
  readonly around?: Tree;
  readonly env?: Record<string, string>;
}

/** A machine with a toy that can clean its own cache, and a plan to let it. */
async function machine(setting: Setting = {}) {
  const { script = both, asked = {}, around = {} } = setting;
  const program = file(`#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const made = home({ '.cache/toy': setting.cache ?? toyTree, bin: { toy: program }, ...around });
  const context = await userOf(made, { env: { PATH: `${made.path}/bin:/usr/bin:/bin`, ...setting.env } });
  const executable = `${made.path}/bin/toy`;
  const cache = { native: [{ ...clean, ...setting.command }], ...setting.spec };
  const contexts = async () => [
    { id: 'toy2', label: 'toy 2', executable, version: '2.1', caching: 'on' as const, ...setting.context },
  ];
  const known: KnownProvider[] = [{ provider: defineProvider(toySpec({ cache, contexts })), origin: 'builtin' }];
  const plan = planPurge(await scan(known, { context }), known, request({ via: 'native', ...asked }));
  const apply = async (
    change: { plan?: PurgePlan; signal?: AbortSignal } & Pick<
      ApplyOptions,
      'contexts' | 'keepMs' | 'trash' | 'onEvent'
    > = {},
  ) => {
    const { plan: other = plan, signal = context.signal, ...options } = change;
    const result = await applyPlan(other, known, { context: { ...context, signal }, ...options });
    const outcomes = result.outcomes.map(({ step, status, reason, error }) => {
      return `${other.steps[step]?.section}: ${status === 'done' ? 'done' : (reason ?? error?.code)}`;
    });
    return {
      result,
      outcomes,
      left: readdirSync(`${made.path}/.cache/toy`).sort(),
      why: result.outcomes[0]?.error?.message,
    };
  };
  const skipped = plan.skipped.map(
    ({ section, path, reason }) => `${section ?? path.replace(made.path, '~')}: ${reason}`,
  );
  return { made, context, plan, apply, skipped, executable, cache: `${made.path}/.cache/toy` };
}

test('a plan says what is run, and applying it clears what the command clears', async () => {
  const { plan, context, apply, skipped, executable, cache } = await machine();
  expect(plan.steps.map(({ kind, section, argv, undoable }) => ({ kind, section, argv, undoable }))).toEqual(
    ['store', 'built'].map((section) => ({
      kind: 'command',
      section,
      argv: [executable, 'clean', `--of=${cache}`, cache],
      undoable: false,
    })),
  );
  expect(skipped).toEqual(['logs: excluded']);
  expect(readPlan(JSON.stringify(plan), context)).toEqual(plan);
  const { result, outcomes, left } = await apply();
  expect(outcomes).toEqual(['store: done', 'built: done']);
  expect(left).toEqual(['logs', 'notes']);
  expect(result.removed).toEqual(plan.expected);
  expect(result.remaining.files).toBe(0);
});

test('the history has it as it has every removal, and nothing to bring back', async () => {
  const { apply, context, plan } = await machine();
  const { result } = await apply();
  expect(history(context).batches).toMatchObject([
    { batch: result.batch, state: 'done', tools: ['toy'], items: 2, removed: plan.expected, returned: 0 },
  ]);
});

test('it runs once, without a shell, in an empty folder, with the user’s variables and none of npm’s', async () => {
  const script = `${both}; { echo "$#: $*"; ls -A | wc -l; pwd; env; } >> "$HOME/ran"`;
  const { made, apply, cache } = await machine({
    script,
    env: { TOY_FLAVOUR: 'sweet', npm_execpath: '/npm', npm_config_x: 'own', npm_package_name: 'p', INIT_CWD: '/p' },
  });
  await apply();
  const [words, entries, folder, ...variables] = readFileSync(`${made.path}/ran`, 'utf8').split('\n');
  expect(words).toBe(`3: clean --of=${cache} ${cache}`);
  expect(entries?.trim()).toBe('0');
  expect(folder).not.toContain(made.path);
  expect(variables).toEqual(expect.arrayContaining(['TOY_FLAVOUR=sweet', 'npm_config_x=own', `HOME=${made.path}`]));
  expect(variables.filter((line) => /^(npm_execpath|npm_package_name|INIT_CWD)=/.test(line))).toEqual([]);
  expect(variables.filter((line) => line.startsWith('TOY_FLAVOUR'))).toHaveLength(1);
});

test.each<[string, string, string[], RegExp, string]>([
  [
    'fails',
    'echo oh no >&2; exit 3',
    ['store: COMMAND_FAILED', 'built: COMMAND_FAILED'],
    /ended with exit code 3; 2 files are left/,
    'oh no',
  ],
  [
    'claims what is not so',
    'echo done',
    ['store: REMOVAL_INCOMPLETE', 'built: REMOVAL_INCOMPLETE'],
    /says that it is done, and 2 files are left/,
    'done',
  ],
  ['does half of it', 'rm -r "$3/store"', ['store: done', 'built: REMOVAL_INCOMPLETE'], /^$/, ''],
  ['kills itself', 'kill -9 $$', ['store: COMMAND_FAILED', 'built: COMMAND_FAILED'], /ended by SIGKILL/, ''],
])('of a command that %s only what is gone counts', async (_, script, expected, message, output) => {
  const { apply, plan } = await machine({ script });
  const { result, outcomes, why = '' } = await apply();
  expect(outcomes).toEqual(expected);
  expect(why).toMatch(message);
  expect(result.outcomes.map((outcome) => outcome.output ?? '').join('')).toBe(output);
  const gone = expected[0] === 'store: done' ? plan.steps[0]?.expected.files : 0;
  expect(result.removed.files).toBe(gone);
});

test('a program that cannot be started is a failure that names the reason', async () => {
  const { apply, executable } = await machine();
  writeFileSync(executable, '#!/no/such/shell\n');
  const after = await apply();
  expect(after.outcomes).toEqual(['store: COMMAND_FAILED', 'built: COMMAND_FAILED']);
  expect(after.why).toMatch(/could not be run: .*ENOENT/);
  expect(after.why).toContain(executable);
  expect(after.left).toEqual(['built', 'logs', 'notes', 'store']);
});

test.each([
  ['says that nothing is left', 'empty', ['store: done', 'built: done']],
  ['says that something is left', 'not-empty', ['store: REMOVAL_INCOMPLETE', 'built: done']],
] as const)('what the tool does not count is no failure when it %s', async (_, answer, expected) => {
  const verify = async () => ({ question: 'toy info', answer, detail: 'toy counts' });
  const script = 'cd "$3" && rm -r built store/deep';
  const { apply } = await machine({ script, spec: { verify } });
  expect((await apply()).outcomes).toEqual(expected);
});

test('an interrupt ends the command and all that it started, and what is gone is told', async () => {
  const script = 'rm -r "$3/store"; sleep 60 & echo $! > "$HOME/child"; wait';
  const { made, apply } = await machine({ script });
  const controller = new AbortController();
  const running = apply({ signal: controller.signal });
  const started = () =>
    readdirSync(made.path).includes('child') && readFileSync(`${made.path}/child`, 'utf8').endsWith('\n');
  await expect.poll(started, { timeout: 20_000 }).toBe(true);
  controller.abort();
  const { outcomes, result } = await running;
  expect(outcomes).toEqual(['store: ABORTED', 'built: ABORTED']);
  expect(result.removed.files).toBe(2);
  const child = Number(readFileSync(`${made.path}/child`, 'utf8'));
  await expect.poll(() => isRunning(child), { timeout: 20_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

type Change = (ready: Awaited<ReturnType<typeof machine>>) => void;

const nothing: Change = () => undefined;
const protects =
  (at: string): Change =>
  ({ made }) =>
    made.write({ '.config/devclean/settings.json': JSON.stringify({ protect: [at] }) });

const refusals: [string, Setting, Change, string][] = [
  ['an item was changed since', {}, ({ cache }) => writeFileSync(`${cache}/store/new`, ''), 'changed-since-plan'],
  [
    'another part came to be since',
    {},
    ({ made }) => made.write({ '.cache/toy/store-2': { a: '' } }),
    'changed-since-plan',
  ],
  [
    'a link leads to the location',
    {},
    ({ cache }) => {
      renameSync(cache, `${cache}.away`);
      symlinkSync(`${cache}.away`, cache);
    },
    'link',
  ],
  ['the user protects something in it', {}, protects('~/.cache/toy/built/1.2/module'), 'protected'],
  ['the user protects something around it', {}, protects('~/.cache'), 'protected'],
  ['a key lies in it', { cache: { ...toyTree, store: { '.env': 'a=b' } } }, nothing, 'tripwire'],
  [
    'what it writes holds what is kept',
    { cache: { ...toyTree, built: { '1.2': { module: '' }, '2.1': { token: 'secret' } } } },
    nothing,
    'protected',
  ],
  [
    'what it writes holds what nobody knows',
    { cache: { ...toyTree, built: { '1.2': { module: '' }, thesis: 'mine' } } },
    nothing,
    'not-recognised',
  ],
  [
    'it removes the location, which holds what nobody knows',
    { command: { writes: ['.', 'logs'] } },
    nothing,
    'not-recognised',
  ],
  [
    'what it writes is a link',
    {
      command: { writes: ['store', 'built', 'extra'] },
      around: { work: {} },
      cache: { ...toyTree, extra: link('../../work') },
    },
    nothing,
    'link',
  ],
];

test('a command may remove the location, where all that lies in it is known', async () => {
  const { apply, made } = await machine({
    script: 'rm -r "$3" && mkdir "$3"',
    command: { writes: ['.', 'logs', 'notes'] },
  });
  const { outcomes, left } = await apply();
  expect(outcomes).toEqual(['store: done', 'built: done']);
  expect(left).toEqual([]);
  expect(readdirSync(made.path)).toContain('.cache');
});

test.each(refusals)('nothing is run when %s', async (_, setting, change, reason) => {
  const ready = await machine({ script: 'touch "$HOME/ran"', ...setting });
  expect(ready.plan.steps.length).toBeGreaterThan(0);
  change(ready);
  const before = snapshotTree(ready.made.path);
  const { outcomes } = await ready.apply();
  expect(new Set(outcomes.map((one) => one.split(': ')[1]))).toEqual(new Set([reason]));
  const differences = diffSnapshots(before, snapshotTree(ready.made.path));
  expect(differences.filter((line) => !/: \.local|: \.: /.test(line))).toEqual([]);
});

test('nothing is run when what it writes is somebody else’s', needs('root'), async () => {
  const cache = { ...toyTree, extra: 'theirs' };
  const ready = await machine({ script: 'touch "$HOME/ran"', cache, command: { writes: ['store', 'built', 'extra'] } });
  chownSync(`${ready.cache}/extra`, 4711, 4711);
  expect((await ready.apply()).outcomes).toEqual(['store: foreign-owner', 'built: foreign-owner']);
  expect(readdirSync(ready.made.path)).not.toContain('ran');
});

test('a command is told of as it begins', async () => {
  const { apply, plan } = await machine();
  const seen: ApplyEvent[] = [];
  await apply({ onEvent: (event) => seen.push(event) });
  expect(seen.filter(({ type }) => type !== 'step' && type !== 'measuring')).toEqual([
    { type: 'command', step: 0, argv: plan.steps[0]?.argv },
  ]);
});

test.each<[string, (plan: PurgePlan, home: string) => PurgePlan['steps']]>([
  [
    'runs another program',
    ({ steps }) => steps.map((step) => ({ ...step, argv: ['/bin/rm', ...(step.argv ?? []).slice(1)] })),
  ],
  ['has other words', ({ steps }) => steps.map((step) => ({ ...step, argv: [...(step.argv ?? []), '--all'] }))],
  [
    'names another place',
    ({ steps }, at) => steps.map((step) => ({ ...step, argv: [step.argv?.[0] ?? '', 'clean', `--of=${at}`, at] })),
  ],
  ['leaves out a part that the command takes', ({ steps }) => steps.slice(0, 1)],
])('a forged plan that %s runs nothing', async (_, forge) => {
  const { plan, apply, made, context } = await machine({ script: 'touch "$HOME/ran"' });
  const { schema, id: __, ...content } = plan;
  const forged = { ...content, steps: forge(plan, made.path) };
  const text = JSON.stringify({ schema, id: planId(forged), ...forged });
  const { outcomes } = await apply({ plan: readPlan(text, context) });
  expect(new Set(outcomes.map((one) => one.split(': ')[1]))).toEqual(new Set(['changed-since-plan']));
  expect(readdirSync(made.path)).not.toContain('ran');
});

test('what is to be kept is not run', async () => {
  const { apply, skipped } = await machine({ asked: { keepMs: 1000 } });
  expect(skipped.sort()).toEqual(['built: excluded', 'logs: excluded', 'store: excluded']);
  expect((await apply()).left).toEqual(['built', 'logs', 'notes', 'store']);
  const other = await machine();
  for (const kept of [{ keepMs: 1000 }, { trash: true }])
    expect((await other.apply(kept)).outcomes).toEqual(['store: CANNOT_HOLD', 'built: CANNOT_HOLD']);
  expect((await machine({ asked: { trash: true } })).plan.steps).toEqual([]);
});

test('an installation that may be somebody else’s runs only when it is named, and named again to apply', async () => {
  const doubtful = { context: { onlyNamed: true } };
  expect((await machine(doubtful)).skipped).toEqual(
    expect.arrayContaining(['store: not-knowable', 'built: not-knowable']),
  );
  const { apply, plan } = await machine({ ...doubtful, asked: { contexts: ['toy2'] } });
  expect(plan.steps).toHaveLength(2);
  expect((await apply()).outcomes).toEqual(['store: changed-since-plan', 'built: changed-since-plan']);
  expect((await apply({ contexts: ['toy2'] })).outcomes).toEqual(['store: done', 'built: done']);
});

test('what a command leaves on purpose is no failure of its, and what went is told', async () => {
  const leaves = 'what projects still use';
  const script = 'rm -r "$3/built"; rm "$(find "$3/store" -type f | head -n 1)"';
  const { plan, apply, context } = await machine({ script, command: { leaves } });
  expect(plan.steps.map((step) => step.leaves)).toEqual([leaves, leaves]);
  expect(readPlan(JSON.stringify(plan), context)).toEqual(plan);
  const { outcomes, result } = await apply();
  expect(outcomes).toEqual(['store: done', 'built: done']);
  expect(result.outcomes[0]?.removed.files).toBe(1);
  expect(result.removed.files).toBeLessThan(plan.expected.files);
});

test('a command that fails leaves nothing on purpose', async () => {
  const { apply } = await machine({ script: 'exit 3', command: { leaves: 'what projects still use', use: 'only' } });
  const { outcomes, result } = await apply();
  expect(outcomes).toEqual(['store: COMMAND_FAILED', 'built: COMMAND_FAILED']);
  expect(result.outcomes[0]?.error?.hint).toContain('Only Toy itself');
});
