import { createServer } from 'node:http';
import { applyPlan, type KnownProvider, type PurgePlan, planPurge, scan } from '@devclean/core';
import { createHome, file, type ThrowAwayHome, type Tree, testContext } from '@devclean/testkit';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { expect, onTestFinished, test } from 'vitest';
import { docker } from '../src/index.js';

const known: readonly KnownProvider[] = [{ provider: docker, origin: 'builtin' }];
const request = { sections: [], allow: 'costly', leftovers: false, locations: [], contexts: [], exclude: [] } as const;
const prune = ['builder', 'prune', '--all', '--force'];

function home(tree: Tree = {}): ThrowAwayHome {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

/** The lines of "docker system df --format '{{json .}}'", as https://docs.docker.com/reference/cli/docker/system/df/ has them. */
const lines = (size: string, reclaimable: string) =>
  [
    { Active: '2', Reclaimable: '14.37MB (99%)', Size: '14.4MB', TotalCount: '6', Type: 'Images' },
    { Active: '0', Reclaimable: '212B (100%)', Size: '212B', TotalCount: '2', Type: 'Containers' },
    { Active: '1', Reclaimable: '0B (0%)', Size: '36B', TotalCount: '1', Type: 'Local Volumes' },
    { Active: '0', Reclaimable: reclaimable, Size: size, TotalCount: '12', Type: 'Build Cache' },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');

/** A docker that answers as the real one does, written from its documentation. */
const client = (answers: string) =>
  file(
    `#!/bin/sh
echo "$*" >> "$HOME/calls"
case "$*" in
  "context inspect --format {{.Endpoints.docker.Host}}") echo "\${DOCKER_HOST:-unix:///var/run/docker.sock}" ;;
  *" system df --format {{json .}}") ${answers} ;;
  *" builder prune --all --force") [ "$BUILDX_BUILDER" = default ] && [ "$DOCKER_BUILDKIT" = 0 ] && touch "$HOME/pruned" && echo 'Total reclaimed space: 1.2GB' ;;
  *) exit 1 ;;
esac
`,
    { mode: 0o755 },
  );

const daemon = `if [ -e "$HOME/pruned" ]; then cat "$HOME/after"; else cat "$HOME/before"; fi`;

async function machine(answers: string, env: Record<string, string> = {}) {
  const made = home({ bin: { docker: client(answers) }, before: lines('3.4GB', '1.2GB'), after: lines('2.2GB', '0B') });
  const context = await testContext(made, { env: { PATH: `${made.path}/bin:/usr/bin:/bin`, ...env } });
  const found = await scan(known, { context });
  const plan = planPurge(found, known, request);
  return { made, context, found, plan, location: found.report.providers[0]?.locations[0] };
}

const argvOf = ({ steps }: PurgePlan) => steps.map(({ argv }) => argv?.slice(1));

test('its build cache is what it says it is, and goes by its own command', async () => {
  const { context, plan, location } = await machine(daemon, { BUILDX_BUILDER: 'elsewhere' });
  expect(location).toMatchObject({ path: null, state: 'recognised', usage: { allocatedBytes: 3.4e9 } });
  expect(argvOf(plan)).toEqual([['--host', 'unix:///var/run/docker.sock', ...prune]]);
  const result = await applyPlan(plan, known, { context });
  expect(result.outcomes).toMatchObject([{ status: 'done', removed: { reclaimableBytes: 1.2e9 } }]);
  expect(result.remaining).toMatchObject({ allocatedBytes: 2.2e9, reclaimableBytes: 0 });
});

test.each([
  ['its engine does not run', 'exit 1', {}, 'not-knowable'],
  ['it answers in another way', 'echo "TYPE TOTAL ACTIVE SIZE RECLAIMABLE"', {}, 'not-knowable'],
  ['DOCKER_HOST is another machine', daemon, { DOCKER_HOST: 'tcp://ci.example:2376' }, 'network'],
  ['DOCKER_HOST is another machine over SSH', daemon, { DOCKER_HOST: 'ssh://me@ci.example' }, 'network'],
])('where %s, nothing is known and nothing goes', async (_, answers, env, reason) => {
  const { plan, found, location } = await machine(answers, env);
  expect(location?.usage.complete).toBe(false);
  expect(found.refusals).toMatchObject([{ reason }]);
  expect(plan.steps).toEqual([]);
});

test('an engine of the user’s own is told by its socket', async () => {
  const { plan } = await machine(daemon, { DOCKER_HOST: 'unix:///run/user/1000/docker.sock' });
  expect(argvOf(plan)).toEqual([['--host', 'unix:///run/user/1000/docker.sock', ...prune]]);
});

interface CacheRecord {
  readonly ID: string;
  readonly Type: string;
  readonly InUse: boolean;
  readonly Shared: boolean;
  readonly Size: number;
}

/** An engine of which only the build cache is there, written from https://docs.docker.com/reference/api/engine/. */
async function engine(socket: string): Promise<{ readonly requests: string[] }> {
  let cache: CacheRecord[] = [
    { ID: 'a', Type: 'regular', InUse: false, Shared: false, Size: 1_200_000_000 },
    { ID: 'b', Type: 'regular', InUse: true, Shared: false, Size: 2_200_000_000 },
  ];
  const requests: string[] = [];
  const server = createServer((asked, answer) => {
    const at = asked.url?.replace(/^\/v[\d.]+/, '') ?? '';
    requests.push(`${asked.method} ${at}`);
    answer.setHeader('Api-Version', '1.43').setHeader('Ostype', 'linux').setHeader('Content-Type', 'application/json');
    if (at === '/_ping') return answer.end('OK');
    if (at.startsWith('/system/df'))
      return answer.end(JSON.stringify({ LayersSize: 0, Images: [], Containers: [], Volumes: [], BuildCache: cache }));
    if (asked.method !== 'POST' || !at.startsWith('/build/prune')) return answer.writeHead(404).end('{}');
    const gone = cache.filter(({ InUse }) => !InUse);
    cache = cache.filter(({ InUse }) => InUse);
    const SpaceReclaimed = gone.reduce((sum, { Size }) => sum + Size, 0);
    return answer.end(JSON.stringify({ CachesDeleted: gone.map(({ ID }) => ID), SpaceReclaimed }));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  return { requests };
}

test(
  'the real client asks and prunes the engine that it was told, whatever builder is set',
  needs('docker'),
  async () => {
    const made = home();
    const socket = `${made.root}/engine.sock`;
    const { requests } = await engine(socket);
    const folder = (findTool('docker') ?? '').replace(/\/docker$/, '');
    const context = await testContext(made, {
      env: { PATH: folder, DOCKER_HOST: `unix://${socket}`, BUILDX_BUILDER: 'elsewhere' },
    });
    const found = await scan(known, { context });
    const [location] = found.report.providers[0]?.locations ?? [];
    expect(location?.sections).toMatchObject([
      { id: 'build-cache', usage: { allocatedBytes: 3.4e9, reclaimableBytes: 1.2e9 } },
    ]);
    const plan = planPurge(found, known, request);
    const result = await applyPlan(plan, known, { context });
    expect(result.outcomes).toMatchObject([{ status: 'done', removed: { reclaimableBytes: 1.2e9 } }]);
    expect(result.remaining).toMatchObject({ allocatedBytes: 2.2e9, reclaimableBytes: 0 });
    const changing = requests.filter((one) => !/^(GET|HEAD) /.test(one));
    expect(changing, 'what was asked for that changes something').toEqual([
      expect.stringMatching(/^POST \/build\/prune\?all=1/),
    ]);
  },
);
