// Bundles the CLI with all that it depends on into dist/. The repository and the tarball of `npm run pack` both run this
// bundle, so what is tested is what ships; and it starts 40 ms sooner than the modules one by one.
// Lazy imports stay lazy: esbuild makes a chunk of each, but for what is nearly always loaded together (chunks.mjs).
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chunks } from './chunks.mjs';
import { lazyStart, parserAlone, rarelyNeeded } from './lazy-start.mjs';
import { notices } from './notices.mjs';
import { pastBarrels } from './past-barrels.mjs';

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
  // Less for V8 to read at every start. Names stay: long ones are read as fast, stack traces say them, and oclif compares those of classes.
  minifyWhitespace: true,
  minifySyntax: true,
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
      'const bundleFilename = import.meta.filename;',
      'const bundleDirname = import.meta.dirname;',
    ].join('\n'),
  },
  // Not by those names: a module of others may have a __dirname of its own.
  define: { __filename: 'bundleFilename', __dirname: 'bundleDirname' },
};

/** Our own sources, as esbuild gets them. */
const ownSources = {
  name: 'own-sources',
  setup(bundle) {
    bundle.onLoad(
      { namespace: 'file', filter: /packages[\\/][^\\/]+[\\/]dist[\\/].*\.js$|apps[\\/]cli[\\/]src[\\/].*\.ts$/ },
      ({ path: file }) => {
        const source = readFileSync(file, 'utf8');
        return {
          contents: pastBarrels(followPrograms(source, file), file),
          loader: file.endsWith('.ts') ? 'ts' : 'js',
        };
      },
    );
  },
};

/** esbuild does not follow `new URL('./x.js', import.meta.url)`, which is how the program of another process is named. */
function followPrograms(source, file) {
  return source.replaceAll(/new URL\((['"])(\.[^'"]+\.js)\1, import\.meta\.url\)/g, (_, quote, relative) => {
    const program = path.resolve(path.dirname(file), relative.replace(/\.js$/, path.extname(file)));
    const name = path.basename(relative, '.js');
    if ((programs.get(name) ?? program) !== program) throw new Error(`Two programs are called ${name}.js: ${program}`);
    programs.set(name, program);
    return `new URL(${quote}./${name}.cjs${quote}, import.meta.url)`;
  });
}

const providers = Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-'));
// `defineProvider` throws for one that contradicts itself: the bundle has no such check for ours (`past-barrels.mjs`).
for (const name of providers) await import(name);

const rarely = rarelyNeeded();
const plugins = [ownSources, lazyStart(), chunks(app, providers), parserAlone(), rarely.plugin];

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
  define: {},
  outExtension: { '.js': '.cjs' },
  // Of the core, a plugin's worker starts no helper of its own.
  logOverride: { 'empty-import-meta': 'silent' },
};
const helpers = await build({ ...options, ...alone, entryPoints: Object.fromEntries(programs) });
const rare = await build({ ...options, ...rarely.options(), plugins: [] });
const outputs = [metafile, helpers.metafile, rare.metafile].flatMap(({ outputs }) => Object.values(outputs));
const bundled = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0));
// The script of the disk map's page is a text to this bundle, and has been bundled before.
const map = realpathSync(path.join(app, 'node_modules/@devclean/disk-map'));
const inPage = JSON.parse(readFileSync(path.join(map, 'dist/page-sources.json'), 'utf8'));
const files = [...bundled.map((file) => path.resolve(app, file)), ...inPage.map((file) => path.resolve(map, file))];
writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES'), notices(files));
