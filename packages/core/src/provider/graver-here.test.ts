import { file, link, type Tree } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, toyCache, toySpec, userOf } from '../../test/toy.js';
import type { GraverRule, SectionSpec } from './cache-provider.js';
import { graverHere } from './graver-here.js';
import { sectionAt } from './section-at.js';
import { specProblems } from './spec-problems.js';

const because = 'games are links into it';
const env = { from: 'env', variable: 'TOY_MODE', is: ['linked'], safety: 'risky', because } as const;
const setting = { format: 'toml', key: 'tool.mode', is: ['linked'], safety: 'risky', because } as const;
const config = { ...setting, from: 'config', file: '{xdg-config}/toy.toml' } as const;
const project = { ...setting, from: 'project', file: 'toy.toml' } as const;
const links = { from: 'links', paths: ['games/*'], safety: 'risky', because } as const;

interface Machine {
  readonly files?: Tree;
  readonly env?: Readonly<Record<string, string>>;
}

/** How grave a store that is safe by itself is with these rules, and why, with `HOME` for the home's path. */
async function graverness(rules: readonly GraverRule[], machine: Machine = {}): Promise<string> {
  const made = home({ '.toy': { store: { game: '' }, soul: '' }, ...machine.files });
  const location = { provider: 'toy', cache: 'toy', path: `${made.path}/.toy` };
  const section = sectionAt(location, toyCache.sections[0], [`${made.path}/.toy/store`]);
  const context = await userOf(made, { projectRoots: [`${made.path}/work`], env: machine.env ?? {} });
  const found = await graverHere(section, rules, context);
  const why = found.because === undefined ? '' : ` because ${found.because}`;
  return `${found.safety}${why}`.replaceAll(made.path, 'HOME');
}

describe('a section is graver', () => {
  test.each<[string, GraverRule, Machine, string]>([
    ['by a variable', env, { env: { TOY_MODE: ' Linked ' } }, 'TOY_MODE is "linked"'],
    [
      'by a setting',
      config,
      { files: { '.config/toy.toml': 'tool.mode = "LINKED"' } },
      'tool.mode in HOME/.config/toy.toml is "linked"',
    ],
    [
      'by one of the values of a setting',
      config,
      { files: { '.config/toy.toml': 'tool.mode = ["fast", "linked"]' } },
      'tool.mode in HOME/.config/toy.toml is "linked"',
    ],
    [
      'by a setting that is no text',
      { ...config, is: ['true'] },
      { files: { '.config/toy.toml': 'tool.mode = true' } },
      'tool.mode in HOME/.config/toy.toml is "true"',
    ],
    [
      'by the setting of a project',
      project,
      { files: { 'work/a/toy.toml': '', 'work/b/toy.toml': '[tool]\nmode = "linked"' } },
      'tool.mode in HOME/work/b/toy.toml is "linked"',
    ],
    [
      'by a link in a project',
      links,
      { files: { 'work/a/games': { chess: '', go: link('../../../.toy/store/game') } } },
      'HOME/work/a/games/go is a link into it',
    ],
    [
      'by a link in a folder of the tool',
      { ...links, below: '{xdg-data}/toy' },
      { files: { '.local/share/toy/games/go': link('../../../../.toy/store') } },
      'HOME/.local/share/toy/games/go is a link into it',
    ],
    [
      'in doubt: a settings file that cannot be understood, and has the word',
      config,
      { files: { '.config/toy.toml': 'tool.mode = linked' } },
      'HOME/.config/toy.toml cannot be read, and may say tool.mode = "linked"',
    ],
    [
      'in doubt: a settings file that cannot be read',
      config,
      { files: { '.config/toy.toml': {} } },
      'HOME/.config/toy.toml cannot be read, and may say tool.mode = "linked"',
    ],
    [
      'in doubt: a settings file that is a link to itself',
      config,
      { files: { '.config/toy.toml': link('toy.toml') } },
      'HOME/.config/toy.toml cannot be read, and may say tool.mode = "linked"',
    ],
    [
      'in doubt: a settings file somewhere below where the tool is run',
      { ...config, file: '$TOY_FILE' },
      { env: { TOY_FILE: 'toy.toml' } },
      'toy.toml cannot be read, and may say tool.mode = "linked"',
    ],
  ])('%s', async (_, rule, machine, why) => {
    expect(await graverness([rule], machine)).toBe(`risky because ${why}: ${because}`);
  });

  test('as the gravest rule that holds says', async () => {
    const costly = { ...env, safety: 'costly', because: 'it is slow' } as const;
    const machine = { env: { TOY_MODE: 'linked' } };
    expect(await graverness([costly, env], machine)).toBe(`risky because TOY_MODE is "linked": ${because}`);
    expect(await graverness([costly, config], machine)).toBe('costly because TOY_MODE is "linked": it is slow');
  });
});

describe('a section stays as it is', () => {
  test.each<[string, GraverRule, Machine]>([
    ['where nothing is said', env, {}],
    ['where something else is said', env, { env: { TOY_MODE: 'linked-list' } }],
    ['where there is no such file', config, {}],
    ['where a file says nothing of it', config, { files: { '.config/toy.toml': 'mode = "linked"' } }],
    ['where a file that nobody understands has not the word', config, { files: { '.config/toy.toml': 'linked' } }],
    ['where the variable of a file is not set', { ...config, file: '$TOY_FILE' }, {}],
    ['where no project says it', project, { files: { 'elsewhere/toy.toml': 'tool.mode = "linked"' } }],
    [
      'where links lead elsewhere',
      links,
      { files: { 'work/games': { go: link('../../.toy/soul'), chess: file('') } } },
    ],
    ['where links lead nowhere', links, { files: { 'work/games/go': link('../../.toy/store/gone') } }],
  ])('%s', async (_, rule, machine) => {
    expect(await graverness([rule], machine)).toBe('safe');
  });
});

test('what an author gets wrong is said', () => {
  const [store] = toyCache.sections;
  const wrong = (change: object, safety: SectionSpec['safety'] = 'safe') => {
    const graverWhen: SectionSpec['graverWhen'] = [{ ...env, ...change } as GraverRule];
    return specProblems(toySpec({ cache: { sections: [{ ...store, safety, graverWhen }] } })).join('; ');
  };
  expect(wrong({})).toBe('');
  expect(wrong({ safety: 'safe' })).toBe('the section "store" is safe, and "safe" is not graver than that');
  expect(wrong({}, 'risky')).toBe('the section "store" is risky, and "risky" is not graver than that');
  expect(wrong({ because: '' })).toContain('is graver does not say why');
  expect(wrong({ from: 'tool' })).toContain('is graver is from "tool", which means nothing');
  expect(wrong({ is: [] })).toContain('is graver names no value');
  expect(wrong({ variable: '' })).toContain('is graver names no variable');
  expect(wrong({ ...config, file: 'toy.toml' })).toContain('"toy.toml" does not begin with');
  expect(wrong({ ...config, format: 'xml' })).toContain('does not say how its file is read');
  expect(wrong({ ...links, paths: ['../x'] })).toContain('the pattern "../x" is wrong');
});
