import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createHome, type Tree } from '@devclean/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { executable, programs } from './devclean.js';

const app = path.resolve(path.dirname(executable), '..');
const dist = path.join(app, 'dist');

/** Text that only this part of the bundle holds. */
const parts: Readonly<Record<string, string>> = {
  'the providers': 'pyvenv.cfg',
  'the scan': 'Nothing to clean',
  'what looks at a cache': 'Run devclean as the user that it belongs to',
  'the planning': 'no context that was named uses it',
  'the removal': 'the folder beside it lies on another mount',
  'the question': 'MuteStream',
  'the picker': 'Pick what to remove',
  'the progress': 'Keeping aside',
  'a parser of YAML': 'tag:yaml.org,2002:',
  'a matcher of globs': ':alnum:',
  'an editor of settings': 'Can not delete in empty document',
  'the words of a failure': 'Something went wrong inside',
  'the disk map': 'devclean-map-ready',
  'what opens files': 'xdg-open',
};

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** What is in the home. */
  readonly tree?: Tree;
}

/** Runs a program of Node's with a module before it. */
function start(
  hook: string,
  program: string,
  args: readonly string[] = [],
  { env = {}, tree = {} }: Surroundings = {},
) {
  const home = createHome(tree);
  onTestFinished(() => home.remove());
  const [first, coverage] = [path.join(home.root, 'first.mjs'), path.join(home.root, 'coverage')];
  home.write({ '../first.mjs': hook, '../empty.mjs': '' });
  const run = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(first).href, program || path.join(home.root, 'empty.mjs'), ...args],
    {
      cwd: home.path,
      env: { ...home.env, PATH: programs, NODE_V8_COVERAGE: coverage, ...env },
      encoding: 'utf8',
    },
  );
  expect(run).toMatchObject({ status: 0 });
  const scripts = readdirSync(coverage).flatMap(
    (name): { readonly url: string }[] => JSON.parse(readFileSync(path.join(coverage, name), 'utf8')).result,
  );
  return {
    said: run.stderr.trim(),
    files: scripts.flatMap(({ url }) => (url.startsWith('file:') ? fileURLToPath(url) : [])),
  };
}

/** What a run of devclean loads: the texts of its own files, and names of its parts and of Node's modules beyond those of an empty program. */
function loadedBy(args: readonly string[], tree: Tree = {}): { readonly names: string[]; readonly texts: string[] } {
  const tell = "process.on('exit', () => process._rawDebug(JSON.stringify(process.moduleLoadList)));";
  const { said, files } = start(tell, executable, args, { tree });
  const texts = files.filter((file) => file.startsWith(dist)).map((file) => readFileSync(file, 'utf8'));
  const anyway = new Set<string>(JSON.parse(start(tell, '').said));
  const names = [
    ...Object.keys(parts).filter((part) => texts.some((one) => one.includes(parts[part] ?? ''))),
    ...(JSON.parse(said) as string[])
      .filter((name) => !anyway.has(name) && /^NativeModule [a-z_]+$/.test(name))
      .map((name) => name.replace('NativeModule ', 'node:')),
  ];
  return { names, texts };
}

describe('a start loads what the command needs', () => {
  test.each(Object.entries(parts))('%s can be told in the bundle', (_, text) => {
    // A plugin's worker is a program of its own, with the core in it.
    const files = readdirSync(dist).filter((name) => /\.c?js$/.test(name) && name !== 'plugin-worker.cjs');
    expect(files.filter((name) => readFileSync(path.join(dist, name), 'utf8').includes(text))).toHaveLength(1);
  });

  test('the version: none of its parts', () => {
    const { names: loaded } = loadedBy(['--version']);
    for (const part of [...Object.keys(parts), 'node:crypto', 'node:child_process', 'node:readline'])
      expect(loaded).not.toContain(part);
  });

  test('a scan that finds nothing: what looks for caches', () => {
    const { names, texts } = loadedBy(['scan', 'npm', 'yarn', 'gradle']);
    expect(names).toEqual(expect.arrayContaining(['the providers', 'the scan']));
    for (const part of [
      ...['what looks at a cache', 'the planning', 'the removal'],
      ...['the question', 'a parser of YAML', 'a matcher of globs', 'an editor of settings', 'the words of a failure'],
      ...['the picker', 'the progress', 'the disk map', 'what opens files'],
      ...['node:crypto', 'node:child_process', 'node:readline', 'node:worker_threads', 'node:perf_hooks'],
    ])
      expect(names).not.toContain(part);
    // What another command shares with it makes a file of its own where nobody has looked after it: see scripts/bundle.mjs.
    expect(texts.length).toBeLessThan(20);
    expect(texts.join('').length).toBeLessThan(650_000);
  });

  test('a scan that finds a cache: what tells its size, and what a sweep would free', () => {
    const tree = { '.npm/_cacache/content-v2/sha512/00/11/22': 'content', '.npm/_cacache/index-v5/00/11/22': 'index' };
    const { names } = loadedBy(['scan', 'npm'], tree);
    expect(names).toEqual(expect.arrayContaining(['what looks at a cache', 'the planning']));
    for (const part of ['the removal', 'the question']) expect(names).not.toContain(part);
  });

  test('a plan: cryptography, for its id', () => {
    expect(loadedBy(['sweep', '--dry-run']).names).toContain('node:crypto');
  });
});

describe('compiled code is kept', () => {
  /** Where a Node that can keep it is told to. */
  const keptIn = (program: string, hook = ''): string =>
    start(
      `import module from 'node:module'; ${hook}
       module.enableCompileCache = (folder) => process._rawDebug(folder ?? 'shared');`,
      program,
      ['--version'],
    ).said;

  test('beside the code', () => {
    const other = createHome();
    onTestFinished(() => other.remove());
    for (const name of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
      cpSync(path.join(app, name), path.join(other.path, name), { recursive: true });
    const program = path.join(other.path, 'bin/run.js');
    expect(keptIn(program)).toBe(path.join(other.path, 'node_modules/.cache/compiled'));
    // Of another user's code nothing is kept: what root kept its owner could not remove.
    expect(keptIn(program, 'const uid = process.geteuid?.() ?? 0; process.geteuid = () => uid + 1;')).toBe('');
  });
});
