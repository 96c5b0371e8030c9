import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { buildForChildren } from '../packages/core/test/child.js';
import { buildFaults, type Call, calls, errnoAction, errnos, failingIn } from './fault.js';
import { expectRecovery, type Machine, machine, type Scenario, scenarios } from './scenarios.js';
import { count, faultsOf, isSample, tryEach } from './world.js';

buildForChildren();
buildFaults();

/** How many trials one process makes. */
const atOnce = isSample ? 5 : 25;

/** What only looks fails in fewer ways. */
const errorsOf = (call: Call): readonly string[] =>
  call === 'look' ? ['EIO', 'EACCES', 'EMFILE', 'ENOMEM', 'ESTALE'] : errnos;

async function counted(scenario: Scenario): Promise<Readonly<Record<Call | 'fired', number>>> {
  const { made } = await machine(scenario);
  try {
    const [free] = await failingIn([{ home: made.path, fault: '' }], scenario.code);
    expect(free?.thrown).toBeUndefined();
    return free?.counted as Readonly<Record<Call | 'fired', number>>;
  } finally {
    made.remove();
  }
}

async function tryAll(scenario: Scenario, faults: readonly string[]): Promise<void> {
  const machines: Machine[] = [];
  try {
    for (const _ of faults) machines.push(await machine(scenario));
    const trials = faults.map((fault, index) => ({ home: (machines[index] as Machine).made.path, fault }));
    const answers = await failingIn(trials, scenario.code);
    await tryEach(faults.entries(), async ([index, fault]) => {
      const answer = answers[index];
      if (answer === undefined) throw new Error('an answer is missing');
      await expectRecovery(`${scenario.name}, ${fault}`, machines[index] as Machine, scenario, answer);
      // After an earlier error fewer calls may be made.
      if (answer.counted.fired > 0) count('errors injected');
    });
  } finally {
    for (const { made } of machines) made.remove();
  }
}

describe('failing at any call, with any error', needs('cc'), () => {
  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s loses nothing, claims nothing, and the next run ends the work',
    async ([, scenario]) => {
      const counts = await counted(scenario);
      // Every error in the one that everybody runs; in the others each call meets a quarter of them, in turn.
      const turns = scenario === scenarios[0] ? 1 : 4;
      const faults = calls.flatMap((call) =>
        Array.from({ length: counts[call] }, (_, index) =>
          errorsOf(call)
            .filter((_, turn) => (turn + index) % turns === 0)
            .map((errno) => `${call} ${index + 1} ${errnoAction(errno)}`),
        ).flat(),
      );
      count('kinds of errors injected', errnos.length);
      const chosen = faultsOf(faults, 60);
      const parts = chosen.filter((_, index) => index % atOnce === 0);
      await tryEach(parts.keys(), (part) => tryAll(scenario, chosen.slice(part * atOnce, (part + 1) * atOnce)));
    },
  );
});
