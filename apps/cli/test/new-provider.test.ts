import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewProviderDocument, ProvidersDocument, ScanReport } from '@devclean/core';
import { createHome, type ThrowAwayHome, type Tree } from '@devclean/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exampleFiles, exampleWords } from '../scripts/plugin-template.mjs';
import { devclean } from './devclean.js';
import { newPackage } from './new-package.js';
import { schemaErrors } from './schemas.js';
import { startWorkspaceRegistry } from './workspace-registry.js';

function home(tree: Tree = {}): ThrowAwayHome {
  const made = createHome(tree);
  onTestFinished(() => made.remove());
  return made;
}

/** Every file below a folder, by its path. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

test('the example is what the command writes for its tool', async () => {
  const made = home();
  const { id, title, homepage, summary } = exampleWords;
  const flags = ['--title', title, '--homepage', homepage, '--summary', summary];
  const run = await devclean(made, ['providers', 'new', id, 'example', ...flags]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(filesIn(path.join(made.path, 'example'))).toEqual(exampleFiles());
});

test('it says what it wrote, and what comes next', async () => {
  const made = home();
  const run = await devclean(made, ['providers', 'new', 'my-tool']);
  expect(run.stdout).toContain('Wrote a plugin for My-tool to devclean-my-tool.\n\n  cd devclean-my-tool\n');
  const files = filesIn(path.join(made.path, 'devclean-my-tool'));
  expect(Object.values(files).filter((text) => /black|\{\{\w/i.test(text))).toEqual([]);
  expect(files['src/spec.ts']).toContain("{ from: 'env', variable: 'MY_TOOL_CACHE_DIR' }");

  const { stdout } = await devclean(made, ['providers', 'new', 'toy', 'elsewhere', '--json']);
  const document = JSON.parse(stdout) as NewProviderDocument;
  expect(document).toMatchObject({ id: 'toy', folder: path.join(made.path, 'elsewhere') });
  expect(document.files).toEqual(Object.keys(exampleFiles()));
  expect(schemaErrors(document)).toBe('No errors');
});

test.each<[string, string[], string]>([
  ['a bad name', ['Toy!'], 'its id must be lower-case letters, digits and dashes'],
  ['the name of a command', ['scan'], '"scan" is the name of a command or of a tool that devclean knows'],
  ['the name of a tool', ['pip'], '"pip" is the name of a command or of a tool that devclean knows'],
  ['no address', ['toy', '--homepage', 'ftp://toy'], 'its homepage must be an https address'],
  ['a title of two lines', ['toy', '--title', 'Toy\nJoy'], 'is not one line'],
  ['a folder with something in it', ['toy', 'full'], 'there is something in it already'],
])('%s is refused, and nothing written', async (_, args, message) => {
  const made = home({ full: { 'mine.txt': 'mine' } });
  const run = await devclean(made, ['providers', 'new', ...args]);
  expect(run.code).toBe(2);
  expect(run.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  expect(readdirSync(made.path)).toEqual(['full']);
  expect(readdirSync(path.join(made.path, 'full'))).toEqual(['mine.txt']);
});

describe('what it wrote, in a folder outside of the workspace, with packages as they would be published', () => {
  test('builds, passes, packs, and brings its tool to devclean', { timeout: 300_000 }, async () => {
    const made = home();
    const registry = await startWorkspaceRegistry();
    onTestFinished(() => registry.close());
    await devclean(made, ['providers', 'new', 'toy', 'devclean-toy', '--title', "Toy's"]);
    const { path: folder, run } = newPackage(made, registry, 'devclean-toy');
    await run('npm', 'install');
    await run('npm', 'run', 'build');
    expect(await run('npm', 'test')).toMatch(/Tests .*25 passed/);
    await run('npm', 'pack');
    expect(existsSync(path.join(folder, 'devclean-toy-0.1.0.tgz'))).toBe(true);

    made.write({ '.cache/toy/1.2.3': { 'cache.0f3a.pickle': 'x'.repeat(5_000) } });
    expect(await devclean(made, ['plugins', 'link', folder, '--yes'])).toMatchObject({ code: 0 });
    const known = JSON.parse((await devclean(made, ['providers', '--json'])).stdout) as ProvidersDocument;
    expect(known.providers).toContainEqual(expect.objectContaining({ id: 'toy', title: "Toy's", origin: 'plugin' }));
    const report = JSON.parse((await devclean(made, ['scan', '--json'])).stdout) as ScanReport;
    expect(report.providers.find(({ id }) => id === 'toy')).toMatchObject({ state: 'found', usage: { files: 1 } });
    expect((await devclean(made, ['toy', 'list'])).stdout).toContain('1.2.3');
    expect(await devclean(made, ['toy', 'purge', '--yes'])).toMatchObject({ code: 0 });
    expect(existsSync(path.join(made.path, '.cache/toy/1.2.3'))).toBe(false);
  });
});
