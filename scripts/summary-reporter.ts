import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with what a reader of a log looks for: what failed, or passed on a second try only; which real tools were missing, so
 * that tests were left out; and, as the very last line, `N passed, N failed`. Counted from the results themselves.
 */
export class SummaryReporter implements Reporter {
  /** The checks that `npm test` made before the tests, which count like tests: name → passed. */
  readonly #checks: Record<string, boolean> = JSON.parse(process.env.DEVCLEAN_CHECKS ?? '{}');

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const missing = new Map<string, number>();
    const leftOut = tests.filter((test) => test.meta().missingTools !== undefined);
    for (const tool of leftOut.flatMap((test) => test.meta().missingTools ?? []))
      missing.set(tool, (missing.get(tool) ?? 0) + 1);
    const required = process.env.DEVCLEAN_REQUIRE_TOOLS === '1' ? leftOut.length : 0;

    const badChecks = Object.keys(this.#checks).filter((name) => !this.#checks[name]);
    // What fails outside of a test (a file that does not load, an error nobody caught) is in no test's result.
    const outside = unhandledErrors.length + modules.filter((module) => module.errors().length > 0).length;
    const suites = modules
      .flatMap((module) => [...module.children.allSuites()])
      .filter((suite) => suite.errors().length > 0).length;
    const passed = count('passed') + Object.keys(this.#checks).length - badChecks.length;
    const failed = count('failed') + badChecks.length + outside + suites + required;
    const skipped = count('skipped') - required;

    const lines = [''];
    if (badChecks.length > 0)
      lines.push(`Checks that failed: ${badChecks.join(', ')}. Their messages are above the tests.`);
    for (const test of tests) {
      const { state, errors = [] } = test.result();
      const [why = ''] = errors[0]?.message.split('\n') ?? [];
      const name = `${test.module.relativeModuleId} > ${test.fullName}`;
      if (state === 'failed') lines.push(`Failed: ${name}: ${why}`);
      else if (test.diagnostic()?.flaky) lines.push(`Passed on a second try only: ${name}: ${why}`);
    }
    if (missing.size > 0) {
      const list = [...missing].map(([tool, tests]) => `${tool} (${tests})`).join(', ');
      lines.push(`${required > 0 ? 'Required tools are missing' : 'Skipped, for want of a tool'}: ${list}`);
    }
    lines.push(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    // At exit, because the other reporters still write; synchronously, because afterwards nothing else can.
    process.on('exit', () => {
      if (failed > 0) process.exitCode = 1;
      writeSync(1, `${lines.join('\n')}\n`);
    });
  }
}
