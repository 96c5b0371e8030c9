import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { colourful, plain, screen, terminal } from '../../test/looks.js';
import { developer, location, provider, report, section } from '../../test/machines.js';
import { renderTree } from './tree.js';

test('a machine as a tree, at 80 columns', () => {
  expect(renderTree(developer, terminal())).toBe(screen`
    All together              4.97 GB
    ├─ Gradle                 3.15 GB  ████████████████
    │  └─ ~/.gradle           3.15 GB  ████████████████  in use
    │     ├─ modules          1.90 GB  █████████▋        costly
    │     ├─ wrapper           812 MB  ████▏             costly
    │     ├─ jdks              330 MB  █▋                risky
    │     ├─ daemon-logs      12.0 MB  ▏                 safe
    │     └─ the rest         96.0 MB  ▌                 kept
    ├─ pip                    1.12 GB  █████▋
    │  ├─ ~/.cache/pip        1.06 GB  █████▍
    │  │  ├─ http              940 MB  ████▊             safe
    │  │  ├─ wheels            120 MB  ▋                 costly
    │  │  └─ the rest         4.10 kB  ▏                 kept
    │  └─ /mnt/big/pip-cache  55.0 MB  ▎                 leftover
    │     ├─ http             55.0 MB  ▎                 safe
    │     └─ the rest         4.10 kB  ▏                 kept
    └─ npm                     700 MB  ███▌
       └─ ~/.npm               700 MB  ███▌
          ├─ cacache           700 MB  ███▌              safe
          ├─ logs              300 kB  ▏                 safe
          └─ the rest         4.10 kB  ▏                 kept
  `);
});

test.each([40, 50, 80, 120])('no line is wider than a terminal of %d columns, and none is broken', (width) => {
  const long = provider('pip', 'pip', [
    location(`/home/ada/${'deep/'.repeat(30)}pip`, [section(`long-${'section-'.repeat(12)}`, 'safe', 1e9)]),
  ]);
  for (const look of [terminal(width), { ...plain, width }]) {
    const lines = renderTree(report([...developer.providers, long]), look).split('\n');
    expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
    expect(lines).toHaveLength(25);
  }
});

test('colour says nothing that a word does not say too, and ASCII is enough', () => {
  const text = renderTree(developer, colourful);
  expect(text).toContain('\u001b[33mcostly\u001b[39m');
  expect(colourful.colors.strip(text)).toBe(renderTree(developer, terminal()));
  expect(renderTree(developer, plain)).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a tool that failed is named, and a path cannot speak to the terminal', () => {
  const failed = provider('sbt', 'sbt', [], {
    state: 'failed',
    error: { code: 'PROVIDER_FAILED', message: 'It threw up.' },
  });
  const evil = provider('npm', 'npm', [
    location('/tmp/\u001b[31mred', [section('x', 'safe', 10)], { state: 'protected' }),
  ]);
  const text = renderTree(report([evil, failed]), terminal());
  expect(text).toContain('/tmp/\\x1b[31mred');
  expect(text).toContain('left alone');
  expect(text).toMatch(/\nsbt could not be looked at: It threw up\.$/);
});
