import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CacheProvider } from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { catalogIndex } from '../scripts/catalog-index.mjs';
import * as catalog from '../src/index.js';

const root = path.resolve(import.meta.dirname, '..');
const tools: readonly CacheProvider[] = Object.values(catalog);
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

test('the catalog is what lies in src/tools (npm run generate)', () => {
  expect(read('src/index.ts')).toBe(catalogIndex().text);
});

test('each tool has a file of its own name, and so have its cases and its proof', () => {
  const ids = tools.map(({ id }) => id).sort();
  const names = (folder: string, end: string) =>
    readdirSync(path.join(root, folder))
      .map((name) => name.slice(0, -end.length))
      .sort();
  expect(names('src/tools', '.ts')).toEqual(ids);
  expect(names('test/tools', '.ts')).toEqual(ids);
  const proven = tools
    .filter(({ knownFrom }) => knownFrom === undefined)
    .map(({ id }) => id)
    .sort();
  expect(names('proofs/tools', '.proof.ts')).toEqual(proven);
  expect(names('proofs/proven', '.json')).toEqual(proven);
});

test('half of the tools take forty lines, or fewer', () => {
  const lengths = tools.map(({ id }) => read(`src/tools/${id}.ts`).trimEnd().split('\n').length).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(40);
});

describe.each(tools.map((tool) => [tool.title, tool] as const))('%s', (_, tool) => {
  test('is data alone', () => {
    for (const cache of [...tool.caches, ...(tool.managed ?? [])]) {
      expect(Object.entries(cache).filter(([, value]) => typeof value === 'function')).toEqual([]);
    }
  });

  test('is known to a reader of docs/providers.md', () => {
    expect(existsSync(path.join(root, '../../docs/providers.md'))).toBe(true);
    expect(read('../../docs/providers.md')).toContain(`\`devclean ${tool.id}\``);
  });
});
