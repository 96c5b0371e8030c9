/** What a process runs, however it was started: `node /usr/lib/node_modules/npm/bin/npm-cli.js ci` is `npm` with `ci`. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** It runs on a Java machine, to which `$HOME` means nothing. */
  readonly jvm: boolean;
}

interface Interpreter {
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options after which the program stands in the text itself, so that there is none to name. */
  readonly inline: readonly string[];
  /** Options after which a module's name stands. */
  readonly module: readonly string[];
  /** Of the options above, the letters: several flags may share a dash, and a value may follow at once, as in `-Im pip` and `-mpip`. */
  readonly letters?: string;
}

const shell: Interpreter = { valued: ['-o', '-O'], inline: ['-c'], module: [] };
const node: Interpreter = {
  valued: ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--title'],
  inline: ['-e', '--eval', '-p', '--print', '-pe'],
  module: [],
};
const python: Interpreter = {
  valued: ['-W', '-X', '--check-hash-based-pycs'],
  inline: ['-c'],
  module: ['-m'],
  letters: 'WXcm',
};
const java: Interpreter = {
  valued: [
    ...['-cp', '-classpath', '--class-path', '-p', '--module-path', '--upgrade-module-path', '--add-modules'],
    ...['--add-opens', '--add-exports', '--add-reads', '--patch-module', '--limit-modules', '--enable-native-access'],
  ],
  inline: [],
  module: ['-jar', '-m', '--module'],
};
const php: Interpreter = { valued: ['-c', '-d'], inline: ['-r', '-B', '-R', '-E'], module: ['-f'] };
const ruby: Interpreter = { valued: ['-C', '-E', '-I', '-r'], inline: ['-e'], module: [] };

const interpreters: Readonly<Record<string, Interpreter>> = {
  ...{ sh: shell, bash: shell, dash: shell, zsh: shell, ksh: shell, ash: shell, busybox: shell },
  ...{ node, nodejs: node, python, pythonw: python, pypy: python, java, javaw: java, php, ruby },
};

/** Reads a process's words. Nothing when it runs no program that could be named. */
export function commandOf(argv: readonly string[]): Command | undefined {
  // npm sets its process's title to `npm ci`: one string.
  const words = argv.length === 1 ? (argv[0] ?? '').split(' ').filter((word) => word !== '') : argv;
  const [first, ...args] = words;
  if (first === undefined) return undefined;
  const name = programName(first);
  const interpreter = interpreters[name];
  if (interpreter === undefined || args.length === 0) return { program: name, args, jvm: false };
  return scriptOf(interpreter, args);
}

function scriptOf(interpreter: Interpreter, words: readonly string[]): Command | undefined {
  const jvm = interpreter === java;
  const args = [...words];
  for (let i = 0; i < args.length; i++) {
    args.splice(i, 1, ...apart(args[i] as string, interpreter));
    const word = args[i] as string;
    if (interpreter.inline.includes(word)) return undefined;
    const isModule = interpreter.module.includes(word);
    if (interpreter.valued.includes(word) || isModule) i++;
    if (isModule || !word.startsWith('-')) {
      const script = args[i];
      if (script === undefined) return undefined;
      // A Java class is its last name, a Python module its first: `python -m pip.__main__` is pip.
      const isFile = /[/\\]|\.(jar|py|phar|[cm]?js)$/.test(script);
      const named = isFile ? script : ((jvm ? script.split(/[./]/).at(-1) : script.split('.')[0]) ?? script);
      return { program: programName(named), args: args.slice(i + 1), jvm };
    }
  }
  return undefined;
}

/** The first option among letters that share a dash, and what follows it: `-Impip` is `-m` and `pip`. */
function apart(word: string, { letters }: Interpreter): string[] {
  const [, letter, rest] = (letters && new RegExp(`^-[A-Za-z?]*?([${letters}])(.*)$`, 's').exec(word)) || [];
  if (letter === undefined) return [word];
  return [`-${letter}`, ...(rest ? [rest] : [])];
}

/** `/opt/pip3.11`, `npm-cli.js` and `yarn-4.9.1.cjs` are pip, npm and yarn. */
function programName(word: string): string {
  const parts = word.split(/[/\\]/);
  const file = parts.at(-1) ?? '';
  const base = /^__main__\.py$/.test(file) ? (parts.at(-2) ?? '') : file;
  const plain = base
    .replace(/^-/, '')
    .replace(/\.(exe|cmd|bat|[cm]?js|py|pyz|jar|phar|sh)$/i, '')
    .replace(/-cli$/, '')
    .replace(/[-_]?\d+(\.\d+)*$/, '');
  return plain === '' ? base : plain;
}

/** Whether what a provider declares uses the cache only until it has started a program of its own: `npm exec !`. */
export function isForAWhile(declared: string): boolean {
  return declared.endsWith(' !');
}

/** Whether a command is the one that a provider declares, as in `npm ci` or `GradleDaemon`. */
export function matchesCommand(command: Command, declared: string): boolean {
  const [program = '', ...words] = declared.replace(/ !$/, '').split(' ');
  return command.program === programName(program) && beginsWith(command.args, words);
}

/**
 * Whether the words come first among the arguments; `$` as the last word: and nothing else. What follows a flag may be
 * its value, and is then passed over.
 */
function beginsWith(args: readonly string[], declared: readonly string[]): boolean {
  const alone = declared.at(-1) === '$';
  const words = alone ? declared.slice(0, -1) : declared;
  let wanted = 0;
  let mayBeValue = false;
  for (const arg of args) {
    if (!alone && wanted === words.length) return true;
    if (arg.startsWith('-')) {
      mayBeValue = !arg.includes('=');
      continue;
    }
    if (arg === words[wanted]) wanted++;
    else if (!mayBeValue) return false;
    mayBeValue = false;
  }
  return wanted === words.length;
}
