// `node measure-with.mjs NAME FOLDER`: one of the packages measures the folder, from a cold start as every other contestant.
import { lstatSync } from 'node:fs';

const packages = {
  async devclean(folder) {
    const { claimWorkingFolder, createLinkLedger, measureTree, usageOf } = await import('@devclean/disk');
    claimWorkingFolder();
    const links = createLinkLedger();
    const { root, findings } = await measureTree(folder, { links });
    const { allocatedBytes, complete } = usageOf([root], links);
    if (!complete || findings.length > 0) throw new Error(`not complete: ${JSON.stringify(findings[0])}`);
    return allocatedBytes;
  },
  async du(folder) {
    const { default: du } = await import('du');
    return du(folder, { disk: true });
  },
  async 'get-folder-size'(folder) {
    const { default: getFolderSize } = await import('get-folder-size');
    return getFolderSize.strict(folder);
  },
  async fdir(folder) {
    const { fdir } = await import('fdir');
    const names = await new fdir().withFullPaths().withDirs().crawl(folder).withPromise();
    let bytes = 0;
    for (const name of names) bytes += lstatSync(name).blocks * 512;
    return bytes;
  },
};

const [, , name, folder] = process.argv;
process.stdout.write(`${await packages[name](folder)}\n`);
