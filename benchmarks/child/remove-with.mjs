// `node remove-with.mjs NAME FOLDER`: one of the packages removes the folder, from a cold start as every other contestant.
import path from 'node:path';

const packages = {
  async devclean(folder) {
    const { claimWorkingFolder, openDirectory, removeTree } = await import('@devclean/disk');
    claimWorkingFolder();
    const parent = openDirectory(path.dirname(folder));
    const { gone, findings } = await removeTree(parent, path.basename(folder), { hoist: true });
    parent.close();
    if (!gone) throw new Error(`not gone: ${JSON.stringify(findings[0])}`);
  },
  async rimraf(folder) {
    const { rimraf } = await import('rimraf');
    await rimraf(folder);
  },
  async 'fs.rm'(folder) {
    const { rm } = await import('node:fs/promises');
    await rm(folder, { recursive: true });
  },
};

const [, , name, folder] = process.argv;
await packages[name](folder);
