import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { drawCast } from './draw-cast.mjs';

const header = { version: 2, width: 20, height: 3, title: 'A "test" & more' };

/** An asciicast of what was printed when, in seconds. */
function castOf(...events: [at: number, text: string][]): string {
  return [header, ...events.map(([at, text]) => [at, 'o', text])].map((line) => JSON.stringify(line)).join('\n');
}

test('a recording becomes a picture that plays without a script, each screen at its time', async () => {
  const svg = await drawCast(castOf([0, '$ '], [1, '\u001b[1;32msafe\u001b[0m <b>&\r\n'], [2, '██▌'], [4, '']));
  expect(svg).toContain('aria-label="A &quot;test&quot; &amp; more"');
  expect(svg).toContain('class="b c2">safe</text>');
  expect(svg).toContain('&lt;b&gt;&amp;</text>');
  expect(svg).toContain('animation:film 4s steps(1,end) infinite');
  expect(svg.match(/%\{transform/g)).toHaveLength(3);
  expect(svg).toContain('25%{transform:');
  expect(svg).not.toMatch(/<script|on[a-z]+=|href="[^#]/);
});

test('a line that stands on many screens is in the file once', async () => {
  const svg = await drawCast(castOf([0, 'the same\r\n'], [1, 'one'], [2, ' two'], [3, ' three'], [4, '']));
  expect(svg.match(/the same/g)).toHaveLength(1);
});

test('the picture in the README is drawn from the recording beside it (npm run record)', async () => {
  const images = path.resolve(import.meta.dirname, '../docs/images');
  const [cast, svg] = ['devclean.cast', 'devclean.svg'].map((name) => readFileSync(path.join(images, name), 'utf8'));
  expect(await drawCast(cast)).toBe(svg);
  expect(Buffer.byteLength(svg ?? '')).toBeLessThan(200_000);
});
