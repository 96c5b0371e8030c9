import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { colourful, pipe, plain, screen, terminal } from '../../test/looks.js';
import { developer, location, provider, report, section, usage } from '../../test/machines.js';
import { renderScan } from './scan.js';

const gain = (bytes: number, isMost = false) => ({ bytes, isMost });
const sweep = { safe: gain(1_640_000_000), costly: gain(4_400_000_000), leftovers: gain(1_695_000_000) };
const scanned = (providers: Parameters<typeof report>[0]) => ({
  report: report(providers),
  refusals: [],
  sweep: { safe: gain(0), costly: gain(0), leftovers: gain(0) },
});

test('a machine with some of everything, at 80 columns', () => {
  expect(renderScan({ report: developer, refusals: [], sweep }, terminal())).toBe(screen`
    Gradle         3.15 GB
      ~/.gradle · in use by Gradle daemon (process 4711)
      modules      1.90 GB  ████████████  costly  The next build downloads every
                                                  dependency again; offline builds
                                                  fail.
      wrapper       812 MB  █████▏        costly  Each project downloads its Gradle
                                                  again, 100 to 200 MB apiece.
      jdks          330 MB  ██▏           risky   Builds that ask for these JDKs
                                                  fail until Gradle has provisioned
                                                  them again.
      daemon-logs  12.0 MB  ▏             safe
      the rest     96.0 MB  ▋             kept    never removed

    pip            1.12 GB
      ~/.cache/pip · 1.06 GB
      http          940 MB  █████▉        safe
      wheels        120 MB  ▊             costly  Packages without a wheel are
                                                  compiled again, which needs their
                                                  compilers and headers.
      the rest     4.10 kB  ▏             kept    never removed
      /mnt/big/pip-cache · 55.0 MB
        leftover: no installation uses it now
        set by global.cache-dir in /etc/pip.conf
      http         55.0 MB  ▍             safe
      the rest     4.10 kB  ▏             kept    never removed

    npm             700 MB
      ~/.npm
      cacache       700 MB  ████▍         safe
      logs          300 kB  ▏             safe
      the rest     4.10 kB  ▏             kept    never removed

    All together  4.97 GB  in 12,345 files
      safe        1.71 GB  comes back by itself
      costly      2.83 GB  comes back, with work or time
      risky        330 MB  something stops working until you act
      kept        96.0 MB  in no part of a cache: never removed

    devclean sweep                   would free 1.64 GB
    devclean sweep --include costly  would free 4.40 GB
    devclean sweep --leftovers       would free 1.70 GB
    devclean TOOL info               tells what each part costs to lose

    Looked for and not found: Yarn.
  `);
});

test.each([40, 60, 80, 110, 160])('no line is wider than a terminal of %d columns', (width) => {
  for (const look of [terminal(width), { ...plain, width }]) {
    const lines = renderScan({ report: developer, refusals: [], sweep }, look).split('\n');
    expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
  }
});

test('colour says nothing that a word does not say too', () => {
  const text = renderScan({ report: developer, refusals: [], sweep }, colourful);
  expect(text).toContain('\u001b[33mcostly\u001b[39m');
  expect(colourful.colors.strip(text)).toBe(renderScan({ report: developer, refusals: [], sweep }, terminal()));
});

test('ASCII is enough', () => {
  expect(renderScan({ report: developer, refusals: [], sweep }, plain)).toMatch(/^[\x20-\x7e\n]*$/);
});

test('an empty machine gets a friendly sentence', () => {
  const view = scanned([provider('pip', 'pip', []), provider('npm', 'npm', []), provider('yarn', 'Yarn', [])]);
  expect(renderScan(view, terminal())).toBe(
    'Nothing to clean: no developer cache on this machine. Looked for pip, npm and\nYarn.',
  );
});

test('a location that is not taken says why and what to do', () => {
  const link = location('/home/ada/.npm', [], { state: 'protected', usage: usage(0), unaccounted: usage(0) });
  const refusal = {
    provider: 'npm',
    path: '/home/ada/.npm',
    reason: 'link',
    detail: 'it is a link to /mnt/npm, and links are not followed',
    hint: 'To clear the folder behind it: devclean npm purge --location /mnt/npm',
    unlessNamed: false,
  } as const;
  const text = renderScan({ ...scanned([provider('npm', 'npm', [link])]), refusals: [refusal] }, terminal());
  expect(text.split('\n').slice(0, 5).join('\n')).toBe(screen`
    npm  0 B
      ~/.npm
        left alone: it is a link to /mnt/npm, and links are not followed
        → To clear the folder behind it: devclean npm purge --location /mnt/npm

  `);
});

test('a provider that failed is a finding among the others', () => {
  const failed = provider('sbt', 'sbt', [], {
    state: 'failed',
    error: { code: 'PROVIDER_FAILED', message: 'It threw up.', hint: 'Tell its authors.' },
  });
  const text = renderScan(
    scanned([provider('npm', 'npm', [location('/home/ada/.npm', [section('logs', 'safe', 1)])]), failed]),
    terminal(),
  );
  expect(text).toContain('sbt  could not be looked at\n  It threw up.\n  → Tell its authors.\n');
});

describe('a path that is meant to mislead', () => {
  const evil = location('/tmp/\u001b[31mred\u202e', [section('x', 'safe', 10)]);
  test.each([
    ['terminal', terminal()],
    ['pipe', pipe],
  ])('cannot speak to the %s', (_, look) => {
    const text = renderScan(scanned([provider('npm', 'npm', [evil])]), look);
    expect(text).toContain('/tmp/\\x1b[31mred\\u{202e}');
    expect(text).not.toContain('\u001b');
  });
});

test('what a tool’s own command may leave is no promise', () => {
  const text = renderScan(
    { report: developer, refusals: [], sweep: { ...sweep, costly: gain(9e9, true) } },
    terminal(),
  );
  expect(text).toContain('devclean sweep                   would free 1.64 GB');
  expect(text).toContain('devclean sweep --include costly  would free at most 9.00 GB');
});
