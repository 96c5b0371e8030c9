import { createHome, diffSnapshots, snapshotTree, type ThrowAwayHome } from '@devclean/testkit';
import { npmCache, pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { conversation, devclean } from './devclean.js';
import { keys } from './emulated-terminal.js';

function machine(): ThrowAwayHome {
  const home = createHome({ '.cache/pip': pipCache(), '.npm': npmCache(), 'notes.txt': 'mine' });
  onTestFinished(() => home.remove());
  return home;
}

/** What is gone or new, but for devclean's own journal and the times of the folders above. */
function changes(home: ThrowAwayHome, before: ReturnType<typeof snapshotTree>): string[] {
  return diffSnapshots(before, snapshotTree(home.path)).filter(
    (line) => !/\.local|^changed: \S+: mtime \S+ → \S+$/.test(line),
  );
}

describe('devclean alone', needs('script'), () => {
  test('at a terminal: what is ticked goes, after a question, and nothing else', async () => {
    const home = machine();
    const before = snapshotTree(home.path);
    const run = await conversation(
      home,
      ['--no-color'],
      [
        ['esc leave', `n/wheels${keys.enter}`],
        ['/wheels', `${keys.end} ${keys.enter}`],
        ['(y/N)', 'y\r'],
      ],
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/wheels +[\d.]+ [kM]?B +costly/);
    expect(run.stdout).toContain('Freed ');
    const gone = changes(home, before);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter((line) => !line.includes('.cache/pip/wheels'))).toEqual([]);
    // The screen of its own was left, and the cursor is shown.
    expect(run.stdout.lastIndexOf('\u001b[?1049l')).toBeGreaterThan(run.stdout.lastIndexOf('\u001b[?1049h'));
    expect(run.stdout.lastIndexOf('\u001b[?25h')).toBeGreaterThan(run.stdout.lastIndexOf('\u001b[?25l'));
  });

  test('read aloud: a list with numbers, and nothing that is painted over', async () => {
    const home = machine();
    const before = snapshotTree(home.path);
    const run = await conversation(
      home,
      ['--no-color'],
      [
        ['q leaves:', '? 1\n'],
        ['q leaves:', '1-2\n'],
        ['(y/N)', 'n\n'],
      ],
      { env: { ACCESSIBLE: '1' } },
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/1\. \w+: [\d.]+ [kM]?B, (safe|costly)/);
    expect(run.stdout).toContain('By its name: devclean ');
    expect(run.stdout).toContain('Nothing was removed.');
    expect(run.stdout).not.toContain('\u001b');
    expect(changes(home, before)).toEqual([]);
  });

  test('without a terminal: help, or what it would need', async () => {
    const run = await devclean(machine(), []);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Begin with');
    const flagged = await devclean(machine(), ['--plain']);
    expect(flagged).toMatchObject({ code: 2, stdout: '' });
    expect(flagged.stderr).toContain('devclean sweep --yes');
  });
});
