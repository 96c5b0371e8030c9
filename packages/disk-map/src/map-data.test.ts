import { describe, expect, test } from 'vitest';
import { entry, list, location, report, section, tool, usage } from '../test/machine.js';
import { countEntries, mapData } from './map-data.js';
import { createModel, type MapNode, nameOf } from './page/model.js';

const npm = (...sections: Parameters<typeof location>[1]) => tool('npm', [location('/home/ada/.npm', sections)]);

/** The map as the page sees it: a line a thing, with what it gives back and the command that removes it. */
function drawn(...args: Parameters<typeof mapData>): string[] {
  const data = JSON.parse(JSON.stringify(mapData(...args)));
  const { nodes, detailsOf } = createModel(data);
  const depth = ({ parent }: MapNode): number => (parent === undefined ? 0 : 1 + depth(parent));
  return nodes.slice(1).map((node) => {
    const { command = '-' } = detailsOf(node);
    return `${'  '.repeat(depth(node) - 1)}${nameOf(node)} ${node.figures[0]} ${command}`;
  });
}

test('tools, locations, sections and entries, the largest first, each with its command', () => {
  const scanned = report(
    tool('pip', [location('/home/ada/.cache/pip', [section('http', 'safe', 400)])]),
    tool('npm', [
      location('/home/ada/.npm', [section('logs', 'safe', 100), section('cacache', 'safe', 900)], {
        unaccounted: usage(50),
      }),
    ]),
  );
  const lists = [
    list(
      'npm',
      [entry('is-odd', '3.0.1', 200), entry('left-pad', '1.3.0', 600)],
      [{ location: '/home/ada/.npm', section: 'cacache', usage: usage(100) }],
    ),
  ];
  expect(drawn(scanned, lists, { home: '/home/ada' })).toEqual([
    'npm 1050 devclean npm purge',
    '  ~/.npm 1050 devclean npm purge',
    '    cacache 900 devclean sweep --section npm/cacache',
    '      left-pad@1.3.0 600 devclean npm remove left-pad@1.3.0',
    '      is-odd@3.0.1 200 devclean npm remove is-odd@3.0.1',
    '      without a name 100 devclean sweep --section npm/cacache',
    '    logs 100 devclean sweep --section npm/logs',
    '    the rest 50 -',
    'pip 400 devclean pip purge',
    '  ~/.cache/pip 400 devclean pip purge',
    '    http 400 devclean sweep --section pip/http',
  ]);
});

test('every figure of an entry comes through its columns', () => {
  const linked = usage(4096, { allocatedBytes: 12_288, apparentBytes: 99_999, files: 7, complete: true });
  const entries = [
    entry('a', '1', 8192, { lastUsedAt: '2026-01-01T23:59:59.000Z', lastUsedFrom: 'atime' }),
    entry('b', undefined, 0, { usage: linked, lastUsedAt: '2024-02-29T00:00:00.000Z', lastUsedFrom: 'tool' }),
    entry('c', '3', 100, { remark: 'Somebody uses it.' }),
  ];
  const model = createModel(mapData(report(npm(section('cacache', 'costly', 12_388))), [list('npm', entries)]));
  const found = model.nodes.filter(({ kind }) => kind === 'entry');
  expect(found.map(({ name, version, figures, used, loss }) => [name, version, figures, used, loss])).toEqual([
    ['a', '1', [8192, 8192, 8192, 1], [20_454, 'atime'], 'costly'],
    ['b', undefined, [4096, 12_288, 99_999, 7], [19_782, 'tool'], 'costly'],
    ['c', '3', [100, 100, 100, 1], undefined, 'costly'],
  ]);
  expect(found.map((node) => model.detailsOf(node).remarks)).toEqual([[], [], ['Somebody uses it.']]);
});

test('what one command removes is one thing: kinds of the same version together, what the registry said apart', () => {
  const entries = [
    entry('numpy', '2.1.3', 500, { kind: 'wheel' }),
    entry('numpy', '2.1.3', 300, { kind: 'sdist' }),
    entry('numpy', undefined, 10, { kind: 'index' }),
  ];
  const lines = drawn(report(npm(section('cacache', 'safe', 810))), [list('npm', entries)]);
  expect(lines.slice(3)).toEqual([
    '      numpy@2.1.3 800 devclean npm remove numpy@2.1.3',
    '      numpy 10 devclean npm remove --with-index numpy',
  ]);
});

describe('more entries than the map names', () => {
  const entries = Array.from({ length: 100 }, (_, index) => entry(`p${index}`, '1.0.0', (index % 10) + 1));
  const scanned = report(npm(section('cacache', 'safe', 550)));
  const data = mapData(scanned, [list('npm', entries)], { mostEntries: 25 });

  test('the largest are named, and the others are counted with their size', () => {
    expect(countEntries(data)).toEqual({ named: 25, aggregated: 75 });
    const { nodes } = createModel(data);
    const sizes = nodes.filter(({ kind }) => kind === 'entry').map(({ figures }) => figures[0]);
    expect(sizes).toEqual([...Array(10).fill(10), ...Array(10).fill(9), ...Array(5).fill(8)]);
    expect(nodes.at(-1)).toMatchObject({ kind: 'smaller', name: '75 smaller entries', figures: [320, 320, 320, 75] });
  });
});

describe('the command', () => {
  const entries = [entry('left-pad', '1.3.0', 10)];
  const commandsOf = (...args: Parameters<typeof drawn>) => drawn(...args).map((line) => line.trim());

  test('says which part where a tool has entries in several', () => {
    const lists = [list('npm', [...entries, entry('left-pad', '1.3.0', 5, { section: 'npx' })])];
    const lines = commandsOf(report(npm(section('cacache', 'safe', 10), section('npx', 'costly', 5))), lists);
    expect(lines).toContain('left-pad@1.3.0 10 devclean npm remove --section cacache left-pad@1.3.0');
    expect(lines).toContain('left-pad@1.3.0 5 devclean npm remove --section npx left-pad@1.3.0');
  });

  test('says which part where that is risky, and names no tool that has nothing else', () => {
    expect(commandsOf(report(npm(section('cacache', 'risky', 10))), [list('npm', entries)])).toEqual([
      'npm 10 -',
      '/home/ada/.npm 10 -',
      'cacache 10 devclean sweep --section npm/cacache',
      'left-pad@1.3.0 10 devclean npm remove --section cacache left-pad@1.3.0',
    ]);
  });

  test('says where, of several places and of one that nothing uses', () => {
    const places = [
      location('/a', [section('http', 'safe', 2)]),
      location('/b c', [section('http', 'safe', 1)], { active: false }),
    ];
    expect(commandsOf(report(tool('pip', places)))).toEqual([
      'pip 3 devclean pip purge',
      '/a 2 devclean pip purge --location /a',
      'http 2 devclean sweep --section pip/http --location /a',
      "/b c 1 devclean pip purge --location '/b c'",
      "http 1 devclean sweep --section pip/http --location '/b c'",
    ]);
  });

  test('names the tool that a sweep leaves', () => {
    const known = tool('xcode', [location('/x', [section('logs', 'safe', 1)])], { knownFrom: 'documentation' });
    expect(commandsOf(report(known)).at(-1)).toBe('logs 1 devclean xcode purge --section logs');
  });

  test('is not there for what devclean leaves alone, and for what cannot be typed', () => {
    const left = location('/a', [section('http', 'safe', 2)], { state: 'protected' });
    const bytes = location('/\ufffd', [section('http', 'safe', 2)], { pathBase64: 'L/8=' });
    for (const place of [left, bytes])
      for (const line of commandsOf(report(tool('pip', [place])))) expect(line).toMatch(/ -$/);
  });
});

test('names are shown with what a person would not see, and then have no command', () => {
  const evil = 'a\u202e\u001b]0;x\u0007</script>\u2028';
  const model = createModel(
    mapData(report(npm(section('cacache', 'safe', 10))), [
      list('npm', [entry(evil, '1', 10), entry('b\\x1b', '1', 5)]),
    ]),
  );
  const [masked, honest] = model.nodes.filter(({ kind }) => kind === 'entry') as [MapNode, MapNode];
  expect(masked.name).toBe('a\\u{202e}\\x1b]0;x\\x07</script>\\u{2028}');
  expect(model.detailsOf(masked)).not.toHaveProperty('command');
  expect(model.detailsOf(masked).commandNote).toContain('cannot be typed');
  expect(model.detailsOf(honest).command).toBe("devclean npm remove 'b\\x1b@1'");
});

test('a tool that could not be looked at is a remark', () => {
  const failed = tool('sbt', [], { state: 'failed', error: { code: 'PROVIDER_FAILED', message: 'It threw up.' } });
  const absent = tool('go', [], { state: 'absent' });
  const data = mapData(report(failed, absent), [], { remarks: ['More to know.'] });
  expect(data.remarks).toEqual(['sbt could not be looked at: It threw up.', 'More to know.']);
  expect(data.tools).toEqual([]);
});
