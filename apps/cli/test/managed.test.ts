import { existsSync } from 'node:fs';
import path from 'node:path';
import type { History, InfoDocument, PurgePlan, PurgeResult, ScanReport } from '@devclean/core';
import { createHome, file, type ThrowAwayHome } from '@devclean/testkit';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { devclean, programs } from './devclean.js';
import { schemaErrors } from './schemas.js';

/** A docker in the home's bin that answers as the real one is documented to. */
const docker = file(
  `#!/bin/sh
df() { echo "{\\"Type\\":\\"Build Cache\\",\\"Size\\":\\"$1\\",\\"Reclaimable\\":\\"$2\\",\\"TotalCount\\":\\"9\\",\\"Active\\":\\"1\\"}"; }
case "$*" in
  "context inspect"*) echo "$DOCKER_HOST" ;;
  *" system df "*) [ -e "$HOME/down" ] && exit 1; if [ -e "$HOME/pruned" ]; then df 2.2GB 0B; else df 3.4GB 1.2GB; fi ;;
  *" builder prune --all --force") [ -e "$HOME/stuck" ] || touch "$HOME/pruned"; echo pruning ;;
esac
`,
  { mode: 0o755 },
);

let home: ThrowAwayHome;
let env: Record<string, string>;
beforeEach(() => {
  home = createHome({ bin: { docker } });
  onTestFinished(() => home.remove());
  // A variable names it, so it is the user's to give whatever HOME is.
  env = { PATH: `${home.path}/bin:${programs}`, DOCKER_HOST: 'unix:///var/run/docker.sock' };
});

const run = (...args: string[]) => devclean(home, args, { env });
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

async function json<T extends { schema: string }>(...args: string[]): Promise<{ code: number | null; document: T }> {
  const { code, stdout } = await run(...args, '--json');
  const document = JSON.parse(stdout) as T;
  expect(schemaErrors(document), `the document of ${args.join(' ')}`).toBe('No errors');
  return { code, document };
}

test('a cache without a folder is shown with the tool’s own figures, and whose they are', async () => {
  const { document } = await json<ScanReport>('scan', 'docker');
  expect(document.providers[0]?.locations).toMatchObject([
    { path: null, measuredBy: expect.stringContaining('system df'), usage: { files: 0, allocatedBytes: 3.4e9 } },
  ]);
  const shown = flat((await run('scan', 'docker')).stdout);
  expect(shown).toContain('kept by the tool itself');
  expect(shown).toContain("system df --format '{{json .}}'\" tells them");
  const info = await json<InfoDocument>('docker', 'info');
  expect(info.document.provider.locations).toEqual(document.providers[0]?.locations);
  const told = flat((await run('docker', 'info')).stdout);
  expect(told).toContain('Frees 1.20 GB: the rest is in use.');
  expect(told).toContain('devclean docker purge would free 1.20 GB.');
  expect((await run('docker', 'path')).stderr).toContain('there is no folder to name');
});

test('it is planned, asked about, cleared by the tool, and in the history', async () => {
  const { document: plan } = await json<PurgePlan>('docker', 'purge', '--dry-run');
  expect(plan.steps).toMatchObject([{ kind: 'command', location: null, undoable: false }]);
  const refused = await run('docker', 'purge');
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('builder prune') });
  expect(existsSync(path.join(home.path, 'pruned'))).toBe(false);
  const { code, document } = await json<PurgeResult>('docker', 'purge', '--yes');
  expect(code).toBe(0);
  expect(document).toMatchObject({ removed: { reclaimableBytes: 1.2e9 }, remaining: { allocatedBytes: 2.2e9 } });
  const { document: past } = await json<History>('history');
  expect(past.batches).toMatchObject([{ tools: ['docker'], state: 'done', removed: { allocatedBytes: 1.2e9 } }]);
  expect((await run('docker', 'purge', '--yes')).code, 'what is left is in use').toBe(1);
  expect((await run('undo')).code, 'nothing can be brought back').not.toBe(0);
});

test('a plan file carries it, and the words say what came of it', async () => {
  const plan = path.join(home.path, 'plan.json');
  expect((await run('docker', 'purge', '--plan-out', plan)).code).toBe(0);
  home.write({ stuck: '' });
  const stuck = await run('apply', plan, '--yes');
  expect(stuck.code).toBe(1);
  expect(flat(stuck.stdout)).toContain('docker/build-cache: failed: Its command ended well, but Docker says');
  expect((await run('apply', plan, '--yes', '--keep', '1h')).code, 'it cannot be kept').toBe(2);
});

test('a sweep leaves it, and names how to have it', async () => {
  const { stdout, code } = await run('sweep', '--dry-run', '--include', 'costly');
  expect(code).toBe(0);
  expect(flat(stdout)).toContain('"devclean docker purge" takes it');
});

test('an engine that does not answer is unknown, and not empty', async () => {
  home.write({ down: '' });
  const { document } = await json<ScanReport>('scan', 'docker');
  expect(document.providers[0]).toMatchObject({ state: 'found', usage: { complete: false } });
  expect(flat((await run('scan', 'docker')).stdout)).toContain('Docker gave no answer that devclean understands');
  expect(await run('docker', 'purge', '--yes')).toMatchObject({ code: 1 });
});

test('another machine’s engine is no cache of this one', async () => {
  env.DOCKER_HOST = 'ssh://me@ci.example';
  expect(flat((await run('scan', 'docker')).stdout)).toContain('ssh://ci.example, which is not this machine');
  expect(await run('docker', 'purge', '--yes')).toMatchObject({ code: 1 });
  expect(existsSync(path.join(home.path, 'pruned'))).toBe(false);
});
