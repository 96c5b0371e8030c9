import { tarGz } from '@devclean/testkit/known-tools';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answer, cacacheFiles, requestKey } from '../../test/cacache-tree.js';
import { bytesOf, listInMemory } from '../../test/list-in-memory.js';

const tarball = tarGz({ 'package/package.json': JSON.stringify({ name: '@acme/ui', version: '2.0.0' }) });
const { content: _, ...moved } = answer('https://r.example.com/old', '');

/** One of everything that a cache of npm's can hold. */
const whole = bytesOf({
  ...cacacheFiles(
    [
      answer('https://r.example.com/a/-/a-1.0.0.tgz', 'not packed'),
      answer('https://r.example.com/a', '{"name":"a"}', 'application/json'),
      { key: 'pacote:tarball:git+ssh://git@git.example.com/acme/ui.git', content: tarball },
      { key: requestKey('https://r.example.com/a/-/a-1.0.0.tgz') },
      { ...moved, metadata: { ...moved.metadata, status: 301 } },
    ],
    '/c/',
  ),
  '/c/index-v5/00/00/': 'a bucket that is a folder',
});

async function expectSound(files: ReadonlyMap<string, Uint8Array>) {
  const entries = await listInMemory(files);
  const own = entries.flatMap(({ paths }) => paths);
  if (new Set(own).size !== own.length) expect(own).toBe('each path once');
  const shared = new Set(entries.flatMap((entry) => entry.shared ?? []));
  if (own.some((path) => shared.has(path))) expect(own).toBe('not shared as well');
  for (const { paths, shared: _shared, ...said } of entries)
    for (const text of Object.values(said)) if (!/^[\x20-\x7e…]+$/.test(String(text))) expect(said).toBe('printable');
  return entries;
}

test('unharmed, all of it has a name', async () => {
  expect((await expectSound(whole)).map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
    'index a',
    'orphan a',
    'orphan a',
    'redirect old',
    'tarball @acme/ui',
  ]);
});

for (const [path, content] of whole) {
  test(`no harm to ${path.slice(3, 16)}…${path.slice(-9)} makes the list fail`, { timeout: 60_000 }, async () => {
    for (let at = 0; at < content.length; at++) {
      const bytes = [0x00, 0xff, 0x0a, 0x09, (content[at] ?? 0) ^ 0x01].map((byte) => content.with(at, byte));
      for (const damaged of [content.subarray(0, at), ...bytes])
        await expectSound(new Map([...whole, [path, damaged]]));
    }
  });
}

test('nor does any content in their place', async () => {
  const anywhere = fc.constantFrom(...whole.keys());
  const text = fc.constantFrom(
    '\n',
    '\t',
    '{"key":',
    '"integrity":null',
    '\x1f\x8b\x08',
    'sha512-',
    `${'0'.repeat(40)}\t{}`,
  );
  const content = fc
    .array(fc.oneof(text, fc.string(), fc.json()), { maxLength: 8 })
    .map((parts) => Buffer.from(parts.join('')));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(anywhere, content, { maxKeys: 4 }), async (changes) => {
      await expectSound(new Map([...whole, ...Object.entries(changes)]));
    }),
    { numRuns: 500 },
  );
});

test('valid lines that say nonsense name nothing', async () => {
  const nonsense = fc.record({
    key: fc.oneof(
      fc.string(),
      fc.constantFrom(
        'pacote:',
        requestKey(''),
        requestKey('http://'),
        requestKey('http://r.example.com/%1b%5B2J/x'),
        requestKey('https://r.example.com/-/a%00b'),
      ),
    ),
    metadata: fc.dictionary(
      fc.constantFrom('reqHeaders', 'resHeaders', 'status', 'manifest', 'options'),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(nonsense, { maxLength: 5 }), async (lines) => {
      await expectSound(bytesOf(cacacheFiles(lines, '/c/')));
    }),
    { numRuns: 500 },
  );
});
