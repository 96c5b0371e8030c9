import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** The only places that may change a file system. Everything else reads, and hands plain values on. */
const allowed = [
  /^packages\/disk\/src\/remove/,
  /^packages\/core\/src\/apply\//,
  /^packages\/core\/src\/own-files\//,
  /^packages\/testkit\//,
  /\.test\.ts$/,
  /\/test\//,
];

const verbs = [
  'appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'createWriteStream', 'fchmod', 'fchown', 'ftruncate', 'futimes', 'lchmod',
  'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'mkdtempDisposable', 'rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink',
  'utimes', 'write', 'writeFile', 'writev',
]; // biome-ignore format: a list of words
const mutating = new Set(verbs.flatMap((verb) => [verb, `${verb}Sync`]));

/** The mutating calls that a source text can make, by name. Aliases count under the name that node:fs gives them. */
function mutatingCalls(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  const found: string[] = [];
  // What is handed on counts like what is taken.
  const imports = code.matchAll(/(?:import|export)\s+([^;]*?)\s+from\s+['"](?:node:)?fs(?:\/promises)?['"]/g);
  for (const [, clause = ''] of imports) {
    if (clause.startsWith('type ')) continue;
    const named = clause.match(/\{([\s\S]*)\}/)?.[1] ?? '';
    for (const specifier of named.split(',')) {
      const [name = '', alias] = specifier.trim().split(/\s+as\s+/);
      if (mutating.has(name)) found.push(name);
      if (name === 'promises' || name === 'default') found.push(...membersOf(alias ?? name, code));
    }
    const whole = clause.replace(/\{[\s\S]*\}/, '').match(/(?:\*\s+as\s+)?([\w$]+)/)?.[1];
    if (whole) found.push(...membersOf(whole, code));
  }
  if (found.length > 0 || /['"](?:node:)?fs(?:\/promises)?['"]/.test(code)) {
    // A file that can open another one: only for reading.
    if (/\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)\b/.test(code)) found.push('open for writing');
    if (/\bopen(?:Sync)?\([^;]*?,\s*['"`](?:[wa]|r\+|rs\+)/.test(code)) found.push('open for writing');
  }
  // Ways around the import.
  if (/(?:require|getBuiltinModule|import)\(\s*['"`](?:node:)?fs(?:\/promises)?['"`]/.test(code))
    found.push('fs loaded at run-time');
  return found;
}

function membersOf(object: string, code: string): string[] {
  const calls = code.matchAll(new RegExp(`(?<![\\w$.])${object.replaceAll('$', '\\$')}(?:\\.promises)?\\.(\\w+)`, 'g'));
  const destructured = code.matchAll(new RegExp(`\\{([^}]*)\\}\\s*=\\s*${object.replaceAll('$', '\\$')}\\b`, 'g'));
  const names = [...calls].map(([, name = '']) => name);
  const picked = [...destructured].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.trim().split(':')[0] ?? ''),
  );
  return [...names, ...picked].filter((name) => mutating.has(name));
}

test.each([
  ["import { rm } from 'node:fs/promises';", ['rm']],
  ["import { readFile, unlinkSync as gone } from 'fs';", ['unlinkSync']],
  ["import fs from 'node:fs';\nfs.promises.writeFile('a', 'b'); fs.readFileSync('c');", ['writeFile']],
  ["import * as fs from 'node:fs';\nconst { renameSync } = fs;", ['renameSync']],
  ["import { promises as files } from 'node:fs';\nfiles.mkdir('a');", ['mkdir']],
  ["import { openSync } from 'node:fs';\nopenSync(path.join('a'), 'wx');", ['open for writing']],
  ["import { constants, open } from 'node:fs/promises';\nopen('a', constants.O_RDWR);", ['open for writing']],
  ["const fs = await import('node:fs');", ['fs loaded at run-time']],
  ['const { rm } = await import(`node:fs/promises`);', ['fs loaded at run-time']],
  ["export { unlinkSync as gone } from 'node:fs';", ['unlinkSync']],
  ["import { openSync, statSync } from 'node:fs';\n// rm -rf\nopenSync('a', 'r'); process.stdout.write('x');", []],
  ["import type { Stats } from 'node:fs';\nconst rename = 1;", []],
])('%s is recognised', (source, calls) => {
  expect(mutatingCalls(source)).toEqual(calls);
});

test('only the places that DESIGN names change the file system', () => {
  const offenders: Record<string, string[]> = {};
  for (const file of sources()) {
    if (allowed.some((place) => place.test(file))) continue;
    const calls = mutatingCalls(readFileSync(path.join(root, file), 'utf8'));
    if (calls.length > 0) offenders[file] = calls;
  }
  expect(offenders).toEqual({});
});

/** What may start programs, and so remove by another's hand. */
const starters = /(?:from|import\(|require\(|getBuiltinModule\()\s*['"`](?:node:)?child_process['"`]/;

test('programs are started only to ask a tool or the system, and to help with the work on trees', () => {
  const found = sources().filter(
    (file) => !allowed.some((place) => place.test(file)) && starters.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(found.sort()).toEqual([
    'packages/core/src/system/create-tool-context.ts',
    'packages/core/src/system/processes.ts',
    'packages/disk/src/crew/crew.ts',
  ]);
});

test('the linter says so in the editor: it names the same calls and the same places', () => {
  const { overrides } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8')) as { overrides: Override[] };
  const { includes, linter } = overrides.find((one) => ruleOf(one)?.options.patterns !== undefined) as Override;
  const [pattern] = ruleOf({ includes, linter })?.options.patterns ?? [];
  const expression = new RegExp(`^(?:${pattern?.importNamePattern})$`);
  expect([...mutating, 'default', 'promises'].filter((name) => !expression.test(name))).toEqual([
    'createWriteStreamSync',
  ]);
  for (const name of ['readFileSync', 'openSync', 'stat', 'linkage']) expect(expression.test(name)).toBe(false);
  const free = includes.flatMap((glob) => (glob.startsWith('!packages/') ? [glob.slice(1).replace('**', 'x.ts')] : []));
  expect(free.filter((file) => !allowed.some((place) => place.test(file)))).toEqual([]);
  const { level } = ruleOf({ includes, linter }) ?? {};
  expect(level).toBe('error');
});

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly level: string;
          readonly options: { readonly patterns?: readonly { readonly importNamePattern: string }[] };
        };
      };
    };
  };
}

function ruleOf({ linter }: Override) {
  return linter.rules.style?.noRestrictedImports;
}

test('the rules see the sources', () => {
  expect(sources()).toContain('packages/core/src/index.ts');
});

function sources(): string[] {
  return ['apps', 'packages'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).flatMap((name) => {
      const folder = `${parent}/${name}/src`;
      const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
      return files
        .filter((file) => /\.[cm]?[jt]s$/.test(file))
        .map((file) => `${folder}/${file.split(path.sep).join('/')}`);
    }),
  );
}
