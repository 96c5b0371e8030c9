import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { buildForChildren } from '../packages/core/test/child.js';
import { buildFaults, calls, failingIn } from './fault.js';
import { expectRecovery, machine, type Scenario, scenarios } from './scenarios.js';
import { count, faultsOf, tryEach } from './world.js';

buildForChildren();

describe('killed at any call that changes something, or opens what is its own', needs('cc'), () => {
  buildFaults();

  /** How often each call is made when nothing stops it. */
  async function counted(scenario: Scenario): Promise<Readonly<Record<string, number>>> {
    const { made } = await machine(scenario);
    try {
      const [free] = await failingIn([{ home: made.path, fault: '' }], scenario.code);
      expect(free?.thrown).toBeUndefined();
      return free?.counted ?? {};
    } finally {
      made.remove();
    }
  }

  test.for(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s leaves each item whole in its place, wholly held or on its way out, and recovery ends it',
    async ([, scenario]) => {
      const counts = await counted(scenario);
      const points = calls
        .filter((call) => call !== 'look')
        .flatMap((call) =>
          Array.from({ length: counts[call] ?? 0 }, (_, index) => [`${call} ${index + 1} S9`]).concat(
            call === 'write' ? Array.from({ length: counts.write ?? 0 }, (_, index) => [`write ${index + 1} H`]) : [],
          ),
        )
        .flat();
      // Else it would prove nothing.
      for (const call of ['open', 'write', 'fsync', 'unlink', 'link', 'bind']) expect(counts[call]).toBeGreaterThan(0);
      await tryEach(faultsOf(points, 12), async (fault) => {
        const what = `${scenario.name}, ${fault}`;
        const stopped = await machine(scenario);
        try {
          const run = failingIn([{ home: stopped.made.path, fault }], scenario.code);
          await expect(run, what).rejects.toMatchObject({ signal: 'SIGKILL' });
          await expectRecovery(what, stopped, scenario);
          count('crash points');
        } finally {
          stopped.made.remove();
        }
      });
    },
  );
});
