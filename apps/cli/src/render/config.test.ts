import type { ConfigDocument } from '@devclean/core';
import { expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { renderChange, renderConfig, renderValue } from './config.js';

const file = '/home/ada/.config/devclean/settings.json';
const protect = {
  name: 'protect',
  value: ['/home/ada/work', '/srv'],
  from: 'settings',
  by: file,
  line: 3,
  says: 'never removed',
} as const;
const document = {
  schema: 'devclean.config/1',
  file,
  exists: true,
  settings: [
    protect,
    { name: 'color', value: 'never', from: 'environment', by: 'NO_COLOR', says: 'whether text is coloured' },
    { name: 'exclude', value: [], from: 'default', says: 'left out' },
    {
      name: 'locations',
      value: { pip: ['/data/pip', '/mnt/pip'] },
      from: 'settings',
      by: file,
      line: 5,
      says: 'looked at',
    },
  ],
} as unknown as ConfigDocument;

test('each setting with what says so', () => {
  expect(renderConfig(document, terminal(100))).toBe(screen`
    ~/.config/devclean/settings.json

      protect    ~/work, /srv              line 3    never removed
      color      never                     NO_COLOR  whether text is coloured
      exclude    nothing                   default   left out
      locations  pip: /data/pip, /mnt/pip  line 5    looked at
  `);
});

test('a file that is not there is said to be none', () => {
  expect(renderConfig({ ...document, exists: false }, terminal())).toContain('not there yet');
});

test('a value for programs', () => {
  expect(document.settings.map((entry) => renderValue(entry))).toEqual([
    ['/home/ada/work', '/srv'],
    ['never'],
    [],
    ['pip\t/data/pip', 'pip\t/mnt/pip'],
  ]);
  expect(renderValue(document.settings[3] as (typeof document.settings)[number], 'pip')).toEqual([
    '/data/pip',
    '/mnt/pip',
  ]);
});

test('what became of a change, and what is no longer in a list', () => {
  const changed = { ...document, settings: [protect], changed: true, dropped: ['/old'] } as unknown as ConfigDocument;
  expect(renderChange(changed, 'protect', terminal())).toBe('protect is ~/work, /srv. No longer: /old.');
  expect(renderChange({ ...changed, changed: false, dropped: [] }, 'protect', terminal())).toBe(
    'protect is already ~/work, /srv.',
  );
});
