// Imports each name from the file that has it, past the index of our packages. esbuild takes all that an index names for one
// whole, and so a scan would read the code that removes.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const packages = path.resolve(import.meta.dirname, '../../../packages');

/** What the index of each of our packages exports, and the file that has it. */
const homes = new Map(
  ['core', 'disk', 'plugin-kit'].map((name) => {
    const folder = path.join(packages, name, 'dist');
    const index = readFileSync(path.join(folder, 'index.js'), 'utf8');
    const found = new Map();
    for (const [statement, names, file] of index.matchAll(/^export (?:\{([^}]*)\}|.*?) from '([^']+)';$/gm)) {
      if (names === undefined) throw new Error(`The index of ${name} does not name what it exports: ${statement}`);
      for (const one of names.split(',')) found.set(one.trim(), path.join(folder, file));
    }
    return [`@devclean/${name}`, found];
  }),
);

const imports = new RegExp(`^import \\{([^}]*)\\} from '(${[...homes.keys()].join('|')})';$`, 'gm');

/** The source of one of our files with such imports. Types are left out: they are no code. */
export function pastBarrels(source, file) {
  return source.replaceAll(imports, (_, names, from) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => (name === 'defineProvider' && isOurProvider(file) ? completed : importOf(name, from)))
      .join(' '),
  );
}

function importOf(name, from) {
  const home = homes.get(from).get(name.split(' as ')[0]);
  if (home === undefined) throw new Error(`The index of ${from} does not export ${name}`);
  return `import { ${name} } from ${JSON.stringify(home)};`;
}

/** Our own providers are held against the rules by the build (`bundle.mjs`), and not again by every start. */
const completed = `import { completeProvider as defineProvider } from ${JSON.stringify(
  path.join(packages, 'core/dist/provider/complete-provider.js'),
)};`;

function isOurProvider(file) {
  return path.relative(packages, file).startsWith('provider-');
}
