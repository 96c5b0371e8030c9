import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createToolContext, isRecognised, scan, type ToolContext } from '@devclean/core';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { fillWithNpm, startNpmRegistry } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { npm } from '../src/npm.js';

const contextOf = (home: ThrowAwayHome): Promise<ToolContext> =>
  createToolContext({ env: home.env, cwd: home.root, homes: { env: home.path, account: home.path } });

async function scanned(home: ThrowAwayHome) {
  const { report } = await scan([{ provider: npm, origin: 'builtin' }], { context: await contextOf(home) });
  const location = report.providers[0]?.locations.find(({ active }) => active);
  if (location === undefined) throw new Error('npm has no cache here');
  return location;
}

test('what npm and npx write is recognised, and all of it but a marker is in a section', needs('npm'), async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  const { cache } = await fillWithNpm(home);

  const location = await scanned(home);

  expect(location).toMatchObject({ path: cache, state: 'recognised', inUse: 'no' });
  expect(location.sections.map(({ id }) => id)).toEqual(['cacache', 'tmp', 'npx', 'logs']);
  expect(location.unaccounted).toMatchObject({ apparentBytes: 0 });
  expect(
    readdirSync(cache).filter((name) => !['_cacache', '_npx', '_logs', '_update-notifier-last-checked'].includes(name)),
  ).toEqual([]); // prettier-ignore
  expect(isRecognised(npm.caches[0], cache)).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'a tool that npx has started holds what it runs from and its log, and not the downloads',
  needs('npm'),
  async () => {
    const home = createHome();
    onTestFinished(() => home.remove());
    const registry = await startNpmRegistry();
    onTestFinished(() => registry.close());
    const { cache } = await fillWithNpm(home, registry);
    for (const hash of readdirSync(`${cache}/_npx`)) {
      const script = `${cache}/_npx/${hash}/node_modules/devclean-sample-cli/index.js`;
      writeFileSync(script, '#!/usr/bin/env node\nconsole.log("ready"); process.stdin.resume();\n');
    }
    // Its parent ends at once: what runs below this test would be its own, and hold nothing.
    const command = 'npm exec --yes --registry "$0" --no-update-notifier -- devclean-sample-cli <&3 >&3 3<&- &';
    const child = spawn('sh', ['-c', command, registry.url], {
      cwd: home.root,
      env: home.env,
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    const ends = child.stdio[3] as Socket;
    onTestFinished(async () => {
      if (ends.closed) return;
      ends.resume().end();
      await once(ends, 'close');
    });
    for await (const text of on(ends, 'data', { close: ['end'] })) if (String(text).includes('ready')) break;

    const { inUse, holders } = await scanned(home);

    expect(inUse).toBe('yes');
    expect([...new Set(holders.flatMap(({ sections }) => sections))].sort()).toEqual(['logs', 'npx']);
  },
);
