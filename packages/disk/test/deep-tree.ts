import { execFileSync } from 'node:child_process';

/** Makes folders like `d/d/d…` with a file in the last, by going down: the path is longer than any call takes. */
export function makeDeepTree(folder: string, levels: number, name = 'd'): void {
  const program = `
    const fs = require('fs');
    for (let level = 0; level < ${levels}; level++) { fs.mkdirSync('${name}'); process.chdir('${name}'); }
    fs.writeFileSync('bottom', 'x');`;
  execFileSync(process.execPath, ['-e', program], { cwd: folder });
}
