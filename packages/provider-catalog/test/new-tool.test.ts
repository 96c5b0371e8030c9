import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeProvider } from '@devclean/testkit/contract';
import { afterAll, expect, test } from 'vitest';
import { newTool } from '../scripts/new-tool.mjs';

const files = newTool({ id: 'my-tool', title: 'My tool’s', homepage: 'https://my-tool.example/cache' });
const folder = mkdtempSync(path.join(tmpdir(), 'devclean-new-tool-'));
mkdirSync(path.join(folder, 'node_modules'));
symlinkSync(path.join(import.meta.dirname, '../node_modules/@devclean'), path.join(folder, 'node_modules/@devclean'));
mkdirSync(path.join(folder, 'src'));
symlinkSync(path.join(import.meta.dirname, '../src/define-tool.ts'), path.join(folder, 'src/define-tool.ts'));
for (const [name, text] of Object.entries(files)) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}
afterAll(() => rmSync(folder, { recursive: true }));

const { myTool } = await import(path.join(folder, 'src/tools/my-tool.ts'));
const cases = await import(path.join(folder, 'test/tools/my-tool.ts'));

describeProvider(myTool, cases.myTool);

test('nobody takes it for proven', () => {
  expect(myTool.knownFrom).toBe('documentation');
  const proof = readFileSync(path.join(folder, 'proofs/tools/my-tool.proof.ts'), 'utf8');
  for (const step of ['version', 'fill', 'works'])
    expect(proof).toMatch(new RegExp(`^ {2}${step}: \\(\\) => toDo\\(`, 'm'));
  expect(proof).toContain('throw new Error(`To do: ');
});
