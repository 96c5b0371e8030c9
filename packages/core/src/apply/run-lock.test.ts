import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asOrdinaryUser, buildForChildren, giveToOrdinaryUser, inChild, needsOrdinaryUser } from '../../test/child.js';
import { home, userOf } from '../../test/toy.js';
import { withRunLock } from './run-lock.js';

buildForChildren();

const never = () => Promise.reject(new Error('this ran although another holds the lock'));
const busy = { code: 'ALREADY_RUNNING' };
/** What a child does to take the lock of its home. */
const take = `const { withRunLock } = await module('apply/run-lock.js');
  const tried = (run) => withRunLock(context, run).catch((error) => error.code + ' ' + error.message);`;

test('one at a time: a second is told which process it is, since when', async () => {
  const context = await userOf(home());
  await withRunLock(context, async () => {
    const saying = expect.stringMatching(new RegExp(`: process ${process.pid}, since 20[\\d:T.-]+Z\\.$`));
    await expect(withRunLock(context, never)).rejects.toMatchObject({ ...busy, message: saying });
  });
  expect(await withRunLock(context, async () => 'free again')).toBe('free again');
});

test('what throws gives it back, and nothing is left in the folder', async () => {
  const made = home();
  const context = await userOf(made);
  const state = `${made.root}/state/devclean`;
  const broken = withRunLock(context, async () => {
    expect(readdirSync(state)).toEqual(['lock']);
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(readdirSync(state)).toEqual([]);
});

test('users with different folders do not wait for one another', async () => {
  const [one, other] = [await userOf(home()), await userOf(home())];
  expect(await withRunLock(one, () => withRunLock(other, async () => 'both'))).toBe('both');
});

test('it dies with its holder, even by SIGKILL', async () => {
  const made = home();
  const killed = inChild(`${take} await tried(async () => process.kill(process.pid, 'SIGKILL'));`, made.path);
  await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
  expect(existsSync(`${made.path}/.local/state/devclean/lock`)).toBe(true);
  expect(await inChild(`${take} return tried(async () => 'free');`, made.path)).toBe('free');
  expect(readdirSync(`${made.path}/.local/state/devclean`)).toEqual([]);
});

test('a home whose path is longer than a socket’s may be has it too', async () => {
  const deep = `${'long-name-'.repeat(12)}/${'long-name-'.repeat(12)}`;
  const made = home({ [deep]: {} });
  const context = await userOf(made, { env: { XDG_STATE_HOME: `${made.path}/${deep}` } });
  await withRunLock(context, async () => {
    expect(readdirSync(`${made.path}/${deep}/devclean`)).toEqual(['lock']);
  });
});

test.each([
  ['a file', (lock: string) => writeFileSync(lock, 'mine')],
  ['a folder', (lock: string) => mkdirSync(lock)],
  ['a link', (lock: string) => symlinkSync('/etc/passwd', lock)],
])('%s where its own file belongs is left alone: the kernel’s name still excludes', async (_, put) => {
  const made = home();
  const context = await userOf(made);
  const state = `${made.root}/state/devclean`;
  mkdirSync(state, { recursive: true });
  put(`${state}/lock`);
  await withRunLock(context, async () => {
    await expect(withRunLock(context, never)).rejects.toMatchObject(busy);
  });
  expect(readdirSync(state)).toEqual(['lock']);
});

test('somebody else who sits on the kernel’s name stops nobody', async () => {
  const made = home();
  const context = await userOf(made);
  const { createHash } = process.getBuiltinModule('node:crypto');
  const key = createHash('sha256').update(`${made.root}/state/devclean`).digest('hex').slice(0, 16);
  const squatter = createServer((socket) => socket.end('{"pid":99999999}'));
  await new Promise<void>((resolve) => squatter.listen(`\0devclean-${context.uid}-${key}`, resolve));
  onTestFinished(() => void squatter.close());
  await withRunLock(context, async () => {
    await expect(withRunLock(context, never)).rejects.toMatchObject(busy);
  });
});

describe('between processes', () => {
  /** Holds the lock in this process, and tells what another says meanwhile. */
  const meanwhile = async (wrapper: readonly string[] = []): Promise<string> => {
    const made = home();
    const context = await userOf(made, { env: { XDG_STATE_HOME: `${made.path}/.local/state` } });
    return withRunLock(context, () => inChild<string>(`${take} return tried(async () => 'ran');`, made.path, wrapper));
  };

  test('the second is refused', async () => {
    expect(await meanwhile()).toContain(`ALREADY_RUNNING Another devclean of yours is removing something now: process`);
  });

  test('in another container with the same home too', needs('a mount namespace'), async () => {
    const container = ['unshare', '--net', '--pid', '--fork', '--mount-proc', '--uts'];
    expect(await meanwhile(container)).toContain(`ALREADY_RUNNING`);
  });

  test('of many that find a dead one’s lock at once, one at a time goes on', async () => {
    const made = home();
    const dead = `${take} await tried(async () => process.kill(process.pid, 'SIGKILL'));`;
    await expect(inChild(dead, made.path)).rejects.toMatchObject({ signal: 'SIGKILL' });
    const one = `${take} return tried(async () => {
      fs.writeFileSync(home + '/inside', '', { flag: 'wx' });
      await new Promise((resolve) => setImmediate(resolve));
      fs.unlinkSync(home + '/inside');
      return 'ran';
    });`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => inChild<string>(one, made.path)));
    expect(answers).toContain('ran');
    // Two inside at once would show as an error of the exclusive file.
    expect(answers.filter((answer) => answer !== 'ran' && !answer.startsWith('ALREADY_RUNNING'))).toEqual([]);
  });
});

const alone = `${take} return tried(() => tried(async () => 'both ran'));`;

test('a full disk is no obstacle', needs('a mount namespace'), async () => {
  const made = home({ '.local/state': {} });
  const code = `sh('mount -t tmpfs -o size=4k,nr_inodes=1 tmpfs "$1/.local/state"'); ${alone}`;
  const answer = await inChild(code, made.path, ['unshare', '--mount', '--propagation', 'private']);
  expect(answer).toContain('ALREADY_RUNNING');
});

test('a state folder that cannot be written is none', needsOrdinaryUser, async () => {
  const made = home({ '.local/state/devclean': {} });
  giveToOrdinaryUser(made.root);
  chmodSync(`${made.path}/.local/state/devclean`, 0o500);
  expect(await inChild(alone, made.path, asOrdinaryUser)).toContain('ALREADY_RUNNING');
});
