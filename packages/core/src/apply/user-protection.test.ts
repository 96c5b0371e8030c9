import { existsSync, readFileSync } from 'node:fs';
import { file, type ThrowAwayHome } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, request, toySpec, toyTree, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import type { NativeCommand, PurgeRequest } from '../provider/cache-provider.js';
import { defineProvider } from '../provider/define-provider.js';
import { scan } from '../scan/scan.js';
import type { KnownProvider } from '../scan/scan-result.js';
import type { ToolContext } from '../system/tool-context.js';
import type { Origin } from '../words.js';
import { applyPlan } from './apply-plan.js';
import { freeBatch, history } from './history.js';
import { recoverBatches } from './recover-batches.js';
import { undoBatch } from './undo-batch.js';

/** Inside of an item, so that the item is around what is protected. */
const inside = '.cache/toy/store/deep/b';
const day = 24 * 60 * 60 * 1000;

interface Way {
  readonly asked?: Partial<PurgeRequest>;
  readonly origin?: Origin;
  readonly native?: NativeCommand['use'];
  /** Where the cache is, if not at its default place. */
  readonly at?: string;
  /** Each item as an entry of its own, as `remove NAME` and `--older-than` plan it. */
  readonly entries?: true;
}

async function machine({ asked, origin = 'builtin', native, at = '.cache/toy', entries }: Way) {
  const program = file('#!/bin/sh\nrm -r "$2/store"\n', { mode: 0o755 });
  const made = home({ [at]: toyTree, bin: { toy: program } });
  const context = await userOf(made, { env: { PATH: `${made.path}/bin:/usr/bin:/bin` } });
  const command = { argv: ['{executable}', 'clean', '{location}'], sections: ['store'], writes: ['store'] } as const;
  const contexts = async () => [
    { id: 'toy', label: 'toy', executable: `${made.path}/bin/toy`, version: '2.1', caching: 'on' as const },
  ];
  const spec = toySpec({ contexts, cache: native ? { native: [{ ...command, use: native }] } : {} });
  const known: KnownProvider[] = [{ provider: defineProvider(spec), origin }];
  const locations = asked?.locations ? [`${made.path}/${at}`] : [];
  const plan = async () => {
    const found = await scan(known, { context, locations });
    const whole = planPurge(found, known, request({ ...asked, locations }));
    if (!entries) return whole;
    return { ...whole, steps: whole.steps.map((step) => ({ ...step, entry: { name: 'it', kind: 'toy' } })) };
  };
  const apply = async (planned = plan()) => applyPlan(await planned, known, { context, locations });
  return { made, context, plan, apply, kept: `${made.path}/${inside.replace('.cache/toy', at)}` };
}

function protect(made: ThrowAwayHome, kept: string): void {
  made.write({ '.config/devclean/settings.json': JSON.stringify({ protect: [kept] }) });
}

const ways: [string, Way][] = [
  ['a purge', {}],
  ['a sweep', { asked: { allow: 'safe', onlyProven: true } }],
  ['a section that is named', { asked: { sections: ['toy/store'] } }],
  ['entries of it', { entries: true }],
  ['only what is old', { asked: { usedBefore: '2999-01-01T00:00:00.000Z' } }],
  ['a purge that keeps', { asked: { keepMs: day } }],
  ['the trash', { asked: { trash: true } }],
  ['--location', { at: 'elsewhere/toy', asked: { locations: ['it'] } }],
  ['leftovers', { at: '.toy', asked: { leftovers: true } }],
  ['a plugin’s tool', { origin: 'plugin' }],
  ['a tool of a file', { origin: 'file', asked: { keepMs: 0 } }],
  ['the tool’s own command', { native: 'on-request', asked: { via: 'native', sections: ['toy/store'] } }],
  ['the tool’s own command alone', { native: 'only' }],
];

describe('what the user protects is taken by no way of removing:', () => {
  test.each(ways)('%s', async (_, way) => {
    const { made, plan, apply, kept } = await machine(way);
    protect(made, kept);
    const planned = await plan();
    expect(planned.steps.map(({ section }) => section)).not.toContain('store');
    await apply(Promise.resolve(planned));
    expect(readFileSync(kept, 'utf8')).toBe('another download');
  });

  test.each(ways)('%s, by a plan that is older than the protection', async (_, way) => {
    const { made, plan, apply, kept } = await machine(way);
    const planned = await plan();
    expect(planned.steps.map(({ section }) => section)).toContain('store');
    protect(made, kept);
    const { outcomes } = await apply(Promise.resolve(planned));
    const refused = outcomes.filter(({ step }) => planned.steps[step]?.section === 'store');
    expect(refused.map(({ status, reason }) => [status, reason])).toEqual([['refused', 'protected']]);
    expect(readFileSync(kept, 'utf8')).toBe('another download');
  });

  test.each(ways)('%s takes it where nothing protects it', async (_, way) => {
    const { apply, kept } = await machine(way);
    await apply();
    expect(existsSync(kept)).toBe(false);
  });
});

describe('what is held already, and is protected since,', () => {
  /** The toy's store is held, and what lay in it is protected only now. */
  async function held(): Promise<{ made: ThrowAwayHome; context: ToolContext; kept: string; batch: string }> {
    const { made, context, apply, kept } = await machine({ asked: { keepMs: day, sections: ['toy/store'] } });
    const { batch } = await apply();
    expect(existsSync(kept)).toBe(false);
    protect(made, kept);
    return { made, context, kept, batch };
  }

  test('does not go when its time is over', async () => {
    const { context, kept, batch } = await held();
    await recoverBatches(context, undefined, new Date(Date.now() + 2 * day));
    await undoBatch(batch, { context });
    expect(readFileSync(kept, 'utf8')).toBe('another download');
  });

  test('is not freed early', async () => {
    const { context, kept, batch } = await held();
    await expect(freeBatch(batch, { context })).rejects.toMatchObject({ code: 'REMOVAL_INCOMPLETE' });
    expect(history(context).batches[0]?.held.files).toBe(2);
    await undoBatch(batch, { context });
    expect(readFileSync(kept, 'utf8')).toBe('another download');
  });

  test('comes back beside what lies there now, which stays', async () => {
    const { made, context, kept, batch } = await held();
    made.write({ [inside]: 'mine' });
    const { items } = await undoBatch(batch, { context });
    expect(items).toMatchObject([{ status: 'beside' }]);
    expect(readFileSync(kept, 'utf8')).toBe('mine');
    expect(readFileSync(`${items[0]?.at}/deep/b`, 'utf8')).toBe('another download');
  });
});
