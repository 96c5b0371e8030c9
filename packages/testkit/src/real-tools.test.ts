import { expect, test } from 'vitest';
import { findPythons, findTool, hasTool, needs } from './real-tools.js';

test('a tool that is on the PATH leaves the test alone', () => {
  expect(findTool('node')).toMatch(/node(\.exe)?$/);
  expect(needs('node')).toEqual({ skip: false, meta: {} });
});

test('a tool that is nowhere skips the test and is named to the reporter', () => {
  expect(hasTool('no-such-tool')).toBe(false);
  expect(needs('node', 'no-such-tool')).toEqual({ skip: true, meta: { missingTools: ['no-such-tool'] } });
});

test('an interpreter counts once, whatever names it goes by', needs('python3'), () => {
  const pythons = findPythons();
  expect(new Set(pythons).size).toBe(pythons.length);
});
