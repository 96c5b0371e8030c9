import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ScanReport } from '@devclean/core';
import { createHome, runTool, type ThrowAwayHome } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { devclean, executable } from './devclean.js';
import { newPackage } from './new-package.js';
import { startWorkspaceRegistry } from './workspace-registry.js';

const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/writing-a-provider.md'), 'utf8');

/** A code block: commands to run, a file to write, or a part of a file to put in the place of the one that is there. */
interface Block {
  readonly language: string;
  readonly file: string;
  readonly part: string | undefined;
  readonly text: string;
}

const blocks = [...document.matchAll(/^```(\w+)(?: ([^\s#]+)(?:#(\w+))?)?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', file = '', part, text = '']): Block => ({ language, file, part, text }),
);

/** As a reader would: a part that begins with a function is one, any other is a property of the cache. */
function withPart(source: string, part: string, text: string): string {
  const [before, after] = /^(\/\*\*|async function|function)/.test(text)
    ? [new RegExp(`(?:/\\*\\*[^/]*\\*/\\n)?(?:async )?function\\*? ${part}\\([\\s\\S]*?^\\}\\n`, 'm'), text]
    : [
        new RegExp(`^ {6}${part}:(?: [^\\n]*,\\n| [^\\n]*[[{]\\n[\\s\\S]*?^ {6}[\\]}],\\n)`, 'm'),
        text.replaceAll(/^(?=.)/gm, '      '),
      ];
  if (before.test(source)) return source.replace(before, () => after);
  const last = /^ {6}entries,\n/m;
  expect(source, `the place for ${part}`).toMatch(last);
  return source.replace(last, (line) => `${after}${line}`);
}

test('each block is one that this test knows what to do with', () => {
  expect(blocks.length).toBe(document.match(/^```\w/gm)?.length);
  for (const { language, file } of blocks) {
    if (language === 'sh') expect(file).toBe('');
    else expect(['js', 'json', 'ts']).toContain(language);
    if (language !== 'sh') expect(file, 'the file of a block').toMatch(/\.(js|json|ts)$/);
  }
});

test('followed word for word in an empty folder, it ends with both tools in a scan', { timeout: 300_000 }, async () => {
  const home = createHome({
    '.cache/black/25.1.0': { 'cache.-.88.pickle': 'x'.repeat(5_000) },
    '.cache/trivy': {
      'db/metadata.json': '{}',
      'db/trivy.db': 'x'.repeat(9_000),
      'fanal/fanal.db': 'x',
      'mine.txt': '',
    },
  });
  onTestFinished(() => home.remove());
  const registry = await startWorkspaceRegistry();
  onTestFinished(() => registry.close());
  let { path: folder } = newPackage(home, registry, 'work');
  putOnPath(home);

  let said = '';
  for (const { language, file, part, text } of blocks) {
    if (language === 'sh') {
      const script = `set -e\nPATH="$HOME/bin:$PATH"\n${text}\npwd > "$HOME/.where"\n`;
      said = await runTool(home, ['sh', '-c', script], { cwd: folder, timeout: 240_000 });
      folder = readFileSync(path.join(home.path, '.where'), 'utf8').trim();
      if (text.includes('devclean scan\n')) expect(said).toContain('Black');
      continue;
    }
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, part === undefined ? text : withPart(readFileSync(target, 'utf8'), part, text));
  }

  const report = JSON.parse((await devclean(home, ['scan', '--json'])).stdout) as ScanReport;
  const found = report.providers.filter(({ origin }) => origin === 'plugin');
  expect(Object.fromEntries(found.map(({ id, state, usage }) => [id, { state, files: usage.files }]))).toEqual({
    black: { state: 'found', files: 1 },
    trivy: { state: 'found', files: 4 },
  });
  const { spec } = await import(path.join(folder, 'dist/spec.js'));
  expect(spec.caches[0]).toMatchObject({
    sections: [{ id: 'databases' }, { id: 'results' }],
    inUse: { locks: [{ kind: 'flock' }] },
    native: [{ use: 'on-request' }],
    entries: expect.any(Function),
  });
  expect((await devclean(home, ['trivy', 'list'])).stdout).toMatch(/ db {2}database /);
  expect(execFileSync('tar', ['-tzf', path.join(folder, 'devclean-trivy-0.1.0.tgz')], { encoding: 'utf8' })).toContain(
    'package/dist/spec.js',
  );
});

/** `devclean` as an author has it. */
function putOnPath(home: ThrowAwayHome): void {
  home.write({ 'bin/devclean': `#!/bin/sh\nexec ${process.execPath} ${executable} "$@"\n` });
  chmodSync(path.join(home.path, 'bin/devclean'), 0o755);
}
