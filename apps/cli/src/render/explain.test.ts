import type { ExplainDocument } from '@devclean/core';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { screen, terminal } from '../../test/looks.js';
import { usage } from '../../test/machines.js';
import { renderExplain, renderExplanation } from './explain.js';

const document: ExplainDocument = {
  schema: 'devclean.explain/1',
  id: 'toy',
  title: 'Toy',
  homepage: 'https://toy.example',
  summary: 'Toys that were downloaded',
  section: 'soul',
  caches: [
    {
      id: 'toy',
      docs: 'https://toy.example/a/very/long/address/that/no/narrow/terminal/holds',
      places: ['$TOY_CACHE', '~/.cache/toy'],
      sections: [{ id: 'soul', title: 'Souls', safety: 'risky', cost: 'It stops working.', contains: 'packages' }],
      commands: [
        {
          command: 'toy clean LOCATION',
          run: 'on-request',
          sections: ['soul'],
          since: '2.0',
          leaves: 'what is in use',
        },
        { command: 'toy wipe', run: 'never', effect: 'Takes all.' },
      ],
      keep: ['token'],
      usedBy: { commands: ['toy install'], locks: ['lock'] },
    },
  ],
  here: [
    {
      path: '/home/ada/.cache/toy',
      active: true,
      state: 'recognised',
      sections: [
        {
          id: 'soul',
          safety: 'risky',
          usage: usage(5_000_000),
          lastUsedAt: '2026-01-02T03:04:05Z',
          lastUsedFrom: 'atime',
        },
      ],
    },
  ],
};

test('what a part is, what losing it costs, how the tool clears it, and what of it is here', () => {
  expect(renderExplain(document, terminal(80))).toBe(screen`
    Toy · Toys that were downloaded

      soul  risky  Souls. It stops working. Other people’s packages lie unpacked in
                   it. Goes only with --section toy/soul.

      risky         something stops working until you act
      where         $TOY_CACHE or ~/.cache/toy
      never taken   token
      in use while  toy install runs or something holds lock
      its command   toy clean LOCATION: Leaves what is in use. Clears toy/soul (from
                    version 2.0 on). What --via native runs.
                    toy wipe: Takes all.
      read more     https://toy.example/a/very/long/address/that/no/narrow/terminal/holds

    On this machine
      ~/.cache/toy
        soul  5.00 MB  risky  Last read 2026-01-02.
  `);
});

test('what no machine has a say in stands by itself', () => {
  expect(renderExplain(document, terminal())).toContain(renderExplanation(document, terminal()));
  expect(renderExplanation(document, terminal())).not.toContain('On this machine');
});

test('it is said where none of it is here', () => {
  expect(renderExplain({ ...document, here: [] }, terminal())).toContain('\n\nNothing of it is on this machine now.');
});

test.each([50, 80, 120])('it fits into %d columns, but for an address, which stays whole', (width) => {
  for (const line of renderExplain(document, terminal(width)).split('\n')) {
    if (!line.includes('https://')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  }
});

test('what a plugin says cannot command a terminal', () => {
  const [cache] = document.caches;
  const hostile = { ...document, caches: [{ ...cache, docs: '\u001b[2J' }] } as ExplainDocument;
  expect(renderExplain(hostile, terminal())).not.toContain('\u001b');
});
