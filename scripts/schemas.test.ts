import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closed, documents, schemasOf, writtenFileSchemas } from './schemas.mjs';

const root = path.resolve(import.meta.dirname, '..');

test('the schemas are what the types say (npm run generate)', () => {
  for (const { output, text } of [...schemasOf(root, documents), ...writtenFileSchemas(root)]) {
    expect(readFileSync(path.join(root, output), 'utf8'), output).toBe(text);
  }
});

describe('a schema of a type', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'devclean-schemas-'));
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'tsconfig.base.json'), readFileSync(path.join(root, 'tsconfig.base.json')));
    writeFileSync(path.join(folder, 'src', 'usage.ts'), 'export interface Usage { files: number; complete: boolean }');
    writeFileSync(
      path.join(folder, 'src', 'report.ts'),
      `import type { Usage } from './usage.js';
       export type Found = 'found' | 'absent';
       /** What a scan found. */
       export interface Report {
         readonly schema: 'devclean.sample/1';
         readonly totals: Usage;
         readonly providers: ReadonlyArray<{ readonly id: string; readonly state: Found; readonly path: string | null; readonly hint?: string }>;
       }`,
    );
    writeFileSync(path.join(folder, 'src', 'index.ts'), "export type { Report } from './report.js';");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const good = {
    schema: 'devclean.sample/1',
    totals: { files: 1, complete: true },
    providers: [{ id: 'pip', state: 'found', path: null }],
  };
  test.each([
    ['what the type allows', good, true],
    ['an optional field', { ...good, providers: [{ ...good.providers[0], hint: 'x' }] }, true],
    ['a field that a later version adds', { ...good, more: 1 }, true],
    ['a missing field', { schema: 'devclean.sample/1', providers: [] }, false],
    ['another schema', { ...good, schema: 'devclean.sample/2' }, false],
    ['a word that is not in the union', { ...good, providers: [{ id: 'pip', state: 'lost', path: null }] }, false],
  ])('tells %s', (_, document, valid) => {
    for (const source of ['src/report.ts', 'src/index.ts']) {
      const [schema] = schemasOf(folder, [{ type: 'Report', source, output: 'report.schema.json' }]);
      expect(new Ajv({ strict: true }).validate(JSON.parse(schema?.text ?? ''), document)).toBe(valid);
    }
  });

  test.each([
    ['what the type allows', good, true],
    ['a field that no type names', { ...good, more: 1 }, false],
    ['such a field further down', { ...good, totals: { files: 1, complete: true, more: 1 } }, false],
  ])('tells %s, when it is closed', (_, document, valid) => {
    const [schema] = schemasOf(folder, [{ type: 'Report', source: 'src/report.ts', output: 'report.schema.json' }]);
    expect(new Ajv({ strict: true }).validate(closed(JSON.parse(schema?.text ?? '')), document)).toBe(valid);
  });
});
