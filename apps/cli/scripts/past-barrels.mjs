// Imports each name from the file that has it, past the index of our packages. esbuild puts all that an index names into one
// chunk, and so a scan would read the code that removes: a third of what it reads.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const packages = ['core', 'disk', 'plugin-kit'];

/** What the index of each of our packages exports, and the file that has it. */
const homes = new Map(
  packages.map((name) => {
    const folder = path.resolve(import.meta.dirname, '../../../packages', name, 'dist');
    const index = readFileSync(path.join(folder, 'index.js'), 'utf8');
    const found = new Map();
    for (const [statement, names, file] of index.matchAll(/^export (?:\{([^}]*)\}|.*?) from '([^']+)';$/gm)) {
      if (names === undefined) throw new Error(`${name} exports what has no names: ${statement}`);
      for (const one of names.split(',')) found.set(one.trim(), path.join(folder, file));
    }
    return [`@devclean/${name}`, found];
  }),
);

const imports = new RegExp(`^import \\{([^}]*)\\} from '(${[...homes.keys()].join('|')})';$`, 'gm');

/** The source of one of our files, with such imports. Types are left out: they are no code. */
export function pastBarrels(source) {
  return source.replaceAll(imports, (_, names, from) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => {
        const [exported] = name.split(' as ');
        const home = homes.get(from).get(exported);
        if (home === undefined) throw new Error(`${from} does not export ${exported}`);
        return `import { ${name} } from ${JSON.stringify(home)};`;
      })
      .join(' '),
  );
}
