import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants, userInfo } from 'node:os';
import path from 'node:path';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome, type TreeSnapshot } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { hasTool, needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean, programs } from '../apps/cli/test/devclean.js';
import { withRunLock } from '../packages/core/src/apply/run-lock.js';
import {
  asOrdinaryUser,
  buildForChildren,
  giveToOrdinaryUser,
  inChild,
  needsOrdinaryUser,
  withOwnMounts,
} from '../packages/core/test/child.js';
import { userOf } from '../packages/core/test/toy.js';
import { buildFaults, calls, failingIn, faultEnvironment } from './fault.js';
import { purge } from './removal.js';
import { canaries, count, expectInvariant, expectNoneLost, inTime, isSample, sampled } from './world.js';

buildForChildren();
if (hasTool('cc')) buildFaults();

const toyCache = { store: { a: 'x', deep: { b: 'y' } }, logs: { 'one.log': '1', 'kept.log': 'kept' }, notes: 'mine' };

/** A home that is removed when the test ends. */
function home(tree: Parameters<typeof createHome>[0]): ThrowAwayHome {
  const made = createHome({ ...canaries, ...tree });
  onTestFinished(() => made.remove());
  return made;
}

const withPip = () => home({ '.cache/pip': { ...pipCache(), 'decoy.txt': 'mine' } });

/** What is not as it was, but for what a purge of pip may change. */
function strange(made: ThrowAwayHome, before: TreeSnapshot): string[] {
  const ours =
    /^changed: (\.|\.cache|\.cache\/pip|\.local.*): mtime|^gone: +\.cache\/pip\/|^new: +(\.local|\.cache\/\.devclean-hold-\d+)/;
  return diffSnapshots(before, snapshotTree(made.path)).filter((line) => !ours.test(line) || line.includes('decoy'));
}

const pipParts = (made: ThrowAwayHome) =>
  ['http', 'http-v2', 'selfcheck', 'wheels'].filter((name) => existsSync(path.join(made.path, '.cache/pip', name)));

describe('the corpus: journeys', () => {
  describe('a HOME that is none', needs('a mount namespace'), () => {
    const account = userInfo().homedir;
    // What lies in the account's home is out of sight while a throw-away one is bound over it.
    const isHidden = [process.execPath, import.meta.dirname].some((file) => file.startsWith(`${account}/`));
    test.skipIf(isHidden).each([
      ['15 HOME is empty: the account’s is taken', 'HOME=', []],
      ['15 HOME is not set: the account’s is taken', 'UNSET=', []],
      ['15 HOME is /: the account’s is taken', 'HOME=/', []],
      ['15 HOME is relative: the account’s is taken', 'HOME=relative', []],
      [
        '15 HOME is nowhere: nothing is taken, what is the account’s is shown',
        'HOME=/nowhere/at/all',
        ['http', 'http-v2', 'selfcheck', 'wheels'],
      ],
    ] as const)('%s', async (name, variable, stay) => {
      const made = withPip();
      // The working folder is no home, whatever HOME says.
      const cwd = path.join(made.path, 'work');
      made.write({ work: { '.cache/pip': pipCache(), relative: { '.cache/pip': pipCache() } } });
      const before = snapshotTree(made.path);
      const line = 'mount --bind "$0" "$1"; shift; cd "$1"; shift; exec "$@"';
      const through = [...withOwnMounts, 'sh', '-ec', line, made.path, account, `${account}/work`];
      const clean = ['env', '-i', `PATH=${programs}`, variable];
      const run = await devclean(made, ['pip', 'purge', '--yes'], { through: [...through, ...clean], cwd });
      expect([name, run.code, run.stderr]).toEqual([name, expect.any(Number), expect.not.stringContaining('bug')]);
      expect([name, pipParts(made)]).toEqual([name, [...stay]]);
      expectInvariant(name, strange(made, before), []);
      count('cases of the corpus');
    });
  });

  test('17 root by way of sudo, with the user’s HOME: nothing is removed', needs('root'), async () => {
    const made = home({ '.cache/toy': toyCache });
    const before = snapshotTree(made.path);
    for (const env of [{ SUDO_UID: '1000' }, { DOAS_USER: 'ada' }, { PKEXEC_UID: '1000' }])
      await expect(purge(made, { env })).rejects.toMatchObject({ code: 'UNDER_SUDO' });
    expectInvariant('17', diffSnapshots(before, snapshotTree(made.path)), []);
    count('cases of the corpus');
  });

  test.for(['0', '1000', '4294967294', 'nonsense', ''])(
    '18 SUDO_UID is "%s" and nobody is root: it is not believed',
    needsOrdinaryUser,
    async (uid) => {
      const made = home({ '.cache/toy': toyCache });
      giveToOrdinaryUser(made.root);
      const before = snapshotTree(made.root);
      const code = `
        const its = { ...context, env: { ...context.env, SUDO_UID: ${JSON.stringify(uid)} } };
        const plan = core.planPurge(await core.scan([toy], { context: its }), [toy], request);
        return (await core.applyPlan(plan, [toy], { context: its })).outcomes.map(({ status }) => status);`;
      expect(await inChild(code, made.path, asOrdinaryUser)).toEqual(['done', 'done']);
      expectNoneLost('18', before, made);
      count('cases of the corpus');
    },
  );

  /** Puts a plugin where devclean keeps them, as if it had been good when it was installed. */
  function install(made: ThrowAwayHome, detect: string): void {
    const name = 'devclean-liar';
    const root = `${made.path}/.local/share/devclean/plugins/${name}/node_modules/${name}`;
    const card = { id: 'liar', title: 'Liar \u001b[2J\u202e', homepage: 'https://liar.example', summary: 'Lies' };
    const plugins = [{ name, version: '1.0.0', from: 'npm', root, tools: [card] }];
    const hooks = { 'devclean:providers': { target: './index.js', identifier: 'PROVIDERS_HOOK' } };
    made.write({
      '.local/share/devclean/plugins': {
        'list.json': JSON.stringify({ schema: 'devclean.plugins/1', plugins }),
        [`${name}/node_modules/${name}`]: {
          'package.json': JSON.stringify({ name, version: '1.0.0', type: 'module', oclif: { hooks } }),
          'index.js': `
            const caches = [{ kind: 'folder', id: 'lies', locations: [{ from: 'default', path: '~/.liar' }],
              fingerprint: { anyOf: ['lies'] },
              sections: [{ id: 'lies', title: 'Lies', paths: ['lies'], safety: 'safe', cost: 'They are told again.' }] }];
            export const PROVIDERS_HOOK = async () => [{ apiVersion: 1, ...${JSON.stringify(card)}, caches, ${detect} }];`,
        },
      },
      '.liar': { lies: { one: 'x' } },
    });
  }

  test('36 a plugin whose words hold escapes: they are shown as what they are', async () => {
    const made = withPip();
    install(made, `detect: async () => { throw new Error('boom \\u001b]52;c;aGk=\\u0007\\u009b2J'); }`);
    const before = snapshotTree(made.path);
    const run = await devclean(made, ['scan']);
    expect(run.stdout).toContain('boom');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(`${run.stdout}${run.stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expectInvariant('36', strange(made, before), []);
    count('cases of the corpus');
  });

  test('32 a plugin that never answers: nothing is claimed, and nothing goes', async () => {
    const made = withPip();
    install(made, 'detect: () => new Promise(() => {})');
    const before = snapshotTree(made.path);
    const scanned = await devclean(made, ['scan']);
    expect(scanned.code).toBe(0);
    expect(scanned.stdout).toContain('could not be looked at');
    const swept = await devclean(made, ['sweep', 'liar', '--yes']);
    expect(swept.code).toBe(1);
    expect(`${swept.stdout}${swept.stderr}`).toMatch(/did not\s+answer|never\s+answered|too\s+late|within/);
    const changes = diffSnapshots(before, snapshotTree(made.path));
    expectInvariant(
      '32',
      changes.filter((line) => !line.includes('.local/state')),
      [],
    );
    count('cases of the corpus');
  });

  test('63 what a killed devclean leaves behind stops nobody; a living one does', needs('cc'), async () => {
    const made = home({ '.cache/toy': toyCache });
    const before = snapshotTree(made.root);
    const context = await userOf(made, { env: { XDG_STATE_HOME: `${made.path}/.local/state` } });
    await withRunLock(context, async () => {
      await expect(inChild('await purge();', made.path)).rejects.toThrow('ALREADY_RUNNING');
    });
    expect(readdirSync(`${made.path}/.cache/toy`)).toContain('store');
    const killed = failingIn([{ home: made.path, fault: 'unlink 1 S9 /a' }], 'return purgeIts();');
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
    expect(existsSync(`${made.path}/.local/state/devclean/lock`)).toBe(true);
    await purge(made);
    expect(readdirSync(`${made.path}/.cache/toy`).sort()).toEqual(['logs', 'notes']);
    expect(existsSync(`${made.path}/.local/state/devclean/lock`)).toBe(false);
    expectNoneLost('63', before, made);
    count('cases of the corpus');
  });

  test(
    '89 a dry run makes no call that changes something, and shows the plan that is carried out',
    needs('strace'),
    async () => {
      const made = withPip();
      const before = snapshotTree(made.path);
      const trace = path.join(made.root, 'trace');
      const changing =
        'rename,unlink,rmdir,mkdir,link,symlink,chmod,truncate,ftruncate,?renameat2,?unlinkat,?mkdirat,?fchmodat,?utimensat';
      const through = ['strace', '-f', '-qq', '-o', trace, '-e', `trace=${changing}`, '-e', 'signal=none'];
      const dry = await devclean(made, ['pip', 'purge', '--dry-run', '--json'], { through });
      const calls = readFileSync(trace, 'utf8')
        .split('\n')
        .filter((line) => line.includes(`"${made.path}`) || line.includes('/proc/self/fd'));
      expectInvariant('89', calls, []);
      expectInvariant('89', diffSnapshots(before, snapshotTree(made.path)), []);
      const wet = await devclean(made, ['pip', 'purge', '--yes', '--json']);
      const stepsOf = (text: string) => {
        const { steps, plan } = JSON.parse(text) as {
          steps?: { path: string }[];
          plan?: { steps: { path: string }[] };
        };
        return (steps ?? plan?.steps)?.map((step) => step.path);
      };
      expect(stepsOf(dry.stdout)?.length).toBeGreaterThan(0);
      expect(stepsOf(wet.stdout)).toEqual(stepsOf(dry.stdout));
      count('cases of the corpus');
    },
  );

  test('90 --yes takes nothing costly, nothing risky and nothing that is not proven', async () => {
    const made = withPip();
    const before = snapshotTree(made.path);
    const run = await devclean(made, ['sweep', 'pip', '--yes'], { env: { PIP_CACHE_DIR: '' } });
    expect(run.code).toBe(0);
    expect(pipParts(made)).toEqual(['wheels']);
    expectInvariant('90', strange(made, before), []);
    const elsewhere = await devclean(made, ['sweep', 'pip', '--yes'], { env: { PIP_CACHE_DIR: `${made.path}/work` } });
    expect(elsewhere.code).not.toBe(0);
    expectInvariant('90', strange(made, before), []);
    count('cases of the corpus');
  });

  describe('98 a signal at any call', needs('cc'), () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    /** The first and so many calls of each kind: the rest is more of the same. */
    const first = 8;

    test.for(calls)(
      '%s: exit 130, a state that is in order, and the same command again ends the work',
      async (call) => {
        const points = Array.from({ length: first }, (_, index) => index + 1);
        for (const nth of sampled(points, isSample ? 6 : 1)) {
          if (!inTime()) break;
          const made = withPip();
          const signal = signals[(nth + calls.indexOf(call)) % 3] ?? 'SIGINT';
          const what = `98 ${signal} at ${call} ${nth}`;
          const before = snapshotTree(made.path);
          const fault = faultEnvironment(`${call} ${nth} S${constants.signals[signal]}`);
          const run = await devclean(made, ['pip', 'purge', '--yes'], { env: fault });
          if (run.code === 0) {
            expectInvariant(what, pipParts(made), []);
            break;
          }
          // Before it listens, or where another pip of this machine holds the cache, nothing has begun.
          const hasBegun = pipParts(made).length < 4;
          const isHeld = run.code === 1 && `${run.stdout}${run.stderr}`.includes('in use');
          if (!hasBegun && (run.code === null || isHeld)) {
            expectInvariant(what, strange(made, before), []);
            made.remove();
            continue;
          }
          expectInvariant(what, run.code, 130);
          expectInvariant(what, strange(made, before), []);
          const again = await devclean(made, ['pip', 'purge', '--yes']);
          expectInvariant(`${what}, again`, [again.code, pipParts(made)], [0, []]);
          expectInvariant(`${what}, again`, strange(made, before), []);
          expectInvariant(
            `${what}, again`,
            readdirSync(`${made.path}/.cache`).filter((name) => name.startsWith('.devclean')),
            [],
          );
          count('signals sent');
          made.remove();
        }
        count('cases of the corpus');
      },
    );
  });
});
