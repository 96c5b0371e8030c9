import { describe, expect, test } from 'vitest';
import { entry, list, location, report, section, tool } from '../../test/machine.js';
import { mapData } from '../map-data.js';
import { createModel, type Loss, landing, lossesOf, nameOf, pathTo, searchMap, stepUp } from './model.js';
import { inOrder, rowsOf } from './rows.js';

const npmEntries = [entry('react', '19.0.0', 300), entry('react-dom', '19.0.0', 500), entry('vue', '3.5.0', 100)];
const model = createModel(
  mapData(
    report(
      tool('npm', [location('/home/ada/.npm', [section('cacache', 'safe', 900), section('npx', 'costly', 50)])]),
      tool('pip', [
        location('/home/ada/.cache/pip', [section('http', 'safe', 200)]),
        location('/mnt/pip', [section('wheels', 'costly', 70)]),
      ]),
    ),
    [list('npm', npmEntries)],
  ),
);
const { root, nodes } = model;
const named = (name: string) => nodes.find((node) => nameOf(node) === name) ?? root;
const found = (words: string, ...hidden: Loss[]) => searchMap(model, { words, hidden: new Set(hidden) });

describe('a search', () => {
  test.each([
    ['', 1220],
    ['react', 800],
    ['REACT dom', 500],
    ['react@19', 300],
    ['npm', 950],
    ['npm vue', 100],
    ['pip vue', 0],
    ['costly', 120],
    ['downloads nowhere', 0],
  ])('for "%s" finds %d bytes', (words, size) => {
    expect(found(words).weigh(root)).toBe(size);
  });

  test('gives to each node what was found of it', () => {
    const { weigh, matches } = found('react');
    expect(['npm', '/home/ada/.npm', 'cacache', 'npx', 'vue@3.5.0', 'pip'].map((name) => weigh(named(name)))).toEqual([
      800, 800, 800, 0, 0, 0,
    ]);
    expect(matches.map(nameOf)).toEqual(['react-dom@19.0.0', 'react@19.0.0']);
  });

  test('leaves out what is hidden', () => {
    expect(found('', 'safe').weigh(root)).toBe(120);
    expect(found('npm', 'costly').weigh(root)).toBe(900);
    expect(found('', 'safe', 'costly', 'risky', 'kept').weigh(root)).toBe(0);
  });
});

test('a tool with one location shows what is in it, on the way down and on the way up', () => {
  expect(landing(named('npm'))).toBe(named('/home/ada/.npm'));
  expect(landing(named('pip'))).toBe(named('pip'));
  expect(stepUp(named('cacache'))).toBe(named('/home/ada/.npm'));
  expect(stepUp(named('/home/ada/.npm'))).toBe(root);
  expect(stepUp(named('/mnt/pip'))).toBe(named('pip'));
  expect(stepUp(root)).toBeUndefined();
  expect(pathTo(named('vue@3.5.0')).map(nameOf)).toEqual([
    'This machine',
    'npm',
    '/home/ada/.npm',
    'cacache',
    'vue@3.5.0',
  ]);
});

test('what has parts of several losses has all of them', () => {
  expect(lossesOf(named('npm'))).toEqual(['safe', 'costly']);
  expect(lossesOf(named('wheels'))).toEqual(['costly']);
});

test('a command that takes more than it says has a note', () => {
  const { nodes: several, detailsOf } = createModel(
    mapData(report(tool('npm', [location('/home/ada/.npm', [section('cacache', 'safe', 30)])])), [
      list('npm', [entry('a', undefined, 20), entry('a', '1', 10)]),
    ]),
  );
  const [whole, one] = several.filter(({ kind }) => kind === 'entry');
  expect(whole && detailsOf(whole).commandNote).toBe('Takes every version of a.');
  expect(one && detailsOf(one)).toMatchObject({ command: 'devclean npm remove a@1' });
  expect(one && detailsOf(one)).not.toHaveProperty('commandNote');
});

describe('the rows of the table', () => {
  const { weigh } = found('');
  const rows = (level: Parameters<typeof rowsOf>[1]['level'], focus = root, search = found('')) =>
    rowsOf(nodes, { focus, found: search, level });

  test('are the parts of a node, or whatever lies below it at one level', () => {
    expect(rows('parts').map(nameOf)).toEqual(['npm', 'pip']);
    expect(rows('sections').map(nameOf)).toEqual(['cacache', 'npx', 'http', 'wheels']);
    expect(rows('entries', named('npm')).map(nameOf)).toEqual(['react-dom@19.0.0', 'react@19.0.0', 'vue@3.5.0']);
    expect(rows('entries', named('pip'))).toEqual([]);
    expect(rows('entries', root, found('vue')).map(nameOf)).toEqual(['vue@3.5.0']);
    expect(rows('found', root, found('costly')).map(nameOf)).toEqual(['npx', 'wheels']);
    expect(rows('found', named('pip'), found('costly')).map(nameOf)).toEqual(['wheels']);
  });

  test('are sorted by every column', () => {
    const sorted = (column: Parameters<typeof inOrder>[1]['column'], descending = false) =>
      inOrder(rows('sections'), { column, descending }, weigh).map(nameOf);
    expect(sorted('name')).toEqual(['cacache', 'http', 'npx', 'wheels']);
    expect(sorted('name', true)).toEqual(['wheels', 'npx', 'http', 'cacache']);
    expect(sorted('size')).toEqual(['npx', 'wheels', 'http', 'cacache']);
    // Within the same: what gives back most first.
    expect(sorted('loss')).toEqual(['cacache', 'http', 'wheels', 'npx']);
    expect(sorted('where')).toEqual(['cacache', 'npx', 'http', 'wheels']);
  });
});
