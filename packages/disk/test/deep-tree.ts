import { execFileSync } from 'node:child_process';

/** Makes folders `d/d/d…` with a file in the last, by going down: the path is longer than any call takes. */
export function makeDeepTree(folder: string, levels: number): void {
  const program = `
    const fs = require('fs');
    for (let level = 0; level < ${levels}; level++) { fs.mkdirSync('d'); process.chdir('d'); }
    fs.writeFileSync('bottom', 'x');`;
  execFileSync(process.execPath, ['-e', program], { cwd: folder });
}
