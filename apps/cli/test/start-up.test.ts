import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createHome } from '@devclean/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { executable, programs } from './devclean.js';

const app = path.resolve(path.dirname(executable), '..');
const dist = path.join(app, 'dist');

/** Text that only this part of the bundle holds. */
const parts: Readonly<Record<string, string>> = {
  'the providers': 'pyvenv.cfg',
  'the verbs': 'Nothing to clean',
  'the question': 'MuteStream',
  'a parser of YAML': 'tag:yaml.org,2002:',
  'a matcher of globs': ':alnum:',
  'an editor of settings': 'Can not delete in empty document',
  'the words of a failure': 'Something went wrong inside',
};

/** Runs a program of Node's with a module before it. */
function start(
  hook: string,
  program: string,
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const home = createHome();
  onTestFinished(() => home.remove());
  const [first, coverage] = [path.join(home.root, 'first.mjs'), path.join(home.root, 'coverage')];
  home.write({ '../first.mjs': hook, '../empty.mjs': '' });
  const run = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(first).href, program || path.join(home.root, 'empty.mjs'), ...args],
    {
      cwd: home.path,
      env: { ...home.env, PATH: programs, NODE_V8_COVERAGE: coverage, ...more },
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

/** Names of what a run of devclean loads: of its own parts, and of Node's modules beyond those of an empty program. */
function loadedBy(...args: string[]): string[] {
  const tell = "process.on('exit', () => process._rawDebug(JSON.stringify(process.moduleLoadList)));";
  const { said, files } = start(tell, executable, args);
  const text = files.filter((file) => file.startsWith(dist)).map((file) => readFileSync(file, 'utf8'));
  const anyway = new Set<string>(JSON.parse(start(tell, '').said));
  return [
    ...Object.keys(parts).filter((part) => text.some((one) => one.includes(parts[part] ?? ''))),
    ...(JSON.parse(said) as string[])
      .filter((name) => !anyway.has(name) && /^NativeModule [a-z_]+$/.test(name))
      .map((name) => name.replace('NativeModule ', 'node:')),
  ];
}

describe('a start loads what the command needs', () => {
  test.each(Object.entries(parts))('%s can be told in the bundle', (_, text) => {
    // A plugin's worker is a program of its own, with the core in it.
    const files = readdirSync(dist).filter((name) => /\.c?js$/.test(name) && name !== 'plugin-worker.cjs');
    expect(files.filter((name) => readFileSync(path.join(dist, name), 'utf8').includes(text))).toHaveLength(1);
  });

  test('the version: none of its parts', () => {
    const loaded = loadedBy('--version');
    for (const part of [...Object.keys(parts), 'node:crypto', 'node:child_process', 'node:readline'])
      expect(loaded).not.toContain(part);
  });

  test('a scan: the verbs and the providers', () => {
    const loaded = loadedBy('scan', 'npm', 'yarn', 'gradle');
    expect(loaded).toEqual(expect.arrayContaining(['the providers', 'the verbs']));
    for (const part of [
      ...['the question', 'a parser of YAML', 'a matcher of globs', 'an editor of settings', 'the words of a failure'],
      ...['node:crypto', 'node:child_process', 'node:readline'],
    ])
      expect(loaded).not.toContain(part);
  });

  test('a plan: cryptography, for its id', () => {
    expect(loadedBy('sweep', '--dry-run')).toContain('node:crypto');
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
