// Puts off what libraries do as soon as they are loaded until it is needed, because every start of devclean pays for it.
// This changes when something is done, never what. What is not found as expected fails the build: a new version of a
// library is looked at, and does not silently start slower.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Lines such as `const config_1 = require("./config");`, as TypeScript writes them, used as `config_1.Config`. */
const required = /^(?:const|var) (\w+_\d+) = ((?:__importDefault\()?require\("[^"]+"\)\)?);$/gm;

/** Each of those becomes a function that loads it. The parentheses keep `new config_1.Config()` a construction. */
function requiringLazily(source) {
  const found = [...source.matchAll(required)];
  if (found.length === 0) return source;
  const names = new RegExp(`(?<![.\\w])(?:${found.map(([, name]) => name).join('|')})\\b`, 'g');
  const loads = found.map(([, name, load]) => `function ${name}() { return ${load}; }`);
  return [source.replaceAll(required, '').replaceAll(names, '($&())'), ...loads, ''].join('\n');
}

/** Our own signs beyond ASCII, of a class of a regular expression: each is a column wide, and stands for itself beside any other. */
export const plainSigns = '·…≥→❯─│├└█-▏░⠀-⣿';

/** Changes of single files, by the end of their path. */
const changes = {
  // It needs to know whether this is WSL, of a library that can also start PowerShell.
  '@oclif/core/lib/util/os.js': [["(await import('wsl-utils')).isWsl", "require('is-wsl').default"]],
  // It makes a logger before it sees that there is one: ours, of `run-oclif.ts`.
  '@oclif/core/lib/logger.js': [
    [
      '    else {\n        set(makeLogger(OCLIF_NS));',
      "    else if (!cachedLoggers.has('root')) {\n        set(makeLogger(OCLIF_NS));",
    ],
  ],
  // Comparing in the order of a language loads that language. These are the letters for which it makes no difference.
  '@oclif/core/lib/config/plugin.js': [
    [
      'a.id.localeCompare(b.id)',
      '/^[a-z:-]*$/.test(a.id + b.id) ? Number(a.id > b.id) - Number(a.id < b.id) : a.id.localeCompare(b.id)',
    ],
  ],
  'wrap-ansi/index.js': [
    ['/^[ -~]*$/', `/^[ -~${plainSigns}]*$/`],
    ['const segmenter = new Intl.Segmenter();', 'let segmenter;'],
    ['segmenter.segment(', '(segmenter ??= new Intl.Segmenter()).segment('],
  ],
  // A segmenter and the set of all emoji: ASCII and our signs need neither. No literal, because V8 looks into those as it reads a file.
  'string-width/index.js': [
    ['/^[\\u0020-\\u007E]*$/', `/^[ -~${plainSigns}]*$/`],
    ['const segmenter = new Intl.Segmenter();', 'let segmenter;'],
    ['segmenter.segment(', '(segmenter ??= new Intl.Segmenter()).segment('],
    ['const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;'],
    ['rgiEmojiRegex.test(', "(rgiEmojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test("],
  ],
};

function changed(source, file) {
  const [, pairs = []] = Object.entries(changes).find(([end]) => file.endsWith(`node_modules/${end}`)) ?? [];
  return pairs.reduce((text, [before, after]) => {
    if (text.split(before).length !== 2) throw new Error(`${file} does not hold exactly once: ${before}`);
    return text.replace(before, () => after);
  }, source);
}

/** Of esbuild, for one build. */
export function lazyStart() {
  return {
    name: 'lazy-start',
    setup(bundle) {
      const seen = new Set();
      let lazyFiles = 0;
      // Of string-width and wrap-ansi the newest; oclif's own are older, and do nothing as they load.
      const files = /node_modules[\\/](@oclif[\\/]core[\\/]lib[\\/].*|(string-width|wrap-ansi)[\\/]index)\.js$/;
      bundle.onLoad({ filter: files }, (args) => {
        const file = args.path.replaceAll('\\', '/');
        const source = readFileSync(args.path, 'utf8');
        if (!file.includes('/@oclif/core/') && source.startsWith("'use strict'")) return undefined;
        for (const end of Object.keys(changes)) if (file.endsWith(end)) seen.add(end);
        const contents = file.includes('/@oclif/core/')
          ? requiringLazily(changed(source, file))
          : changed(source, file);
        if (contents.includes('\nfunction ')) lazyFiles += contents === source ? 0 : 1;
        return { contents, loader: 'js' };
      });
      // A dependency of a dependency, where oclif cannot see it.
      bundle.onResolve({ filter: /^is-wsl$/ }, async ({ resolveDir, pluginData }) => {
        if (pluginData === 'found') return undefined;
        const { path: library } = await bundle.resolve('wsl-utils', { resolveDir, kind: 'import-statement' });
        if (!library) return undefined;
        return bundle.resolve('is-wsl', {
          resolveDir: path.dirname(library),
          kind: 'import-statement',
          pluginData: 'found',
        });
      });
      bundle.onEnd(() => {
        const unseen = Object.keys(changes).filter((end) => !seen.has(end));
        if (unseen.length > 0) throw new Error(`Not in the bundle any more: ${unseen.join(', ')}`);
        if (lazyFiles === 0) throw new Error('oclif is not written as it was: nothing of it would be loaded lazily.');
      });
    },
  };
}

/** Libraries that oclif has for what devclean asks of it in help only, or never: files of their own, not read at a start. */
const rareLibraries = [
  'cli-spinners',
  'ejs',
  'lilconfig',
  'minimatch',
  'string-width',
  'tinyglobby',
  'widest-line',
  'wrap-ansi',
];

/** Two passes of esbuild's: the plugin leaves those libraries out of one, and with the options the other makes their files. */
export function rarelyNeeded() {
  const entryPoints = {};
  return {
    plugin: {
      name: 'rarely-needed',
      setup(bundle) {
        const name = new RegExp(`^(${rareLibraries.join('|')})$`);
        bundle.onResolve({ filter: name }, async ({ path: library, kind, importer, resolveDir }) => {
          if (kind !== 'require-call' || !importer.replaceAll('\\', '/').includes('/@oclif/core/lib/'))
            return undefined;
          if (entryPoints[library] === undefined) {
            entryPoints[library] = ''; // the question comes by here again
            entryPoints[library] = (
              await bundle.resolve(library, { resolveDir, kind, importer: 'rarely-needed' })
            ).path;
          }
          return { path: `./${library}.cjs`, external: true };
        });
        bundle.onEnd(() => {
          const unseen = rareLibraries.filter((library) => !entryPoints[library]);
          if (unseen.length > 0) throw new Error(`oclif does not require these any more: ${unseen.join(', ')}`);
        });
      },
    },
    options: () => ({
      entryPoints,
      format: 'cjs',
      splitting: false,
      banner: {},
      define: {},
      outExtension: { '.js': '.cjs' },
    }),
  };
}

/**
 * Every start reads the settings with jsonc-parser's parser, and few edit them. A file of a library is in one chunk only: so all but
 * the editing of settings take the parser's own file. What the library gives to CommonJS cannot be bundled.
 */
export function parserAlone() {
  return {
    name: 'parser-alone',
    setup(bundle) {
      bundle.onResolve({ filter: /^jsonc-parser$/ }, ({ importer, resolveDir, kind }) => {
        const file = /[\\/]edit-settings\.ts$/.test(importer) ? 'main.js' : 'impl/parser.js';
        return bundle.resolve(`jsonc-parser/lib/esm/${file}`, { importer, resolveDir, kind });
      });
    },
  };
}
