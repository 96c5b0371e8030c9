// Bundles the CLI with all that it depends on into dist/. The repository and the tarball of `npm run pack` both run this
// bundle, so what is tested is what ships; and it starts 40 ms sooner than the modules one by one.
// Lazy imports stay lazy: esbuild makes a chunk of each, but for what is nearly always loaded together.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { lazyStart, parserAlone, rarelyNeeded } from './lazy-start.mjs';
import { notices } from './notices.mjs';

const app = path.resolve(import.meta.dirname, '..');
const dist = path.join(app, 'dist');
const { oclif, dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
const named = [oclif.commands, oclif.helpClass, ...Object.values(oclif.hooks ?? {}).flat()];
const entries = [...new Set(['./dist/index.js', ...named.map((part) => part.target ?? part)])];

rmSync(dist, { recursive: true, force: true });

/** Worker files, by the name that they get in dist/. */
const programs = new Map();
const options = {
  absWorkingDir: app,
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true, // half the text for V8 to read at every start
  keepNames: true, // oclif shows and compares names of classes
  chunkNames: '[name]-[hash]', // beside the entries, so that a path relative to a chunk is one relative to dist/
  external: ['typescript'], // oclif tries to load a plugin author's own copy
  sourcemap: false,
  metafile: true,
  logLevel: 'warning',
  // oclif's CommonJS calls require and reads __dirname, which ES modules do not have.
  banner: {
    js: [
      "import { createRequire as bundleCreateRequire } from 'node:module';",
      'const require = bundleCreateRequire(import.meta.url);',
      'const __filename = import.meta.filename;',
      'const __dirname = import.meta.dirname;',
    ].join('\n'),
  },
};

/** esbuild does not follow `new URL('./x.js', import.meta.url)`, which is how the program of another process is named. */
const followPrograms = {
  name: 'follow-programs',
  setup(bundle) {
    bundle.onLoad(
      { filter: /packages[\\/][^\\/]+[\\/]dist[\\/].*\.js$|src[\\/]plugins[\\/].*\.ts$/ },
      ({ path: file }) => {
        const source = readFileSync(file, 'utf8');
        const contents = source.replaceAll(
          /new URL\((['"])(\.[^'"]+\.js)\1, import\.meta\.url\)/g,
          (_, quote, relative) => {
            const program = path.resolve(path.dirname(file), relative.replace(/\.js$/, path.extname(file)));
            const name = path.basename(relative, '.js');
            if ((programs.get(name) ?? program) !== program)
              throw new Error(`Two programs are called ${name}.js: ${program}`);
            programs.set(name, program);
            return `new URL(${quote}./${name}.cjs${quote}, import.meta.url)`;
          },
        );
        return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
      },
    );
  },
};
/**
 * What is imported lazily from different places and yet makes one chunk: each file costs a start nearly a millisecond.
 * A scan loads every provider, and the verbs share most of what they load.
 */
const groups = {
  providers: Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-')),
  verbs: readdirSync(path.join(app, 'src/verbs'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `./src/verbs/${name}`),
};

const together = {
  name: 'together',
  setup(bundle) {
    bundle.onResolve({ filter: /^@devclean\/provider-|^(?:\.\.?\/)+verbs\// }, ({ kind, path: named }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: named.startsWith('@') ? 'providers' : 'verbs', namespace: 'together' };
    });
    bundle.onLoad({ filter: /^/, namespace: 'together' }, ({ path: group }) => ({
      contents: groups[group].map((member) => `export * from '${member}';`).join('\n'),
      resolveDir: app,
    }));
  },
};
const rarely = rarelyNeeded();
const plugins = [followPrograms, lazyStart(), together, parserAlone(), rarely.plugin];

const entryPoints = Object.fromEntries(
  entries.map((target) => [
    path.basename(target, '.js'),
    `./src/${path.relative('dist', target).replace(/\.js$/, '.ts')}`,
  ]),
);

// A first pass in memory to learn the programs.
await build({ ...options, entryPoints, plugins, write: false });
const { metafile } = await build({ ...options, entryPoints, plugins });
// A helper process starts sooner from one file of CommonJS than from modules.
const alone = {
  format: 'cjs',
  splitting: false,
  banner: {},
  outExtension: { '.js': '.cjs' },
  // Of the core, a plugin's worker starts no helper of its own.
  logOverride: { 'empty-import-meta': 'silent' },
};
const helpers = await build({ ...options, ...alone, entryPoints: Object.fromEntries(programs) });
const rare = await build({ ...options, ...rarely.options(), plugins: [] });
const outputs = [metafile, helpers.metafile, rare.metafile].flatMap(({ outputs }) => Object.values(outputs));
const bundled = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0));
writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES'), notices(bundled.map((file) => path.resolve(app, file))));
