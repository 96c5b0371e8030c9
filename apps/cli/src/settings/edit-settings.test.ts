import { expect, test } from 'vitest';
import { editedSettings } from './edit-settings.js';

const mine = `{
  // what I never need
  "exclude": [
    "gradle", // work
    "npm"
  ],
  "keep": "24h"
}
`;

test('a value takes another’s place, and comments stay', () => {
  expect(editedSettings(mine, ['keep'], { to: '1h' })).toBe(mine.replace('24h', '1h'));
});

test('a list gets more, once each', () => {
  const text = editedSettings(mine, ['exclude'], { add: ['npm', 'maven', 'maven'] });
  expect(text).toContain('// what I never need');
  expect(text).toContain('"gradle", // work');
  expect(text.match(/"npm"|"maven"/g)).toEqual(['"npm"', '"maven"']);
});

test('single values go out of a list', () => {
  const text = editedSettings(mine, ['exclude'], { remove: ['npm'] });
  expect(text).toContain('// what I never need');
  expect(text).not.toContain('npm');
});

test('a setting goes, and what is not there cannot', () => {
  expect(editedSettings(mine, ['keep'], { remove: 'all' })).not.toContain('keep');
  expect(editedSettings(mine, ['color'], { remove: 'all' })).toBe(mine);
});

test.each([undefined, '', '  \n'])('a file begins: %j', (text) => {
  expect(JSON.parse(editedSettings(text, ['locations', 'pip'], { to: ['/data/pip'] }))).toEqual({
    locations: { pip: ['/data/pip'] },
  });
});

test.each(['[]', '"keep"', 'null'])('%s is no object, and not ours to mend', (text) => {
  expect(() => editedSettings(text, ['keep'], { to: '1h' })).toThrow('holds no object');
});
