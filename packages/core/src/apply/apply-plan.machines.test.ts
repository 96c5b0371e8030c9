import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { folder, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import {
  asOrdinaryUser,
  buildForChildren,
  giveToOrdinaryUser,
  inChild,
  needsOrdinaryUser,
  ordinaryUser,
  withOwnMounts,
} from '../../test/child.js';
import { home, toyTree } from '../../test/toy.js';

buildForChildren();

interface Purged {
  /** Each outcome as `section: done`, or the reason or error. */
  outcomes: string[];
  skipped: string[];
  notices: string[];
  /** Bytes that were promised and that came back. */
  promised: number;
  freed: number;
  remaining: number;
  /** What is left in the cache, and beside it. */
  left: string[];
  beside: string[];
}

const tell = `
  const tell = ({ plan, result, notices }, at = home + '/.cache/toy') => ({
    outcomes: result.outcomes.map((one) =>
      plan.steps[one.step].section + ': ' + (one.status === 'done' ? 'done' : (one.reason ?? one.error.code))),
    skipped: plan.skipped.map((one) => (one.section ?? 'all') + ': ' + one.reason),
    notices,
    promised: plan.expected.reclaimableBytes,
    freed: result.removed.reclaimableBytes,
    remaining: result.remaining.allocatedBytes,
    left: fs.readdirSync(at).sort(),
    beside: fs.readdirSync(at + '/..').sort(),
  });`;

/** Prepares the machine in a line of shell, in which \`$1\` is the home and \`$C\` the cache, and purges. */
const purgeAfter = (
  made: ThrowAwayHome,
  prepare: string,
  wrapper: readonly string[],
  then = 'return tell(await purge());',
) =>
  inChild<Purged>(
    `${tell} sh(${JSON.stringify(`set -e; C="$1/.cache/toy"; ${prepare}`)}); ${then}`,
    made.path,
    wrapper,
  );

const all = ['store: done', 'built: done', 'logs: done', 'logs: done'];
const left = ['built', 'logs', 'notes'];

function expectAllGone(purged: Purged): void {
  expect(purged).toMatchObject({ outcomes: all, skipped: [], left, remaining: 0, freed: purged.promised });
  expect(purged.freed).toBeGreaterThan(0);
}

describe('mounts', needs('a mount namespace'), () => {
  const decoy: Tree = { precious: { file: 'precious', deeper: { too: 'precious' } } };
  const untouched = (made: ThrowAwayHome) => {
    expect(readFileSync(`${made.path}/precious/file`, 'utf8')).toBe('precious');
    expect(readFileSync(`${made.path}/precious/deeper/too`, 'utf8')).toBe('precious');
  };

  test.each([
    ['at an item', 'mount --bind "$1/precious" "$C/store"'],
    ['deep in an item', 'mount --bind "$1/precious" "$C/store/deep"'],
    ['on a file in an item', 'mount --bind "$1/precious/file" "$C/store/a"'],
    ['of another file system in an item', 'mount -t tmpfs tmpfs "$C/store/deep"'],
  ])('%s: it stays, the rest goes', async (_, mount) => {
    const made = home({ ...decoy, '.cache/toy': toyTree });
    const purged = await purgeAfter(made, mount, withOwnMounts);
    expect(purged).toMatchObject({ outcomes: all.slice(1), skipped: ['store: mount'] });
    untouched(made);
    expect(readdirSync(`${made.path}/.cache/toy`)).toContain('store');
  });

  test('elsewhere, of what an item holds itself: it stays, it is somebody’s there', async () => {
    const made = home({ ...decoy, '.cache/toy': toyTree, elsewhere: {} });
    const purged = await purgeAfter(made, 'mount --bind "$C/store" "$1/elsewhere"', withOwnMounts);
    expect(purged).toMatchObject({ outcomes: ['store: mount', ...all.slice(1)], skipped: [] });
    expect(readdirSync(`${made.path}/.cache/toy/store`)).toEqual(['a', 'deep']);
  });

  test('that come between plan and apply are noticed', async () => {
    const made = home({ ...decoy, '.cache/toy': toyTree });
    const between = `
      const plan = core.planPurge(await core.scan([toy], { context }), [toy], request);
      sh('mount --bind "$1/precious" "$1/.cache/toy/store/deep"');
      return tell({ plan, result: await core.applyPlan(plan, [toy], { context }), notices: [] });`;
    const purged = await purgeAfter(made, ':', withOwnMounts, between);
    expect(purged.outcomes).toEqual(['store: mount', ...all.slice(1)]);
    untouched(made);
  });

  test.each([
    ['a volume of a container, of the same file system', 'mount --bind "$C" "$C"', []],
    ['a volume of another file system', 'cp -a "$C" "$1/copy"; mount -t tmpfs tmpfs "$C"; cp -a "$1/copy/." "$C"', []],
    [
      'a volume below a folder that is read-only',
      'mount --bind "$C" "$C"; mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; mount --bind "$C" "$C"; mount -o remount,rw,bind "$C"',
      [expect.stringMatching(/^The journal could not be written/)],
    ],
  ])('the cache itself may be %s', async (_, mount, notices) => {
    const purged = await purgeAfter(home({ '.cache/toy': toyTree }), mount, withOwnMounts);
    expectAllGone(purged);
    expect(purged).toMatchObject({ beside: ['toy'], notices });
  });

  test('a state folder on a full disk stops nothing, and leaves nothing in it', async () => {
    const made = home({ '.cache/toy': toyTree, '.local/state/devclean/journal': {} });
    const prepare =
      'mount -t tmpfs -o size=4k,mode=700 tmpfs "$1/.local/state"; head -c 4096 /dev/zero > "$1/.local/state/full" || true';
    const purged = await purgeAfter(made, prepare, withOwnMounts);
    expectAllGone(purged);
    expect(purged).toMatchObject({
      beside: ['toy'],
      notices: [expect.stringMatching(/^The journal could not be written.*ENOSPC/)],
    });
  });

  test('a home on tmpfs is as good as any', async () => {
    const prepare = 'cp -a "$1" "$1.copy"; mount -t tmpfs tmpfs "$1"; cp -a "$1.copy/." "$1"';
    expectAllGone(await purgeAfter(home({ '.cache/toy': toyTree }), prepare, withOwnMounts));
  });

  test('a cache folder that is a link to another disk is followed: above the cache that is allowed', async () => {
    const made = home({ disk: {}, '.cache/toy': toyTree });
    const prepare = `mount -t tmpfs tmpfs "$1/disk"; mv "$1/.cache" "$1/disk/cache"; ln -s disk/cache "$1/.cache"`;
    const purged = await purgeAfter(made, prepare, withOwnMounts);
    expectAllGone(purged);
    expect(purged).toMatchObject({ beside: ['toy'], notices: [] });
  });

  const overlay = (lower: string) => `
    mkdir "$1/o"; mount -t tmpfs tmpfs "$1/o"; mkdir "$1/o/up" "$1/o/work" "$1/o/low"; ${lower}
    mount -t overlay -o "lowerdir=$1/o/low,upperdir=$1/o/up,workdir=$1/o/work" overlay "$1/.cache"`;

  test('what an image of a container brought is cleared in place, and that is said', async () => {
    const purged = await purgeAfter(
      home({ '.cache/toy': toyTree }),
      overlay('cp -a "$1/.cache/." "$1/o/low"'),
      withOwnMounts,
    );
    expectAllGone(purged);
    expect(purged.beside).toEqual(['toy']);
    expect(purged.notices).toEqual([expect.stringMatching(/is cleared in place.*: EXDEV\.$/)]);
  });

  test('what a container itself made is moved aside like everything', async () => {
    const tree = home({ '.cache/toy': toyTree });
    const prepare = `cp -a "$1/.cache" "$1/copy"; ${overlay(':')}; cp -a "$1/copy/." "$1/.cache"`;
    const purged = await purgeAfter(tree, prepare, withOwnMounts);
    expectAllGone(purged);
    expect(purged.notices).toEqual([]);
  });

  test('a full disk is no obstacle: no byte free, no inode free', async () => {
    const made = home({ '.cache/toy': toyTree });
    const prepare = `
      cp -a "$1/.cache" "$1/copy"; mount -t tmpfs -o size=256k,nr_inodes=64 tmpfs "$1/.cache"; cp -a "$1/copy/." "$1/.cache"
      cat /dev/zero > "$C/notes" 2>/dev/null || true; i=0; while touch "$C/built/$i" 2>/dev/null; do i=$((i+1)); done`;
    const purged = await purgeAfter(made, prepare, withOwnMounts);
    expect(purged).toMatchObject({ outcomes: all, remaining: 0, freed: purged.promised });
  });
});

describe('an ordinary user', needsOrdinaryUser, () => {
  const purge = (made: ThrowAwayHome, code = 'return tell(await purge());') =>
    inChild<Purged>(`${tell} ${code}`, made.path, asOrdinaryUser);
  const owned = (tree: Tree) => {
    const made = home(tree);
    giveToOrdinaryUser(made.root);
    return made;
  };

  test('has an idle cache cleared, on a machine where others run things too', async () => {
    const purged = await purge(owned({ '.cache/toy': toyTree }));
    expectAllGone(purged);
    expect(purged).toMatchObject({ beside: ['toy'], notices: [] });
  });

  test('may have a home behind a link, as some machines lay out /home', async () => {
    const made = owned({ '.cache/toy': toyTree });
    renameSync(made.path, `${made.root}/real`);
    symlinkSync('real', made.path);
    expectAllGone(await purge(made));
  });

  test('may have the cache where nothing can be made beside it', async () => {
    const made = owned({ '.cache/toy': toyTree });
    chmodSync(`${made.path}/.cache`, 0o555);
    const purged = await purge(made);
    expectAllGone(purged);
    expect(purged.notices).toEqual([]);
  });

  test('may have closed the folders that are to go', async () => {
    const made = owned({ '.cache/toy': { store: folder({ a: '' }, { mode: 0o555 }) } });
    expect((await purge(made)).outcomes).toEqual(['store: done']);
  });

  test('keeps a closed folder that may hide what is to be kept', async () => {
    const closed = folder({ token: 'secret' }, { mode: 0 });
    const made = owned({ '.cache/toy': { store: { a: '' }, built: { '1.2': closed, '3.4': { b: '' } } } });
    expect((await purge(made)).outcomes).toEqual(['store: done', 'built: done']);
    expect(readdirSync(`${made.path}/.cache/toy/built`)).toEqual(['1.2']);
  });

  test('keeps an item with a folder that cannot be looked into', async () => {
    const made = owned({
      '.cache/toy': { store: { closed: folder({ a: '' }, { mode: 0 }) }, built: { '1.2': { b: '' } } },
    });
    expect((await purge(made)).outcomes).toEqual(['store: not-knowable', 'built: done']);
  });

  test('may have run npm in a folder that was removed meanwhile', async () => {
    const made = owned({ '.cache/toy': toyTree, gone: {} });
    const code = `process.chdir(home + '/gone'); fs.rmdirSync(home + '/gone'); return tell(await purge());`;
    expectAllGone(await purge(made, code));
  });
});

describe('next to other people', needs('a second user'), () => {
  const owned = (tree: Tree) => {
    const made = home(tree);
    giveToOrdinaryUser(made.root);
    return made;
  };
  const purge = (made: ThrowAwayHome) =>
    inChild<Purged>(`${tell} return tell(await purge());`, made.path, asOrdinaryUser);

  test('in a folder for everybody, a hold that somebody else made first is not used', async () => {
    const made = owned({ '.cache/toy': toyTree });
    const hold = `${made.path}/.cache/.devclean-hold-${ordinaryUser}`;
    chownSync(`${made.path}/.cache`, 0, 0);
    chmodSync(`${made.path}/.cache`, 0o1777);
    mkdirSync(hold, 0o700);
    const purged = await purge(made);
    expectAllGone(purged);
    expect(readdirSync(hold)).toEqual([]);
  });

  test('an item of theirs stays', async () => {
    const made = owned({ '.cache/toy': toyTree });
    chownSync(`${made.path}/.cache/toy/store`, 0, 0);
    expect(await purge(made)).toMatchObject({ outcomes: all.slice(1), skipped: ['store: foreign-owner'] });
  });

  test('an item with a folder of theirs deep in it stays whole, and how to get it back is said', async () => {
    const made = owned({ '.cache/toy': { ...toyTree, store: { mine: 'x', sudo: { theirs: 'y' } } } });
    chownSync(`${made.path}/.cache/toy/store/sudo`, 0, 0);
    const code = `const { plan, result } = await purge(); return { ...tell({ plan, result, notices: [] }), why: plan.skipped[0].detail };`;
    const purged = await inChild<Purged & { why: string }>(`${tell} ${code}`, made.path, asOrdinaryUser);
    expect(purged).toMatchObject({ outcomes: all.slice(1), skipped: ['store: foreign-owner'] });
    expect(purged.why).toBe(
      `folders in it belong to user 0; to make it yours again: sudo chown -R ${ordinaryUser} ${made.path}/.cache/toy/store`,
    );
    expect(readdirSync(`${made.path}/.cache/toy/store`)).toEqual(['mine', 'sudo']);
  });

  test('what became theirs since the plan cannot be removed, and where it lies is said', async () => {
    const made = owned({ '.cache/toy': { store: { mine: 'x', sudo: { theirs: 'y' } } } });
    const planning = 'return core.planPurge(await core.scan([toy], { context }), [toy], request);';
    const plan = await inChild<object>(planning, made.path, asOrdinaryUser);
    chownSync(`${made.path}/.cache/toy/store/sudo`, 0, 0);
    const code = `
      const { outcomes } = await core.applyPlan(${JSON.stringify(plan)}, [toy], { context });
      return { outcome: outcomes[0], held: (await core.scan([toy], { context })).report.providers[0].locations[0].held };`;
    const { outcome, held } = await inChild<{ outcome: object; held: object }>(code, made.path, asOrdinaryUser);
    expect(outcome).toMatchObject({
      status: 'failed',
      removed: { files: 1, complete: false },
      error: {
        code: 'REMOVAL_INCOMPLETE',
        hint: expect.stringContaining(path.join(made.path, '.cache/.devclean-hold-')),
      },
    });
    expect(held).toMatchObject({ files: 1 });
  });

  test('root does not take what is theirs', async () => {
    const made = owned({ '.cache/toy': toyTree });
    const purged = await inChild<Purged>(`${tell} return tell(await purge());`, made.path);
    expect(purged).toMatchObject({ outcomes: [], skipped: ['all: foreign-owner'] });
  });
});
