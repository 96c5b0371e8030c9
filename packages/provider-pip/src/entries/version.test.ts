import { execFileSync } from 'node:child_process';
import { findPythons, needs } from '@devclean/testkit/real-tools';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalVersion, isVersion } from './version.js';

describe('the version that was asked for', () => {
  test.for([
    ['1.0', '1.0.0'],
    ['1.0.0', 'v1'],
    ['1.0rc1', '1.0.0-RC.1'],
    ['1.0c1', '1.0-preview_1'],
    ['1.0a0', '1.0.alpha'],
    ['1.0.post2', '1.0-2'],
    ['1.0.post1', '1.0-rev1'],
    ['1.0.dev0', '1.0dev'],
    ['0!1.01', '1.1'],
    ['2.1+cu118', '2.1'],
    ['2.1+ubuntu.1', '2.1+Ubuntu-01'],
    ['1.2.3', '1.2.*'],
    ['1.2', '1.2.0.*'],
    ['1.2.post1', '1.2.*'],
    ['2.1+cu118', '2.1.*'],
    ['2004-spring', '2004-Spring'],
  ] as const)('%s is %s', ([version, asked]) => {
    expect(isVersion(version, asked)).toBe(true);
  });

  test.for([
    ['1.0', '1.0.1'],
    ['1.0rc1', '1.0'],
    ['1.0', '1.0rc1'],
    ['1.0.post1', '1.0'],
    ['1.0.dev1', '1.0'],
    ['1!1.0', '1.0'],
    ['2.1', '2.1+cu118'],
    ['2.1+cpu', '2.1+cu118'],
    ['1.20', '1.2.*'],
    ['1.2', '1.2rc1.*'],
    ['1.2', '*'],
    ['2004-spring', '2004'],
  ] as const)('%s is not %s', ([version, asked]) => {
    expect(isVersion(version, asked)).toBe(false);
  });

  test('is found without going through all the ways to read a hostile one', () => {
    expect(canonicalVersion(`1${'.1'.repeat(100_000)}!`)).toBeUndefined();
    expect(canonicalVersion(`1${'-1'.repeat(90)}!`)).toBeUndefined();
  });
});

const number = fc.oneof(fc.nat(3).map(String), fc.constantFrom('', '00', '010', '20240101', '9'.repeat(20)));
const separator = fc.constantFrom('', '.', '-', '_');
const part = (names: readonly string[]) =>
  fc
    .option(fc.tuple(separator, fc.constantFrom(...names), separator, number), { nil: [] })
    .map((parts) => parts.join(''));
const anyVersion = fc
  .tuple(
    fc.constantFrom('', '', 'v', ' '),
    fc.constantFrom('', '', '0!', '1!', '01!'),
    fc
      .array(fc.constantFrom('0', '00', '1', '2', '10', '01'), { minLength: 1, maxLength: 4 })
      .map((all) => all.join('.')),
    part(['a', 'alpha', 'B', 'beta', 'c', 'rc', 'RC', 'pre', 'preview', 'x']),
    fc.oneof(part(['post', 'rev', 'r']), fc.constantFrom('', '-1', '-02', '-')),
    part(['dev', 'DEV']),
    fc.constantFrom('', '', '+cpu', '+CPU.1', '+cpu-01', '+1', '+01', '+', '+a..b'),
  )
  .map((parts) => parts.join(''));

/** Of each pair: nothing when the second is no version, else whether `==second` takes the first, as pip itself says it. */
const question = `
import json, sys
from pip._vendor.packaging.specifiers import SpecifierSet, InvalidSpecifier
from pip._vendor.packaging.version import Version, InvalidVersion
def said(version, asked):
    try:
        Version(version)
        return SpecifierSet("==" + asked).contains(version, prereleases=True)
    except (InvalidVersion, InvalidSpecifier):
        return None
print(json.dumps([said(*pair) for pair in json.load(sys.stdin)]))
`;

test('pip and we agree on which versions are equal', needs('pip'), () => {
  const python = findPythons().at(-1) ?? '';
  // Of more than numbers, not even the versions of pip say the same where a prefix is longer than the release.
  const numbers = fc
    .array(fc.constantFrom('0', '1', '2', '10'), { minLength: 1, maxLength: 3 })
    .map((all) => all.join('.'));
  const near = fc.oneof(
    fc.tuple(anyVersion, anyVersion),
    fc.tuple(
      numbers,
      numbers.map((each) => `${each}.*`),
    ),
  );
  const pairs = fc.sample(near, 20_000);
  const said = JSON.parse(
    execFileSync(python, ['-I', '-c', question], { input: JSON.stringify(pairs), encoding: 'utf8' }),
  ) as (boolean | null)[];
  const different = pairs.filter(([version, asked], i) => said[i] !== null && said[i] !== isVersion(version, asked));
  expect(different).toEqual([]);
  // The pairs are not all of one sort.
  for (const answer of [true, false, null]) expect(said.filter((each) => each === answer).length).toBeGreaterThan(100);
});
