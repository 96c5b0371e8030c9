// `npm run pack`: one tarball at the root that installs anywhere without a registry. The build has put everything into one
// bundle already; what is left is to lay the package out and to drop the dependencies that it contains.
// `npm run pack -- FOLDER` writes it elsewhere.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { giveUp, root, setUp, start } from './set-up.mjs';

try {
  await setUp();
  const app = path.join(root, 'apps', 'cli');
  const { scripts, dependencies, devDependencies, ...manifest } = JSON.parse(
    readFileSync(path.join(app, 'package.json'), 'utf8'),
  );
  const tarball = `${manifest.name}-${manifest.version}.tgz`;
  const folder = path.resolve(process.env.INIT_CWD ?? root, process.argv[2] ?? root);
  const staging = mkdtempSync(path.join(folder, '.pack-')); // on the same disk, for the rename
  try {
    const copy = (from, to) => cpSync(from, path.join(staging, to), { recursive: true });
    for (const name of manifest.files) if (existsSync(path.join(app, name))) copy(path.join(app, name), name);
    for (const name of ['README.md', 'LICENSE']) copy(path.join(root, name), name);
    renameSync(path.join(staging, 'dist', 'THIRD-PARTY-NOTICES'), path.join(staging, 'THIRD-PARTY-NOTICES'));
    manifest.files.push('THIRD-PARTY-NOTICES');
    writeFileSync(path.join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const code = await start('npm', ['pack', '--loglevel=warn'], { cwd: staging });
    if (code !== 0) throw new Error('"npm pack" failed (its messages are above).');
    // Of an older version, so that `./devclean-*.tgz` is one file.
    for (const name of readdirSync(folder)) if (/^devclean-.*\.tgz$/.test(name)) rmSync(path.join(folder, name));
    renameSync(path.join(staging, tarball), path.join(folder, tarball));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  process.stdout.write(`${tarball}\n`);
} catch (error) {
  giveUp(error);
}
