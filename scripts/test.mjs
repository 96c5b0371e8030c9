// `npm test`: set up, check, run every test. Arguments go to vitest: `npm test -- packages/disk`.
// The checks count like tests, so that the last line tells all there is to tell.
import process from 'node:process';
import { giveUp, setUp, start, turbo } from './set-up.mjs';

const checks = {
  'lint and format': () => start('biome', ['check', '--error-on-warnings', '.']),
  types: () => start('tsc', ['-p', 'tsconfig.test.json']),
  'unused code and dependencies': () => start('knip', []),
  packages: () => turbo('check'),
};

try {
  await setUp({ force: true });
  const results = {};
  for (const [name, check] of Object.entries(checks)) {
    results[name] = (await check()) === 0;
    process.stderr.write(`${results[name] ? '✓' : '✗'} ${name}\n`);
  }
  process.env.DEVCLEAN_CHECKS = JSON.stringify(results);
  const { parseCLI, startVitest } = await import('vitest/node');
  const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
  await startVitest('test', filter, { ...options, watch: false });
} catch (error) {
  giveUp(error);
  process.stdout.write('0 passed, 1 failed\n');
}
