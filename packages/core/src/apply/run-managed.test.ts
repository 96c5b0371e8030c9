import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { file } from '@devclean/testkit';
import { expect, test } from 'vitest';
import { home, request, toyCache, userOf } from '../../test/toy.js';
import { exitCodeOf } from '../plan/exit-code.js';
import { planId, planPurge } from '../plan/plan-purge.js';
import type { PurgePlan } from '../plan/purge-plan.js';
import { readPlan } from '../plan/read-plan.js';
import type { ManagedCache, ProviderSpec, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import { applyPlan } from './apply-plan.js';
import { checkJournal } from './check-journal.js';
import { history } from './history.js';

/** A tool whose cache is behind a server. */
const tank: ManagedCache = {
  kind: 'managed',
  id: 'tank',
  sections: [
    { id: 'build', title: 'Builds', safety: 'costly', cost: 'Builds again.' },
    { id: 'pulls', title: 'Pulls', safety: 'safe', cost: 'Pulls again.' },
  ],
  variables: ['TANK_HOST'],
  environment: { TANK_PLAIN: '1' },
  server: { argv: ['{executable}', 'server'], local: ['unix:'] },
  measure: {
    argv: ['{executable}', '-H', '{server}', 'df', '--format', '{{json .}}'],
    read: {
      lines: 'json',
      key: 'Type',
      sections: { build: 'Builds', pulls: 'Pulls' },
      bytes: 'Size',
      reclaimable: 'Free',
    },
  },
  native: [
    { argv: ['{executable}', '-H', '{server}', 'prune', 'build'], sections: ['build'] },
    { argv: ['{executable}', '-H', '{server}', 'prune', 'pulls'], sections: ['pulls'] },
  ],
};

/** Answers from files in the home, as a client does from what its server says, and writes down how it was called. */
const program = `#!/bin/sh
state="$HOME/tank"
echo "$*|$(env | grep -c SECRET)|$TANK_PLAIN" >> "$state/calls"
case "$1" in
  server) echo "\${TANK_HOST:-unix:/run/tank}" ;;
  *) case "$3" in
    df) [ -e "$state/down" ] && exit 1
      for one in build pulls; do
        case $one in build) type=Builds ;; *) type=Pulls ;; esac
        read size free < "$state/$one"; echo "{\\"Type\\":\\"$type\\",\\"Size\\":\\"$size\\",\\"Free\\":\\"$free\\"}"
      done ;;
    prune) . "$state/prune" "$4" ;;
  esac ;;
esac
`;

interface Setting {
  readonly sizes?: { readonly build?: string; readonly pulls?: string };
  readonly prune?: string;
  readonly env?: Record<string, string>;
  readonly homes?: { env?: string; account?: string };
  readonly asked?: Partial<PurgeRequest>;
  readonly without?: 'program' | 'server';
  readonly spec?: Partial<ProviderSpec>;
}

async function machine(setting: Setting = {}) {
  const { build = '3.5GB 2GB', pulls = '10MB 10MB' } = setting.sizes ?? {};
  const prune = setting.prune ?? 'echo "0B 0B" > "$state/$4"';
  const made = home({
    tank: { build: `${build}\n`, pulls: `${pulls}\n`, prune, calls: '' },
    bin: setting.without === 'program' ? {} : { tank: file(program, { mode: 0o755 }) },
    ...(setting.without === 'server' && { 'tank/down': '' }),
  });
  const env = { PATH: `${made.path}/bin:/usr/bin:/bin`, SECRET: 'mine', ...setting.env };
  const context = await userOf(made, { env, homes: { env: made.path, account: made.path, ...setting.homes } });
  const spec: ProviderSpec = {
    apiVersion: 1,
    id: 'tank',
    title: 'Tank',
    homepage: 'https://tank.example',
    summary: 'Keeps.',
    programs: ['tank'],
    caches: [tank],
    ...setting.spec,
  };
  const known: KnownProvider[] = [{ provider: defineProvider(spec), origin: 'builtin' }];
  const scanned = await scan(known, { context });
  const plan = planPurge(scanned, known, request(setting.asked));
  const apply = async (other: PurgePlan = plan, options: { keepMs?: number; trash?: boolean } = {}) => {
    const result = await applyPlan(other, known, { context, ...options });
    const outcomes = result.outcomes.map(
      ({ step, status, reason, error }) =>
        `${other.steps[step]?.section}: ${status === 'done' ? 'done' : (reason ?? error?.code)}`,
    );
    return { result, outcomes, exit: exitCodeOf(other, result) };
  };
  const set = (name: string, text: string) => writeFileSync(`${made.path}/tank/${name}`, text);
  const calls = () => readFileSync(`${made.path}/tank/calls`, 'utf8').trim().split('\n');
  const pruned = () => calls().filter((line) => line.includes('prune'));
  const location = scanned.report.providers[0]?.locations[0];
  const skipped = plan.skipped.map(({ section, reason }) => `${section ?? 'all'}: ${reason}`);
  return { made, context, known, scanned, plan, apply, set, calls, pruned, location, skipped };
}

/** An edited plan with an id that fits. */
function edited({ schema, id: _, ...plan }: PurgePlan, change: Partial<PurgePlan['steps'][number]>): PurgePlan {
  const content = { ...plan, steps: plan.steps.map((step) => ({ ...step, ...change })) };
  return { schema, id: planId(content), ...content };
}

const bytes = (allocatedBytes: number, reclaimableBytes = allocatedBytes) => ({
  files: 0,
  directories: 0,
  apparentBytes: allocatedBytes,
  allocatedBytes,
  reclaimableBytes,
  complete: true,
});

test('a scan has what the tool says of it, and says that the tool does', async () => {
  const { scanned, location, calls } = await machine();
  expect(location).toMatchObject({
    path: null,
    active: true,
    state: 'recognised',
    measuredBy: "tank -H unix:/run/tank df --format '{{json .}}'",
    usage: bytes(3_510_000_000, 2_010_000_000),
    unaccounted: { files: 0, allocatedBytes: 0 },
    sections: [
      { id: 'build', safety: 'costly', paths: [], usage: bytes(3.5e9, 2e9) },
      { id: 'pulls', safety: 'safe', paths: [], usage: bytes(1e7) },
    ],
  });
  expect(scanned.report.providers[0]).toMatchObject({ state: 'found', usage: { allocatedBytes: 3_510_000_000 } });
  expect(scanned.report.totals.allocatedBytes).toBe(3_510_000_000);
  expect(calls(), 'what was asked; no variable of the user’s but those that were declared').toEqual([
    'server|0|1',
    '-H unix:/run/tank df --format {{json .}}|0|1',
  ]);
});

test('a plan says what is run; applying it has the tool clear it, and asks the tool again', async () => {
  const { made, context, plan, apply, pruned } = await machine();
  const executable = `${made.path}/bin/tank`;
  const step = { kind: 'command', provider: 'tank', origin: 'builtin', location: null, undoable: false };
  expect(plan.steps).toEqual([
    {
      ...step,
      section: 'build',
      safety: 'costly',
      argv: [executable, '-H', 'unix:/run/tank', 'prune', 'build'],
      expected: bytes(3.5e9, 2e9),
    },
    {
      ...step,
      section: 'pulls',
      safety: 'safe',
      argv: [executable, '-H', 'unix:/run/tank', 'prune', 'pulls'],
      expected: bytes(1e7),
    },
  ]);
  expect(readPlan(JSON.stringify(plan), context)).toEqual(plan);
  const { result, outcomes, exit } = await apply();
  expect(outcomes).toEqual(['build: done', 'pulls: done']);
  expect(exit).toBe(0);
  expect(result.removed).toEqual(bytes(3_510_000_000));
  expect(result.remaining).toEqual(bytes(0));
  expect(result.freeSpaceDelta).toBe(0);
  expect(pruned(), 'each command once, with no variable of the user’s but those that were declared').toEqual([
    '-H unix:/run/tank prune build|0|1',
    '-H unix:/run/tank prune pulls|0|1',
  ]);
  expect(history(context).batches).toMatchObject([
    { batch: result.batch, state: 'done', tools: ['tank'], items: 2, removed: bytes(3_510_000_000), returned: 0 },
  ]);
  expect(checkJournal(context, []).findings).toEqual([]);
});

test('what the tool is still using stays, and is told', async () => {
  const { apply } = await machine({ prune: 'echo "1.5GB 0B" > "$state/build"', asked: { sections: ['tank/build'] } });
  const { result, outcomes } = await apply();
  expect(outcomes).toEqual(['build: done']);
  expect(result.removed).toEqual(bytes(2e9));
  expect(result.remaining).toEqual(bytes(1.5e9, 0));
});

test('nothing that the tool could free is left out of a plan for being in use by it', async () => {
  const { plan, skipped } = await machine({ sizes: { build: '1GB 0B' } });
  expect(plan.steps.map(({ section }) => section)).toEqual(['pulls']);
  expect(skipped).toEqual(['build: in-use']);
});

test.each([
  ['says that it is done and frees nothing', 'true', 'REMOVAL_INCOMPLETE'],
  ['fails', 'echo no >&2; exit 3', 'COMMAND_FAILED'],
  ['falls silent afterwards', 'touch "$state/down"', 'REMOVAL_INCOMPLETE'],
])('a tool that %s is not believed', async (_, prune, code) => {
  const { apply, context } = await machine({ prune, asked: { sections: ['tank/build'] } });
  const { result, outcomes, exit } = await apply();
  expect(outcomes).toEqual([`build: ${code}`]);
  expect(result.removed.allocatedBytes).toBe(0);
  expect(exit).toBe(1);
  expect(result.remaining.complete).toBe(!prune.includes('down'));
  expect(history(context).batches).toMatchObject([{ state: 'done', removed: { allocatedBytes: 0 } }]);
});

test.each<[string, Setting, string, string]>([
  ['a server that does not answer', { without: 'server' }, 'unreadable', 'not-knowable'],
  ['an answer that is none', { sizes: { build: 'much much' } }, 'unreadable', 'not-knowable'],
  ['another machine’s server', { env: { TANK_HOST: 'ssh://ci.example' } }, 'protected', 'network'],
  ['a HOME that is not the account’s', { homes: { account: '/nonexistent' } }, 'recognised', 'outside-home'],
])('%s is shown and not taken', async (_, setting, state, reason) => {
  const { location, scanned, skipped, plan, apply, pruned } = await machine(setting);
  expect(location?.state).toBe(state);
  expect(location?.usage.complete, 'what is not known is not called empty').toBe(state === 'recognised');
  expect(scanned.refusals).toMatchObject([{ provider: 'tank', path: null, reason }]);
  expect(skipped).toEqual([`all: ${reason}`]);
  expect(plan.steps).toEqual([]);
  await apply();
  expect(pruned()).toEqual([]);
});

test('a variable that was declared reaches the tool, and makes what it names the user’s to give', async () => {
  const env = { TANK_HOST: 'unix:/run/mine' };
  const { plan, apply, pruned } = await machine({ env, homes: { account: '/nonexistent' } });
  expect(plan.steps.map(({ argv }) => argv?.[2])).toEqual(['unix:/run/mine', 'unix:/run/mine']);
  expect((await apply()).outcomes).toEqual(['build: done', 'pulls: done']);
  expect(pruned()).toHaveLength(2);
});

test('where there is no such tool there is no such cache, and an empty one is empty', async () => {
  expect((await machine({ without: 'program' })).scanned.report.providers[0]?.state).toBe('absent');
  const empty = await machine({ sizes: { build: '0B 0B', pulls: '0B 0B' } });
  expect(empty.location).toMatchObject({ state: 'empty', sections: [], usage: bytes(0) });
  expect(empty.skipped).toEqual(['all: empty']);
});

test.each<[string, Partial<PurgeRequest>, string[]]>([
  ['to keep it', { keepMs: 1000 }, ['build: excluded', 'pulls: excluded']],
  ['the trash', { trash: true }, ['build: excluded', 'pulls: excluded']],
  ['that devclean does it', { via: 'direct' }, ['build: excluded', 'pulls: excluded']],
  ['what was not used lately', { usedBefore: '2026-01-01' }, ['build: excluded', 'pulls: excluded']],
  ['another location', { locations: ['/tmp'] }, ['all: excluded']],
  ['another installation', { contexts: ['other'] }, ['all: excluded']],
  ['to leave the tool out', { exclude: ['tank'] }, ['all: excluded']],
  ['what is safe', { allow: 'safe' }, ['build: above-allowed-safety']],
])('who asks for %s does not get the rest', async (_, asked, left) => {
  expect((await machine({ asked })).skipped).toEqual(left);
});

test.each<[string, Parameters<typeof edited>[1]]>([
  ['other words', { argv: ['/bin/rm', '-rf', '/'] }],
  ['another server', { argv: ['{bin}/tank', '-H', 'unix:/run/other', 'prune', 'build'] }],
  ['more words', { argv: ['{bin}/tank', '-H', 'unix:/run/tank', 'prune', 'build', '--all'] }],
  ['a section of another command', { section: 'pulls' }],
  ['a section that is none', { section: 'volumes' }],
  ['a milder safety', { safety: 'safe' }],
  ['another provider', { provider: 'tanker' }],
  ['another origin', { origin: 'plugin' }],
])('a plan with %s is refused', async (_, change) => {
  const { made, plan, apply, pruned } = await machine({ asked: { sections: ['tank/build'] } });
  const argv = change.argv?.map((word) => word.replace('{bin}', `${made.path}/bin`));
  const { outcomes } = await apply(edited(plan, { ...change, ...(argv && { argv }) }));
  expect(outcomes).toEqual([expect.stringMatching(/: changed-since-plan$/)]);
  expect(pruned()).toEqual([]);
});

test.each<[string, Parameters<typeof edited>[1]]>([
  ['a path', { path: '/etc' }],
  ['a promise to bring it back', { undoable: true }],
  ['no command', { kind: 'remove' }],
  ['a place that is no folder', { location: 7 as never }],
])('a step without a folder and with %s is no step', async (_, change) => {
  const { context, plan } = await machine();
  expect(() => readPlan(JSON.stringify(edited(plan, change)), context)).toThrow(
    expect.objectContaining({ code: 'BAD_PLAN' }),
  );
});

test('what changed since the plan is noticed: the server, the program, and what would go too', async () => {
  const { made, apply, pruned, context, known, plan, set } = await machine({ asked: { sections: ['tank/build'] } });
  const elsewhere = { ...context, env: { ...context.env, TANK_HOST: 'ssh://ci.example' } };
  const moved = await applyPlan(plan, known, { context: elsewhere });
  expect(moved.outcomes).toMatchObject([{ status: 'refused', reason: 'network' }]);
  set('down', '');
  expect((await apply()).outcomes).toEqual(['build: not-knowable']);
  rmSync(`${made.path}/bin/tank`);
  expect((await apply()).outcomes).toEqual(['build: changed-since-plan']);
  expect(pruned()).toEqual([]);
});

test('what clears two parts takes both or none', async () => {
  const both = { ...tank, native: [{ argv: tank.native[0].argv, sections: ['build', 'pulls'] }] as const };
  const setting = { spec: { caches: [both] }, sizes: { pulls: '0B 0B' } } as const;
  expect((await machine({ ...setting, sizes: {}, asked: { allow: 'safe' } })).skipped).toEqual([
    'build: above-allowed-safety',
    'pulls: excluded',
  ]);
  const { plan, apply, set, pruned } = await machine(setting);
  expect(plan.steps.map(({ section }) => section)).toEqual(['build']);
  set('pulls', '1MB 1MB\n');
  expect((await apply()).outcomes).toEqual(['build: changed-since-plan']);
  expect(pruned()).toEqual([]);
});

test('who asks to keep it when the plan is applied gets nothing', async () => {
  const { apply, pruned } = await machine({ asked: { sections: ['tank/build'] } });
  expect((await apply(undefined, { keepMs: 1000 })).outcomes).toEqual(['build: CANNOT_HOLD']);
  expect((await apply(undefined, { trash: true })).outcomes).toEqual(['build: CANNOT_HOLD']);
  expect(pruned()).toEqual([]);
});

test('while the user’s settings cannot be read nothing is cleared', async () => {
  const { made, apply, pruned } = await machine({ asked: { sections: ['tank/build'] } });
  made.write({ '.config/devclean/settings.json': '{' });
  const { outcomes } = await apply();
  expect(outcomes).toEqual(['build: protected']);
  expect(pruned()).toEqual([]);
});

test('a run that was killed while the tool was at it is ended by the next', async () => {
  const { apply, context, made, set } = await machine({ asked: { sections: ['tank/build'] } });
  const { result } = await apply();
  const journal = `${made.root}/state/devclean/journal/${result.batch}.jsonl`;
  const lines = readFileSync(journal, 'utf8').split('\n').slice(0, 2);
  writeFileSync(journal, `${lines.join('\n')}\n`);
  expect(history(context).batches).toMatchObject([{ state: 'interrupted', items: 1 }]);
  set('build', '1GB 1GB\n');
  await apply();
  const states = history(context).batches.map(({ batch, state, items }) => ({ batch, state, items }));
  expect(states).toContainEqual({ batch: result.batch, state: 'done', items: 1 });
});

test('it stands beside a folder of the same tool', async () => {
  const { scanned, plan, apply, made } = await machine({
    spec: { caches: [toyCache, tank] },
    asked: { allow: 'safe' },
  });
  expect(scanned.report.providers[0]?.locations.map(({ path }) => path)).toEqual([null]);
  made.write({ '.cache/toy/store/a': 'x' });
  expect(plan.steps).toHaveLength(1);
  expect((await apply()).outcomes).toEqual(['pulls: done']);
});

test.each<[string, Partial<ManagedCache>, RegExp]>([
  [
    'that nothing measures',
    { measure: { ...tank.measure, read: { ...tank.measure.read, sections: { build: 'B' } } } },
    /nothing measures the section "pulls"/,
  ],
  ['that nothing clears', { native: [tank.native[0]] }, /no command clears the section "pulls"/],
  ['of any machine', { server: { argv: ['{executable}', 'server'], local: [''] } }, /nothing tells whether/],
  ['with another program', { native: [{ argv: ['rm'], sections: ['build', 'pulls'] }] }, /its first word must be/],
  [
    'with a word that stands for nothing',
    { native: [{ argv: ['{executable}', '{location}'], sections: ['build', 'pulls'] }] },
    /"\{location\}" stands for nothing/,
  ],
  ['with a server that nobody names', { server: undefined as never }, /"\{server\}" stands for nothing/],
])('a spec with a part %s is refused', (_, change, problem) => {
  const spec: ProviderSpec = {
    apiVersion: 1,
    id: 'tank',
    title: 'Tank',
    homepage: 'https://tank.example',
    summary: 'Keeps.',
    caches: [{ ...tank, ...change }],
  };
  expect(() => defineProvider(spec)).toThrow(problem);
});
