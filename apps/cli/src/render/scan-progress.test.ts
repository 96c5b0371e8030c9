import type { ListEvent, ScanEvent } from '@devclean/core';
import { describe, expect, test } from 'vitest';
import { plain, screen, terminal } from '../../test/looks.js';
import { location, provider, section } from '../../test/machines.js';
import type { Frame } from './progress.js';
import { ListProgress, ScanProgress } from './scan-progress.js';

function frame(more: Partial<Frame> = {}): Frame {
  return { look: terminal(), rows: 20, spinner: '⠋', nowMs: 0, plain: false, ...more };
}

const tools = ['Gradle', 'npm', 'pip', 'uv', 'Yarn', 'Go'].map((title) => ({ id: title.toLowerCase(), title }));

const measuring = (id: string, path: string, files: number, allocatedBytes: number): ScanEvent => ({
  type: 'progress',
  provider: id,
  path,
  files,
  allocatedBytes,
});

const done = (id: string, bytes: number): ScanEvent => ({
  type: 'provider',
  report: provider(id, id, bytes === 0 ? [] : [location(`/home/ada/.${id}`, [section('all', 'safe', bytes - 4096)])]),
});

function scanning(...events: ScanEvent[]): ScanProgress {
  const progress = new ScanProgress(tools);
  for (const event of events) progress.note(event);
  return progress;
}

describe('a scan that is under way', () => {
  const some = scanning(
    measuring('gradle', '/a', 900, 500_000_000),
    measuring('gradle', '/b', 100, 250_000_000),
    done('npm', 1_500_000_000),
    done('pip', 0),
    measuring('gradle', '/a', 1900, 1_000_000_000),
  );

  test('shows the largest on top, and what is still measured', () => {
    expect(some.view(frame()).join('\n')).toBe(screen`
      ⠋ Looking for caches · 2 of 6 tools
        ██████▋░░░░░░░░░░░░░  2.75 GB in 2,003 files
        npm     1.50 GB  ██████████████
        Gradle  1.25 GB  ███████████▋    measuring…
    `);
  });

  test('says something before anything was found, and names those that are last', () => {
    expect(scanning().view(frame())).toEqual(['⠋ Looking for caches · 0 of 6 tools', `  ${'░'.repeat(20)}`]);
    const last = scanning(...['gradle', 'npm', 'pip', 'uv'].map((id) => done(id, 0)), measuring('go', '/go', 1, 4096));
    expect(last.view(frame()).at(-1)).toBe('  still at Yarn');
  });

  test('in a narrow terminal of few lines', () => {
    const all = scanning(...tools.map(({ id }, i) => done(id, 1_000_000 * (i + 1))));
    expect(all.view(frame({ look: terminal(49), rows: 6 })).join('\n')).toBe(screen`
      ⠋ Looking for caches · 6 of 6 tools
        ████████████████████  21.0 MB
        Go    6.00 MB
        Yarn  5.00 MB
        and 4 more
    `);
  });

  test('without signs beyond ASCII, and as a line among others', () => {
    expect(some.view(frame({ look: plain })).join('\n')).not.toMatch(/[^ -~\n⠋]/);
    expect(some.view(frame({ plain: true }))).toEqual(['Looking for caches, 2 of 6 tools, 2.75 GB in 2,003 files.']);
  });

  test('for one tool is one line', () => {
    const one = new ScanProgress([{ id: 'pip', title: 'pip' }]);
    one.note(measuring('pip', '/a', 1234, 5_000_000));
    expect(one.view(frame())).toEqual(['⠋ Looking for caches of pip · 5.00 MB in 1,234 files']);
  });
});

test('a list that is under way says what it reads', () => {
  const list = new ListProgress(tools);
  const said = (event?: ListEvent) => {
    if (event) list.note(event);
    return list.view(frame());
  };
  expect(said()).toEqual(['⠋ Reading names']);
  expect(said({ type: 'names', provider: 'npm', section: 'cacache', count: 1200 })).toEqual([
    '⠋ Reading the names in npm cacache: 1,200 names',
  ]);
  expect(said({ type: 'sizes', provider: 'npm', section: 'cacache', files: 7, allocatedBytes: 4096 })).toEqual([
    '⠋ Measuring what has a name in npm cacache: 4.10 kB in 7 files',
  ]);
});
