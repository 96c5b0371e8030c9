// The licences of the packages whose code really is in the bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Takes the files that were bundled; throws when a package brings no licence text, for then we may not ship it. */
export function notices(files) {
  const folders = new Set(files.filter((file) => file.includes(`${path.sep}node_modules${path.sep}`)).map(packageOf));
  const sections = [...folders].map((folder) => {
    const { name, version, license, repository, homepage } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    if (texts.length === 0)
      throw new Error(`${name} ${version} brings no licence text; it cannot be bundled as it is.`);
    const source = repository?.url ?? repository ?? homepage ?? '';
    const heading = [`${name} ${version}`, `licence: ${license ?? 'see below'}`, `source: ${source}`].join('\n');
    return [heading, ...texts.sort().map((file) => readFileSync(path.join(folder, file), 'utf8').trim())].join('\n\n');
  });
  const intro = "devclean contains code of these packages. Their authors' licences follow.";
  return `${[intro, ...sections.sort()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function packageOf(file) {
  let folder = path.dirname(file);
  // Inside a package, further package.json files without a name only set the module type.
  while (
    !existsSync(path.join(folder, 'package.json')) ||
    !JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).name
  ) {
    folder = path.dirname(folder);
  }
  return folder;
}
