// Puts off what libraries do as soon as they are loaded until it is needed, because every start of devclean would pay for it.
// It changes when something is done, never what. Each change must find what it changes, or the build fails: a library's new
// version is looked at, and does not silently start slower.
import { readFileSync } from 'node:fs';

/** Lines such as `const config_1 = require("./config");`, as TypeScript writes them, used as `config_1.Config`. */
const required = /^(?:const|var) (\w+_\d+) = ((?:__importDefault\()?require\("[^"]+"\)\)?);$/gm;

/** A module that loads each of those when it is first used. The parentheses keep `new config_1.Config()` a call of the class. */
function lazilyRequiring(source) {
  const names = [...source.matchAll(required)].map(([, name]) => name);
  const body = source.replace(required, '');
  const used = names.length === 0 ? body : body.replaceAll(new RegExp(`(?<![.\\w])(${names.join('|')})\\b`, 'g'), '($1())');
  const loads = [...source.matchAll(required)].map(([, name, load]) => `function ${name}() { return ${load}; }`);
  return `${used}\n${loads.join('\n')}\n`;
}

/** A segmenter and the set of all emoji take a tenth of a start, and ASCII needs neither. */
const expensiveConstants = [
  ['const segmenter = new Intl.Segmenter();', 'let segmenter;'],
  ['segmenter.segment(', '(segmenter ??= new Intl.Segmenter()).segment('],
  ['const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;', 'let rgiEmojiRegex;'],
  // Not as a literal: V8 reads those with the file.
  ['rgiEmojiRegex.test(', "(rgiEmojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test("],
];

function replacedOnce(source, [before, after], file) {
  if (source.split(before).length !== 2) throw new Error(`${file} does not hold this exactly once: ${before}`);
  return source.replace(before, () => after);
}

/** How many requires of oclif's were put off in the last build. */
export const lazyStart = {
  name: 'lazy-start',
  setup(bundle) {
    let files = 0;
    bundle.onStart(() => {
      files = 0;
    });
    bundle.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      const contents = lazilyRequiring(source);
      if (contents !== source) files += 1;
      return { contents, loader: 'js' };
    });
    bundle.onLoad({ filter: /[\\/]string-width@8[^\\/]*[\\/]node_modules[\\/]string-width[\\/]index\.js$/ }, ({ path: file }) => {
      const contents = expensiveConstants.reduce(
        (text, change) => replacedOnce(text, change, file),
        readFileSync(file, 'utf8'),
      );
      files += 1;
      return { contents, loader: 'js' };
    });
  },
};
