import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createHome, type ThrowAwayHome } from '@devclean/testkit';
import { pipCache } from '@devclean/testkit/known-tools';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, onTestFinished, test } from 'vitest';
import { devclean, programs } from './devclean.js';

const scripts = path.resolve(import.meta.dirname, '../completions');

/** Names that would do something, or become another, if a shell read them instead of quoting them; by what is typed of them. */
const hostileNames: Readonly<Record<string, string>> = {
  a: 'a$(touch pwned)',
  b: 'b`touch pwned`',
  c: 'c; touch pwned',
  d: 'd & touch pwned #',
  e: 'e" "$HOME',
  f: "f' 'g",
  g: 'g|touch pwned',
  h: 'h>pwned',
  i: 'i <pwned',
  j: 'j*',
  k: 'k{1,2}[a]?',
  l: 'l\\nm',
  m: 'm!!',
  n: 'n(o)',
  o: 'o~/x^y',
  p: 'p%s%n',
  q: 'q=r:s@t $u',
  'q=': 'q=r:s@t $u',
  'q=r:s': 'q=r:s@t $u',
  'q=r:s@': 'q=r:s@t $u',
  '--v': '--v=$(touch pwned)',
  '@': '@w/$x',
  '@w/': '@w/$x',
  ä: 'ä ö',
};

/** A devclean that offers what it is told to, and tells what it was called with. */
const standIn = `#!/bin/sh
if [ "$1" = completion ]; then
  for typed do :; done
  echo words
  while IFS= read -r name; do
    case $name in "$typed"*) printf '%s\\n' "$name" ;; esac
  done < "$NAMES"
else
  printf '<%s>' "$@" >> "$CALLS"
  echo >> "$CALLS"
  echo '[called]'
fi
`;

/** How each shell starts at a terminal with nothing of its user's, says that it is ready, and reads the script. */
const shells: Readonly<Record<string, readonly string[]>> = {
  bash: ['bash', '--norc', '--noprofile', '-i'],
  zsh: ['zsh', '-f', '-i'],
  fish: ['fish', '--no-config'],
};
const begin: Readonly<Record<string, string>> = {
  bash: `source ${path.join(scripts, 'devclean.bash')}; echo '[call''ed]'`,
  zsh: `autoload -U compinit; compinit -u -D; source ${path.join(scripts, '_devclean')}; echo '[call''ed]'`,
  fish: `source ${path.join(scripts, 'devclean.fish')}; echo '[call''ed]'`,
};

describe.each(Object.keys(shells))('at a prompt of %s', (shell) => {
  test('a name is completed to itself, whatever it holds, and runs nothing', needs(shell), async () => {
    const home = createHome({ names: `${[...new Set(Object.values(hostileNames))].join('\n')}\n` });
    onTestFinished(() => home.remove());
    home.write({ '../bin/devclean': standIn });
    chmodSync(path.join(home.root, 'bin/devclean'), 0o755);
    const typed = Object.keys(hostileNames).map((start) => `devclean remove ${start}\t\n`);
    await atTerminal(home, shells[shell] ?? [], [`${begin[shell]}\n`, ...typed]);
    const calls = readFileSync(path.join(home.path, 'calls'), 'utf8').trim().split('\n');
    expect(calls).toEqual(Object.values(hostileNames).map((name) => `<remove><${name}>`));
    expect(existsSync(path.join(home.path, 'pwned'))).toBe(false);
  });
});

/** Runs a shell at a terminal of its own (util-linux `script`) and types each line when what the one before started has ended. */
function atTerminal(home: ThrowAwayHome, shell: readonly string[], lines: readonly string[]): Promise<void> {
  const child = spawn('/usr/bin/script', ['-qec', shell.join(' '), '/dev/null'], {
    cwd: home.path,
    env: {
      ...home.env,
      PATH: `${path.join(home.root, 'bin')}:${programs}`,
      NAMES: path.join(home.path, 'names'),
      CALLS: path.join(home.path, 'calls'),
      TERM: 'xterm',
      LANG: 'C.UTF-8',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = [...lines, 'exit\n'];
  let seen = '';
  child.stdin.write(left.shift());
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    seen += chunk;
    for (let at = seen.indexOf('[called]'); at >= 0; at = seen.indexOf('[called]')) {
      seen = seen.slice(at + 1);
      const next = left.shift();
      if (next !== undefined) child.stdin.write(next);
    }
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

describe('what devclean answers a shell', () => {
  const patience = { timeout: 60_000, interval: 0 };
  const answers = async (home: ThrowAwayHome, ...words: string[]) => {
    const { stdout, ...rest } = await devclean(home, ['completion', 'words', '--', ...words]);
    expect(rest).toEqual({ code: 0, stderr: '' });
    const [completion, ...lines] = stdout.trimEnd().split('\n');
    return { completion, words: lines.map((line) => line.split('\t')[0]), lines };
  };

  test('names of packages, parts of a tool, and tools, and leaves nothing behind', async () => {
    const home = createHome({ '.cache/pip': pipCache({ scale: 0.1 }) });
    onTestFinished(() => home.remove());
    // On a machine that is busy a cache may take longer than a person waits, who then presses Tab again.
    await expect.poll(async () => (await answers(home, 'pip', 'remove', 'n')).words, patience).toEqual(['numpy']);
    await expect
      .poll(async () => (await answers(home, 'pip', 'list', 'numpy@')).words, patience)
      .toEqual(['numpy@2.1.3']);
    const parts = await answers(home, 'sweep', 'pip', '--section=pip/h');
    const tools = await answers(home, 'scan', 'pi');
    expect(parts.lines).toEqual(['--section=pip/http\tsafe: Downloads']);
    expect(tools.words).toEqual(['pip', 'pipenv']);
    expect(existsSync(path.join(home.path, '.local'))).toBe(false);
  });

  test('of what goes wrong, nothing', async () => {
    const home = createHome();
    onTestFinished(() => home.remove());
    expect(await answers(home, 'no-such-tool', 'remove', '')).toEqual({ completion: 'words', words: [], lines: [] });
    expect((await answers(home, 'apply', '')).completion).toBe('files');
  });
});
