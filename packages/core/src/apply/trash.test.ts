import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type DirectoryHandle, openDirectory } from '@devclean/disk';
import { diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  asOrdinaryUser,
  buildForChildren,
  giveToOrdinaryUser,
  inChild,
  needsOrdinaryUser,
  ordinaryUser,
  withOwnMounts,
} from '../../test/child.js';
import { home, request, toy, userOf } from '../../test/toy.js';
import { planPurge } from '../plan/plan-purge.js';
import { scan } from '../scan/scan.js';
import type { Platform } from '../words.js';
import { applyPlan } from './apply-plan.js';
import {
  closeTrash,
  infoText,
  openTrashFor,
  removeInfo,
  reopenTrash,
  type Trash,
  trashName,
  writeInfo,
} from './trash.js';
import { undoBatch } from './undo-batch.js';

buildForChildren();

const store = { store: { a: 'download' } };
const isLinux = process.platform === 'linux';

async function opened(made: ThrowAwayHome, env: Record<string, string> = {}, platform: Platform = 'linux') {
  const context = await userOf(made, { env, platform });
  const parent = openDirectory(`${made.path}/.cache/toy`);
  try {
    const trash = openTrashFor(parent, context);
    onTestFinished(() => closeTrash(trash));
    return { trash, at: trash.folder.describe().toString(), context };
  } finally {
    parent.close();
  }
}

describe('names and what is told of them', () => {
  test('a name says of which tool it was, and stays short enough for every file system', () => {
    expect(trashName('pip', 'http-v2', 1)).toBe('pip http-v2');
    expect(trashName('pip', 'http-v2', 12)).toBe('pip http-v2 12');
    expect(trashName('npm', 'a\nb\u001b[1m', 1)).toBe('npm a_b_[1m');
    for (const name of ['x'.repeat(255), '🦊'.repeat(60)]) {
      const long = trashName('pip', name, 345);
      expect(Buffer.byteLength(long)).toBeLessThanOrEqual(120);
      expect(long).toMatch(/^pip [x🦊]{20,} 345$/u);
    }
  });

  test('paths are percent-encoded, absolute at home and relative elsewhere; times are local', () => {
    vi.stubEnv('TZ', 'Pacific/Auckland');
    onTestFinished(() => void vi.unstubAllEnvs());
    const now = new Date('2026-03-04T23:06:07Z');
    const told = infoText('/home/ada/a b/ü%\n#?.x', {} as Trash, 'b0', now);
    expect(told).toBe(
      '[Trash Info]\nPath=/home/ada/a%20b/%C3%BC%25%0A%23%3F.x\nDeletionDate=2026-03-05T12:06:07\nX-Devclean-Batch=b0\n',
    );
    expect(infoText('/mnt/disk/a/b c', { top: '/mnt/disk' } as Trash, 'b0', now)).toContain('\nPath=a/b%20c\n');
    expect(() => infoText('/mnt/other/a', { top: '/mnt/disk' } as Trash, 'b0', now)).toThrow('does not lie below');
  });

  test('only what we wrote is removed', async () => {
    const made = home({ '.cache/toy': store, precious: 'mine' });
    const { trash, at } = await opened(made);
    writeInfo(trash, 'one', 'text');
    expect(() => writeInfo(trash, 'one', 'other')).toThrow('EEXIST');
    expect(removeInfo(trash, 'one', 'other', 'begun')).toBe(false);
    expect(removeInfo(trash, 'one', 'text and more', 'whole')).toBe(false);
    expect(removeInfo(trash, 'one', 'tex', 'begun')).toBe(false);
    expect(readFileSync(`${at}/info/one.trashinfo`, 'utf8')).toBe('text');
    expect(removeInfo(trash, 'one', 'text', 'whole')).toBe(true);
    symlinkSync(`${made.path}/precious`, `${at}/info/one.trashinfo`);
    expect(removeInfo(trash, 'one', 'mine', 'whole')).toBe(false);
    mkdirSync(`${at}/info/two.trashinfo`);
    expect(removeInfo(trash, 'two', '', 'begun')).toBe(false);
    expect(readdirSync(`${at}/info`).sort()).toEqual(['one.trashinfo', 'two.trashinfo']);
    expect(() => removeInfo(trash, '../../x', '', 'whole')).toThrow(RangeError);
  });
});

describe('the trash of a home', () => {
  test('is made where there is none, for its user alone', async () => {
    const made = home({ '.cache/toy': store });
    const { at } = await opened(made);
    expect(at).toBe(`${made.path}/.local/share/Trash`);
    const folders = readdirSync(at).sort();
    expect(folders).toEqual(['files', 'info']);
    for (const name of ['.', ...folders]) expect(statSync(`${at}/${name}`).mode & 0o777).toBe(0o700);
  });

  test('lies in the data folder that the user has chosen; one that is no absolute path counts for nothing', async () => {
    const made = home({ '.cache/toy': store });
    expect((await opened(made, { XDG_DATA_HOME: `${made.path}/data` })).at).toBe(`${made.path}/data/Trash`);
    expect((await opened(made, { XDG_DATA_HOME: 'data' })).at).toBe(`${made.path}/.local/share/Trash`);
    expect((await opened(made, { XDG_DATA_HOME: '' })).at).toBe(`${made.path}/.local/share/Trash`);
  });

  test('may lie behind a link above it', async () => {
    const made = home({ '.cache/toy': store, real: {} });
    symlinkSync(`${made.path}/real`, `${made.path}/.local`);
    expect((await opened(made)).at).toBe(`${made.path}/real/share/Trash`);
  });

  test.each([
    ['a link in place of it', (at: string) => symlinkSync(`${at}/../../precious`, `${at}/Trash`), 'A link stands'],
    [
      'a link in it',
      (at: string) => inIt(at, () => symlinkSync(`${at}/../../precious`, `${at}/Trash/files`)),
      'A link stands',
    ],
    [
      'a link for what it tells',
      (at: string) => inIt(at, () => symlinkSync(`${at}/..`, `${at}/Trash/info`)),
      'A link stands',
    ],
    ['one that others may enter', (at: string) => inIt(at, () => chmodSync(`${at}/Trash`, 0o710)), 'others may enter'],
    ['a file', (at: string) => writeFileSync(`${at}/Trash`, ''), 'Not a directory'],
  ])('is not used when it is %s', async (_, prepare, why) => {
    const made = home({ '.cache/toy': store, precious: { file: 'mine' }, '.local/share': {} });
    prepare(`${made.path}/.local/share`);
    const before = snapshotTree(made.path);
    await expect(opened(made)).rejects.toThrow(why);
    expect(diffSnapshots(before, snapshotTree(made.path)).filter((line) => !line.includes('.local/'))).toEqual([]);
    expect(readdirSync(`${made.path}/precious`)).toEqual(['file']);
  });

  test.each([
    ['itself', 'Trash'],
    ['a folder in it', 'Trash/files'],
  ])('is not used when %s belongs to somebody else', needs('root'), async (_, name) => {
    const made = home({ '.cache/toy': store, '.local/share': {} });
    mkdirSync(`${made.path}/.local/share/${name}`, { recursive: true });
    chmodSync(`${made.path}/.local/share/Trash`, 0o700);
    chownSync(`${made.path}/.local/share/${name}`, 65_534, 65_534);
    await expect(opened(made)).rejects.toThrow('belongs to somebody else');
  });

  test('root uses none in a folder that others rearrange', needs('root'), async () => {
    const made = home({ '.cache/toy': store, data: {} });
    chmodSync(`${made.path}/data`, 0o777);
    await expect(opened(made, { XDG_DATA_HOME: `${made.path}/data/mine` })).rejects.toThrow('others may write to');
    expect(readdirSync(`${made.path}/data`)).toEqual([]);
  });

  test('once written down, it must be the same one and still private', async () => {
    const made = home({ '.cache/toy': store });
    const { at, context } = await opened(made);
    const again = () => reopenTrash(openDirectory(at), context);
    const trash = again();
    expect(trash?.files.describe().toString()).toBe(`${at}/files`);
    if (trash) closeTrash(trash);
    for (const name of ['other', 'other/files', 'other/info']) mkdirSync(`${made.path}/${name}`, { mode: 0o700 });
    expect(reopenTrash(openDirectory(`${made.path}/other`), context)).toBeUndefined();
    chmodSync(at, 0o750);
    expect(again()).toBeUndefined();
    chmodSync(at, 0o700);
    rmSync(`${at}/info`, { recursive: true });
    expect(again()).toBeUndefined();
    expect(readdirSync(at)).toEqual(['files']);
  });
});

describe('on macOS', () => {
  test('it is ~/.Trash, which tells nothing of what is in it', async () => {
    const made = home({ '.cache/toy': store });
    const { at, trash } = await opened(made, {}, 'darwin');
    expect([at, trash.info]).toEqual([`${made.path}/.Trash`, undefined]);
    expect(readdirSync(at)).toEqual([]);
  });

  test('what is moved there comes back', async () => {
    const made = home({ 'Library/Caches/toy': store });
    const context = await userOf(made, { platform: 'darwin' });
    const plan = planPurge(await scan([toy], { context }), [toy], request({ trash: true }));
    const { outcomes } = await applyPlan(plan, [toy], { context });
    expect(outcomes).toMatchObject([{ status: 'done', trashedTo: `${made.path}/.Trash/toy store` }]);
    const { items } = await undoBatch(undefined, { context });
    expect(items).toMatchObject([{ status: 'returned' }]);
    expect(readdirSync(`${made.path}/.Trash`)).toEqual([]);
    expect(readdirSync(`${made.path}/Library/Caches/toy`)).toEqual(['store']);
  });
});

test('a subvolume, which is another device on the same mount, has none that a rename reaches', async () => {
  const made = home({ '.cache/toy': store });
  const context = await userOf(made);
  const folder = openDirectory(`${made.path}/.cache/toy`);
  onTestFinished(() => folder.close());
  const { mountId, identity } = folder;
  const subvolume = { mountId, identity: { ...identity, dev: '4711' }, openParent: () => folder.openParent() };
  expect(() => openTrashFor(subvolume as DirectoryHandle, context)).toThrow(
    'no trash can be reached from it by a rename',
  );
  expect(() => readdirSync(`${made.path}/.local`)).toThrow('ENOENT');
});

test('on Windows there is none', async () => {
  await expect(opened(home({ '.cache/toy': store }), {}, 'win32')).rejects.toThrow('recycle bin');
});

/** Makes a trash and does something in it. */
function inIt(at: string, act: () => void): void {
  mkdirSync(`${at}/Trash`, { mode: 0o700 });
  act();
}

interface Trashed {
  outcomes: { status: string; trashedTo?: string; error?: { code: string; message: string } }[];
  /** Everything in the trash that was made on the mount. */
  info: string[];
  left: string[];
  undone: string[] | null;
}

/** Purges to the trash after a line of shell, in which \`$1\` is the home and \`$C\` the folder of caches, and undoes it. */
const trashedAfter = (made: ThrowAwayHome, prepare: string, wrapper: readonly string[]) =>
  inChild<Trashed>(
    `sh(${JSON.stringify(`set -e; C="$1/.cache"; ${prepare}`)});
    const { result: { outcomes } } = await purge({ trash: true });
    const info = outcomes.flatMap(({ trashedTo }) => trashedTo === undefined ? []
      : fs.readFileSync(trashedTo.replace('/files/', '/info/') + '.trashinfo', 'utf8').split('\\n')[1]);
    const left = fs.readdirSync(home + '/.cache/toy');
    const undone = await core.undoBatch(undefined, { context }).then(({ items }) => items.map((one) => one.status), () => null);
    return { outcomes, info, left, undone };`,
    made.path,
    wrapper,
  );

describe('the trash of a mount', needs('a mount namespace'), () => {
  const ownDisk = 'cp -a "$C" "$1/copy"; mount -t tmpfs -o mode=755 tmpfs "$C"; cp -a "$1/copy/." "$C"; chmod 755 "$C"';
  const sameDisk = 'mount --bind "$C" "$C"';

  test.each([
    ['of another file system', ownDisk, '.Trash-0'],
    // The device is the same, and a rename fails all the same.
    ['of the same file system', sameDisk, '.Trash-0'],
    ['with a .Trash for everybody', `${ownDisk}; mkdir "$C/.Trash"; chmod 1777 "$C/.Trash"`, '.Trash/0'],
    ['whose .Trash has no sticky bit', `${ownDisk}; mkdir "$C/.Trash"; chmod 777 "$C/.Trash"`, '.Trash-0'],
    ['whose .Trash is a link', `${ownDisk}; mkdir -m 1777 "$1/t"; ln -s "$1/t" "$C/.Trash"`, '.Trash-0'],
    [
      'whose .Trash has one of somebody else’s for us',
      `${ownDisk}; mkdir -p "$C/.Trash/0"; chmod 1777 "$C/.Trash"; chmod 700 "$C/.Trash/0"; chown 65534 "$C/.Trash/0"`,
      '.Trash-0',
    ],
  ])('%s takes what lies on it', async (_, mount, name) => {
    const made = home({ '.cache/toy': store });
    const { outcomes, info, left, undone } = await trashedAfter(made, mount, withOwnMounts);
    expect(outcomes).toMatchObject([{ status: 'done', trashedTo: `${made.path}/.cache/${name}/files/toy store` }]);
    expect({ info, left, undone }).toEqual({ info: ['Path=toy/store'], left: [], undone: ['returned'] });
    expect(() => readdirSync(`${made.path}/.local/share/Trash`)).toThrow('ENOENT');
  });

  test.each([
    ['is a link', 'ln -s "$1/precious" "$C/.Trash-0"', 'A link stands'],
    ['lets others in', 'mkdir -m 755 "$C/.Trash-0"', 'others may enter'],
    ['belongs to somebody else', 'mkdir -m 700 "$C/.Trash-0"; chown 65534 "$C/.Trash-0"', 'belongs to somebody else'],
    [
      'lies on yet another mount',
      'mkdir -m 700 "$C/.Trash-0" "$C/.Trash-0/files"; mount -t tmpfs tmpfs "$C/.Trash-0/files"',
      'lies elsewhere',
    ],
  ])('that %s is not used', async (_, prepare, why) => {
    const made = home({ '.cache/toy': store, precious: {} });
    const { outcomes, left, undone } = await trashedAfter(made, `${ownDisk}; ${prepare}`, withOwnMounts);
    expect({ left, undone }).toEqual({ left: ['store'], undone: null });
    expect(readdirSync(`${made.path}/precious`)).toEqual([]);
    expect(outcomes[0]?.error?.code).toBe('CANNOT_TRASH');
    expect(outcomes[0]?.error?.message).toContain(why);
  });

  test('that would lie where others rearrange is none of root’s', async () => {
    const made = home({ '.cache/toy': store });
    const code = `sh('mount -t tmpfs -o mode=777 tmpfs "$1/.cache"; mkdir "$1/.cache/toy"');
      const folder = (await import(import.meta.resolve('@devclean/disk'))).openDirectory(home + '/.cache/toy');
      try { (await module('apply/trash.js')).openTrashFor(folder, context); } catch (error) { return error.message; }`;
    const why = await inChild<string | null>(code, made.path, withOwnMounts);
    expect(why).toMatch(/others may write to .*\/\.cache on the way/);
  });

  test('takes nothing of an image of a container, which would have to be copied', async () => {
    const made = home({ '.cache/toy': store });
    const overlay = `mkdir "$1/o"; mount -t tmpfs tmpfs "$1/o"; mkdir "$1/o/up" "$1/o/work" "$1/o/low"; cp -a "$C/." "$1/o/low"
      mount -t overlay -o "lowerdir=$1/o/low,upperdir=$1/o/up,workdir=$1/o/work" overlay "$C"; mkdir -m 700 "$C/.Trash-0"`;
    const code = `sh(${JSON.stringify(`set -e; C="$1/.cache"; ${overlay}`)});
      const { result: { outcomes: [outcome] } } = await purge({ trash: true });
      const list = (at) => fs.readdirSync(home + '/.cache/' + at);
      return [outcome.error.code, outcome.error.message, list('toy/store'), list('.Trash-0/files'), list('.Trash-0/info')];`;
    expect(await inChild(code, made.path, withOwnMounts)).toEqual([
      'CANNOT_TRASH',
      expect.stringContaining('without copying it (EXDEV)'),
      ['a'],
      [],
      [],
    ]);
  });

  test('is not taken for emptied while its disk is not there', async () => {
    const made = home({ '.cache/toy': store, disk: {} });
    const code = `sh(${JSON.stringify(`set -e; C="$1/.cache"; ${ownDisk}`)});
      const states = () => core.history(context).batches.map(({ state, leftTrash }) => [state, leftTrash]);
      const undo = (name) => core.undoBatch(name, { context })
        .then(({ items }) => items.map((one) => one.error?.message ?? one.status), (error) => error.code);
      const { result: { batch } } = await purge({ trash: true });
      const said = [states()];
      // As a disk is taken out and put in again.
      sh('mount --move "$1/.cache" "$1/disk"');
      said.push(states(), await undo(), await undo(batch));
      sh('mount --move "$1/disk" "$1/.cache"');
      said.push(states(), await undo(), states());
      return said;`;
    expect(await inChild(code, made.path, withOwnMounts)).toEqual([
      [['trashed', 0]],
      [['trashed', 0]],
      'NOTHING_HELD',
      [expect.stringMatching(/its trash .*\.Trash-0 cannot be looked into now/)],
      [['trashed', 0]],
      ['returned'],
      [['done', 0]],
    ]);
  });

  test('that nobody could make is none: the item stays, and nothing is copied', needsOrdinaryUser, async () => {
    const made = home({ '.cache/toy': store });
    giveToOrdinaryUser(made.root);
    chmodSync(made.root, 0o755);
    // The top of that file system is root's.
    const prepare = `${ownDisk}; chown 0:0 "$C"; chown -R ${ordinaryUser} "$C/toy"`;
    const inOwn = [
      ...withOwnMounts,
      'sh',
      '-ec',
      `C="$0/.cache"; set -- "$0" "$@"; x() { ${prepare}; }; x "$1"; shift; exec "$@"`,
    ];
    const { outcomes, left } = await trashedAfter(made, ':', [...inOwn, made.path, ...asOrdinaryUser]);
    expect(left).toEqual(['store']);
    expect(outcomes[0]?.error?.code).toBe('CANNOT_TRASH');
    expect(outcomes[0]?.error?.message).toMatch(/its file system has no trash, and none can be made in .* \(EACCES\)/);
  });
});

test.runIf(isLinux)('a trash in memory is as good as any', async () => {
  const root = mkdtempSync('/dev/shm/devclean-trash-');
  onTestFinished(() => rmSync(root, { recursive: true }));
  const made = home({ '.cache/toy': store });
  mkdirSync(`${root}/home/.cache/toy/store`, { recursive: true });
  const moved = { ...made, path: `${root}/home` };
  const { at } = await opened(moved);
  expect(at).toBe(`${root}/home/.local/share/Trash`);
});
