import {
  createToolContext,
  defineProvider,
  type KnownProvider,
  type ProviderSpec,
  planPurge,
  scan,
} from '@devclean/core';
import { createHome, type Tree } from '@devclean/testkit';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { terminal } from '../../test/looks.js';
import { explainRow } from './explain-row.js';
import { keyOf, pickableTools, requestOf } from './pickable-tools.js';
import { openPicker, type PressedKey, pressed, rowsOf, tickedParts } from './picker-state.js';

/** A tool with a section of each safety, at a place of its own. */
function spec(id: string, more: Partial<ProviderSpec> = {}, cache: object = {}): KnownProvider {
  const sections = [
    { id: 'store', title: 'Downloads', paths: ['store'], safety: 'safe', cost: 'Downloads again.' },
    { id: 'built', title: 'Built', paths: ['built'], safety: 'costly', cost: 'Builds again.' },
    { id: 'soul', title: 'Soul', paths: ['soul'], safety: 'risky', cost: 'Stops working.' },
  ] as const;
  const [first, ...others] = [{ from: 'default', path: { linux: `~/.${id}`, darwin: `~/.${id}` } } as const];
  return {
    origin: 'builtin',
    provider: defineProvider({
      apiVersion: 1,
      id,
      title: id.toUpperCase(),
      homepage: `https://${id}.example`,
      summary: 'Plays.',
      caches: [
        {
          kind: 'folder',
          id,
          locations: [first, ...others],
          fingerprint: { anyOf: ['store'] },
          sections,
          ...cache,
        },
      ],
      ...more,
    }),
  };
}

const clean = {
  argv: ['{executable}', 'clean', '{location}'],
  sections: ['store', 'built'],
  use: 'only',
  writes: ['store', 'built'],
} as const;
const contexts = async () => [{ id: 'w', label: 'w', executable: '/bin/wind', caching: 'on' as const }];

const known: readonly KnownProvider[] = [
  // Found by a setting and at its default place: one is in use, one left over.
  spec(
    'toy',
    {},
    {
      locations: [
        { from: 'env', variable: 'TOY' },
        { from: 'default', path: { linux: '~/.toy', darwin: '~/.toy' } },
      ],
    },
  ),
  spec('wind', { contexts }, { native: [clean] }),
  spec('doll', { knownFrom: 'documentation' }),
  spec('lock', {}, { inUse: { locks: [{ path: 'lock', kind: 'exists', sections: ['store'] }] } }),
  spec('odd'),
  spec('repo', {}, { locations: [{ from: 'env', variable: 'REPO' }] }),
];

const cache: Tree = { store: { a: 'download' }, built: { b: 'built by hand' }, soul: 'soul' };

async function machine() {
  const tree: Tree = {
    mine: cache,
    '.toy': cache,
    '.wind': cache,
    '.doll': cache,
    '.lock': { ...cache, lock: '' },
    '.odd': { 'photo.jpg': 'mine' },
    project: { '.git': {}, cache },
  };
  const home = createHome(tree);
  onTestFinished(() => home.remove());
  const context = await createToolContext({
    env: { HOME: home.path, PATH: '/bin', TOY: `${home.path}/mine`, REPO: `${home.path}/project/cache` },
    homes: { env: home.path, account: home.path },
    cwd: home.path,
  });
  const found = await scan(known, { context });
  return { found, tools: pickableTools(found, known, { platform: 'linux' }), home: home.path };
}

describe('what there is to pick', () => {
  test('of a machine: what may go, with what it gives, and what may not, and why', async () => {
    const { tools, home } = await machine();
    const shown = tools.flatMap(({ places }) =>
      places.map(({ path = '', leftover, blocked = '', parts }) => {
        const marks = parts.map(({ named, safety, isSwept, blocked }) => {
          const mark = blocked ? '-' : isSwept ? 'x' : ' ';
          return `[${mark}] ${named.section} ${safety}${blocked ? `, ${blocked.replace(home, '~')}` : ''}`;
        });
        const why = blocked.replaceAll(home, '~');
        return [`${path?.replace(home, '~')}${leftover ? ' leftover' : ''}`, why === '' ? marks.sort() : why] as const;
      }),
    );
    const nothingSwept = ['[ ] built costly', '[ ] soul risky', '[ ] store safe'];
    expect(Object.fromEntries(shown)).toEqual({
      '~/mine': ['[ ] built costly', '[ ] soul risky', '[x] store safe'],
      '~/.toy leftover': nothingSwept,
      // One command of the tool's takes what is safe and what is not.
      '~/.wind': nothingSwept,
      // Known from documentation only.
      '~/.doll': nothingSwept,
      // Only --location could have it, and a tick is less than that.
      '~/project/cache':
        'REPO leads into the git work tree ~/project. If it is a cache all the same, name it: --location ~/project/cache',
      '~/.lock': ['[ ] built costly', '[ ] soul risky', '[-] store safe, in use now: lock file ~/.lock/lock'],
    });
  });

  test('has the gain of its plan, and the tool’s own command', async () => {
    const { tools, found, home } = await machine();
    const wind = tools.find(({ id }) => id === 'wind')?.places[0]?.parts ?? [];
    const [store, built] = ['store', 'built'].map((id) => wind.find(({ named }) => named.section === id));
    expect(store?.runs).toBe(`/bin/wind clean ${home}/.wind`);
    expect(store?.together).toEqual([store?.key, built?.key]);
    for (const part of tools.flatMap(({ places }) => places.flatMap(({ parts }) => parts))) {
      if (part.blocked !== undefined || part.together.length > 1) continue;
      const { expected } = planPurge(found, known, requestOf([part.named]));
      expect([part.key, part.gain]).toEqual([part.key, expected.reclaimableBytes]);
    }
  });

  test('is explained as the command "explain" does it, beside what this machine knows', async () => {
    const { tools } = await machine();
    const rows = rowsOf({ tools, filter: 'wind store' });
    const [row] = rows.filter(({ kind }) => kind === 'part');
    const text = row === undefined ? '' : explainRow(row, terminal(100)).join('\n');
    expect(text).toContain('the tool itself clears it: /bin/wind clean');
    expect(text).toContain('1 other part can only go with it.');
    expect(text).toMatch(/where +~\/\.wind/);
    expect(text).toMatch(/its command +wind clean/);
    expect(text).toMatch(/read more +https:\/\/wind\.example/);
  });

  test('with what is to be kept: what a tool clears itself cannot be', async () => {
    const { found } = await machine();
    const wind = pickableTools(found, known, { platform: 'linux', destination: { keepMs: 1000 } }).find(
      ({ id }) => id === 'wind',
    )?.places[0]?.parts;
    expect(wind?.find(({ named }) => named.section === 'store')?.blocked).toContain('cannot be kept');
  });
});

const keys: readonly PressedKey[] = [
  ...['up', 'down', 'down', 'down', 'pagedown', 'end'].map((name) => ({ name, sequence: '\u001b[' })),
  ...['a', 'n', '/', 't', 'o', '?'].map((sequence) => ({ name: sequence, sequence })),
  ...[1, 2, 3].map(() => ({ name: 'space', sequence: ' ' })),
  { name: 'backspace', sequence: '\u007f' },
];

test('whatever is pressed, the plan is what is ticked: all of it and nothing else', async () => {
  const { found, tools } = await machine();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (typed) => {
      let state = openPicker(tools);
      for (const key of typed) {
        const next = pressed(state, key, 5);
        if (typeof next !== 'string') state = next;
      }
      const parts = tickedParts(state);
      const plan = planPurge(found, known, requestOf(parts.map(({ named }) => named)));
      expect(new Set(plan.steps.map(keyOf))).toEqual(new Set(parts.map(({ key }) => key)));
      expect(parts).toHaveLength(state.ticked.size);
      expect(plan.expected.reclaimableBytes).toBe(parts.reduce((sum, { gain }) => sum + gain, 0));
      expect(plan.skipped).toEqual([]);
    }),
  );
});
