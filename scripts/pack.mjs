// `npm run pack`: one tarball at the root that installs anywhere without a registry. The build has put everything into one
// bundle already; what is left is to lay the package out and to drop the dependencies that it contains.
// `npm run pack -- FOLDER` writes it elsewhere. `npm run pack -- packages [FOLDER]` packs the packages that authors of providers
// build on, as they would be published, into `tarballs`.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { giveUp, root, setUp, start } from './set-up.mjs';

const [first, second] = process.argv.slice(2);
try {
  await setUp();
  if (first === 'packages') await packPackages(folderNamed(second ?? path.join(root, 'tarballs')));
  else await packApp(folderNamed(first));
} catch (error) {
  giveUp(error);
}

function folderNamed(name = root) {
  return path.resolve(process.env.INIT_CWD ?? root, name);
}

async function packApp(folder) {
  const app = path.join(root, 'apps', 'cli');
  const { scripts, dependencies, devDependencies, ...manifest } = readManifest(app);
  const tarball = `${manifest.name}-${manifest.version}.tgz`;
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
}

/** pnpm puts versions in the place of `workspace:*`, and adds the licence. */
async function packPackages(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(path.join(root, 'packages')).sort()) {
    const cwd = path.join(root, 'packages', name);
    if (!existsSync(path.join(cwd, 'package.json'))) continue;
    const manifest = readManifest(cwd);
    if (manifest.private) continue;
    const code = await start('pnpm', ['pack', '--pack-destination', folder], { cwd });
    if (code !== 0) throw new Error(`"pnpm pack" of ${manifest.name} failed (its messages are above).`);
    process.stdout.write(`${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz\n`);
  }
}

function readManifest(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}
