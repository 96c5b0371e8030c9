import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder, link } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { asOrdinaryUser, buildForChildren, giveToOrdinaryUser, inChild, needsOrdinaryUser } from '../../test/child.js';
import { home } from '../../test/toy.js';
import { expandPattern, matchPattern, patternProblem } from './pattern.js';

test.each([
  ['http-v2', 'http-v2', true],
  ['http-v2', 'HTTP-V2', false],
  ['http-v2', 'http-v2x', false],
  ['http-v2', 'http-v2/a', false],
  ['a.b', 'axb', false],
  ['(a|b)', 'a', false],
  ['*', 'anything at all\n', true],
  ['*', '.hidden', false],
  ['.*', '.hidden', true],
  ['.*', '..', false],
  ['.*/x', '../x', false],
  ['*.log', 'a.log', true],
  ['*.log', '.a.log', false],
  ['a*', 'a', true],
  ['v<digits>', 'v6', true],
  ['v<digits>', 'v', false],
  ['v<digits>', 'v6a', false],
  ['<hex>', '0fa9', true],
  ['<hex>', '0FA9', false],
  ['<version>', '8.10.2', true],
  ['<version>', '8.10.2-rc-1', true],
  ['<version>', '8', false],
  ['<version>', '8.10/x', false],
  ['a/<digits>/c', 'a/12/c', true],
  ['a/<digits>/c', 'a/12', false],
])('%j matches %j: %s', (pattern, name, expected) => {
  expect(matchPattern(pattern, name)).toBe(expected);
});

test.each([
  ['', 'it is empty'],
  ['/etc', 'every segment must be a name'],
  ['a//b', 'every segment must be a name'],
  ['a/', 'every segment must be a name'],
  ['..', 'every segment must be a name'],
  ['a/../b', 'every segment must be a name'],
  ['./a', 'every segment must be a name'],
  ['a/**', 'there is no ** in patterns'],
  ['a\\b', 'it contains a backslash or NUL'],
  ['a\0', 'it contains a backslash or NUL'],
  ['<any>', '"<any>" holds an unknown <token>'],
])('%j is no pattern', (pattern, problem) => {
  expect(patternProblem(pattern)).toBe(problem);
});

describe('in a folder', () => {
  buildForChildren();

  test('matches come in a stable order, as absolute paths', () => {
    const { path: root } = home({ a: { '10': {}, '9': {}, x: {} }, b: '' });
    expect(expandPattern(root, 'a/<digits>')).toEqual([`${root}/a/10`, `${root}/a/9`]);
    expect(expandPattern(root, 'b')).toEqual([`${root}/b`]);
    expect(expandPattern(root, 'b/c')).toEqual([]);
    expect(expandPattern(`${root}/b`, 'c')).toEqual([]);
    expect(expandPattern(`${root}/nowhere`, '*')).toEqual([]);
    expect(expandPattern('/', 'proc')).toEqual(['/proc']);
  });

  test('a link is an item by itself and is never followed', () => {
    const { path: root } = home({ real: { inside: 'x' }, linked: link('real'), dangling: link('nowhere') });
    expect(expandPattern(root, '*')).toEqual([`${root}/dangling`, `${root}/linked`, `${root}/real`]);
    expect(expandPattern(root, '*/inside')).toEqual([`${root}/real/inside`]);
    expect(expandPattern(root, 'linked/inside')).toEqual([]);
  });

  test.runIf(process.platform === 'linux')(
    'a name that is not UTF-8 matches nothing, nor makes its look-alike match',
    () => {
      const { path: root } = home({ 'bad-\uFFFD': 'innocent' });
      writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]), 'not UTF-8');
      expect(expandPattern(root, 'bad-*')).toEqual([`${root}/bad-\uFFFD`]);
    },
  );

  test('what cannot be looked into may match', needsOrdinaryUser, async () => {
    const { path: root } = home({ closed: folder({}, { mode: 0 }), open: {} });
    giveToOrdinaryUser(path.dirname(root));
    const code = `
      const { expandPattern, patternExists, patternMayExist } = await module('provider/pattern.js');
      const unreadable = [];
      const found = expandPattern(home, '*/token', (folder) => unreadable.push(folder));
      const mayExist = ['closed/token', 'closed/*', 'open/token'].map((one) => patternMayExist(home, one));
      return { found, unreadable, exists: patternExists(home, 'closed/token'), mayExist };`;
    expect(await inChild(code, root, asOrdinaryUser)).toEqual({
      found: [],
      unreadable: [`${root}/closed`],
      exists: false,
      mayExist: [true, true, false],
    });
  });
});
