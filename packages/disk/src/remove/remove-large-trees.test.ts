import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { compileForChildren, inChild, withFewDescriptors } from '../../test/child.js';
import { makeDeepTree } from '../../test/deep-tree.js';
import { temporaryFolder } from '../../test/temporary-folder.js';
import type { Usage } from '../usage.js';
import type { RemovalResult } from './remove-tree.js';

compileForChildren();
vi.setConfig({ testTimeout: 180_000 }); // To make such trees takes seconds, on a busy machine minutes

test('30,000 levels are measured as du does, and go, with few descriptors', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tree'));
  makeDeepTree(join(folder, 'tree'), 30_000);
  const du = execFileSync('du', ['-s', '--block-size=1', join(folder, 'tree')], { encoding: 'utf8' });
  const code = `
    const links = disk.createLinkLedger();
    const { root, findings } = await disk.measureTree(args[0] + '/tree', { links });
    answer({ usage: disk.usageOf([root], links), findings, removal: await disk.removeTree(disk.openDirectory(args[0]), 'tree') });`;
  const { usage, findings, removal } = await inChild<{ usage: Usage; findings: unknown[]; removal: RemovalResult }>(
    code,
    [folder],
    withFewDescriptors,
  );
  expect(findings).toEqual([]);
  expect(usage).toMatchObject({
    files: 1,
    directories: 30_001,
    apparentBytes: 1,
    allocatedBytes: Number(du.split('\t')[0]),
  });
  expect(removal).toMatchObject({ gone: true, findings: [], removed: usage });
});

test('100,000 entries in one folder go in flat memory', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tree'));
  const code = `
    const path = (index) => args[0] + '/tree/some-name-that-is-long-' + index;
    // Links, because 100,000 inodes take a disk far longer to make than their names.
    for (let index = 0; index < 100_000; index++) {
      if (index % 25_000 === 0) fs.writeFileSync(path(index), 'x');
      else fs.linkSync(path(index - index % 25_000), path(index));
    }
    const before = process.resourceUsage().maxRSS;
    const { removed, gone } = await disk.removeTree(disk.openDirectory(args[0]), 'tree');
    answer({ removed, gone, grownMiB: (process.resourceUsage().maxRSS - before) / 1024 });`;
  const { removed, gone, grownMiB } = await inChild<{ removed: unknown; gone: boolean; grownMiB: number }>(code, [
    folder,
  ]);
  expect(removed).toMatchObject({ files: 100_000, directories: 1 });
  expect(gone).toBe(true);
  expect(grownMiB).toBeLessThan(40);
});
