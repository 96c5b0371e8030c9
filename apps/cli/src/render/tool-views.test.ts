import type { ContextReport, ToolView } from '@devclean/core';
import { expect, test } from 'vitest';
import { pipe } from '../../test/looks.js';
import { toolViewLines } from './tool-views.js';

const contexts = ['a', 'b', 'c', 'd', 'e'].map((id): ContextReport => ({ id, label: id, caching: 'on' }));
const view: ToolView = {
  of: 'pip 23.0',
  contexts: ['a'],
  command: 'pip cache info',
  figures: [{ label: 'Number of HTTP files', value: 0, unit: 'files', text: '0' }],
  besides: [
    { what: 'downloads of others', files: 1200, bytes: 2_500_000, counted: false },
    { what: 'half written', files: 1, bytes: 12, counted: true },
  ],
};

test('what a tool says, what it leaves out, and what it counts without a word', () => {
  expect(toolViewLines([view], contexts, pipe).join('\n')).toMatchInlineSnapshot(`
    "  pip 23.0 (a): pip cache info says
        Number of HTTP files  0
        and does not count
          1,200 files  2.50 MB  downloads of others
        of what it counts
          1 file  12 B  half written"
  `);
});

test('who sees it so is named unless all do', () => {
  const heading = (ids: readonly string[]) => toolViewLines([{ ...view, contexts: ids }], contexts, pipe)[0]?.trim();
  expect(heading(['a', 'b', 'c', 'd', 'e'])).toBe('pip 23.0: pip cache info says');
  expect(heading(['a', 'b', 'c', 'd'])).toBe('pip 23.0 (a, b and 2 more): pip cache info says');
  expect(heading([])).toBe('pip 23.0: pip cache info says');
});

test('a tool that has no such command', () => {
  const { command: _, ...silent } = { ...view, figures: [] };
  expect(toolViewLines([silent], contexts, pipe).slice(0, 2)).toEqual([
    '  pip 23.0 (a) has no command that tells what is in it',
    '    there are',
  ]);
});
