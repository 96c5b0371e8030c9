import { chmodSync, chownSync } from 'node:fs';
import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean } from './devclean.js';

function home(tree: Tree = { '.cache/pip': pipCache() }): ThrowAwayHome {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

describe('root', needs('a mount namespace'), () => {
  const sudo = { SUDO_UID: '1000', SUDO_USER: 'ada' };

  test.each([
    [['sweep', '--yes', '--exclude', 'npm'], 'devclean sweep --yes --exclude npm'],
    [['pip', 'purge', '--section', "it's"], "devclean pip purge --section 'it'\\''s'"],
    [['apply', 'plan.json', '--yes'], 'devclean apply plan.json --yes'],
  ])('by way of sudo: %j is refused, with the command to run instead, and changes nothing', async (args, instead) => {
    const made = home();
    const before = snapshotTree(made.root);
    const run = await devclean(made, args, { env: sudo });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(`Run it as yourself, without sudo: ${instead}`);
    const json = await devclean(made, [...args, '--json'], { env: { DOAS_USER: 'ada' } });
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'devclean.error/1', code: 'UNDER_SUDO' });
    expect(json.code).toBe(2);
    expect(diffSnapshots(before, snapshotTree(made.root))).toEqual([]);
  });

  test.each([[['scan']], [['pip', 'info']], [['sweep', '--dry-run']]])('by way of sudo may look: %j', async (args) => {
    expect(await devclean(home(), args, { env: sudo })).toMatchObject({ code: 0 });
  });

  test('itself clears its own caches', async () => {
    expect(await devclean(home(), ['pip', 'purge', '--yes'])).toMatchObject({ code: 0 });
  });

  test.each([
    ['belongs to somebody else', (folder: string) => chownSync(folder, 65534, 65534), 'belongs to user 65534'],
    ['can be written by others', (folder: string) => chmodSync(folder, 0o777), 'others may write to'],
  ])('leaves alone a cache of its own below a folder that %s', async (_, prepare, said) => {
    const made = home();
    prepare(`${made.path}/.cache`);
    const before = snapshotTree(`${made.path}/.cache/pip`);
    const run = await devclean(made, ['pip', 'purge', '--yes']);
    expect(run.code).toBe(1);
    expect(`${run.stdout}${run.stderr}`.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(diffSnapshots(before, snapshotTree(`${made.path}/.cache/pip`))).toEqual([]);
  });
});
