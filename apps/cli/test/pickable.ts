import type { Safety } from '@devclean/core';
import { keyOf, type PickablePart, type PickablePlace, type PickableTool } from '../src/picker/pickable-tools.js';

/** What there is to pick, short to write: what tests of the picker start from. */

export function part(section: string, safety: Safety, gain: number, more: Partial<PickablePart> = {}): PickablePart {
  return {
    key: section,
    named: { provider: '', location: '', section },
    title: `The ${section}`,
    gain,
    isMost: false,
    size: gain,
    files: 3,
    safety,
    cost: `The next run fetches ${section} again.`,
    lastUsedAt: '2026-01-02T03:04:05.000Z',
    lastUsedFrom: 'mtime',
    paths: [`/home/ada/.cache/${section}`],
    isSwept: safety === 'safe',
    together: [section],
    ...more,
  };
}

export function place(path: string | null, parts: PickablePart[], more: Partial<PickablePlace> = {}): PickablePlace {
  const size = parts.reduce((sum, one) => sum + one.size, 0);
  return { key: path ?? 'its own', path, leftover: false, isNamed: false, size, parts, ...more };
}

/** Its parts and places get their keys here. */
export function tool(id: string, title: string, places: PickablePlace[]): PickableTool {
  return {
    id,
    title,
    summary: `What ${title} downloaded.`,
    explain: () => ({ id, title, homepage: '', summary: '', caches: [] }),
    places: places.map((one) => {
      const keyIn = (section: string) => keyOf({ provider: id, location: one.path, section });
      return {
        ...one,
        key: keyIn(''),
        parts: one.parts.map((each) => ({
          ...each,
          key: keyIn(each.named.section),
          named: { provider: id, location: one.path, section: each.named.section },
          together: each.together.map(keyIn),
        })),
      };
    }),
  };
}

/** A machine with some of everything: two places of one tool, a command that clears two parts, what cannot be taken. */
export const pickable: readonly PickableTool[] = [
  tool('gradle', 'Gradle', [
    place('/home/ada/.gradle', [
      part('modules', 'costly', 1_900_000_000, {
        cost: 'The next build downloads every dependency again; offline builds fail.',
      }),
      part('jdks', 'risky', 330_000_000, { because: 'a build asks for one of them' }),
      part('daemon-logs', 'safe', 12_000_000),
      part('wrapper', 'costly', 0, {
        size: 812_000_000,
        blocked: 'in use: Gradle daemon (process 4711)',
        isSwept: false,
      }),
    ]),
  ]),
  tool('pip', 'pip', [
    place('/home/ada/.cache/pip', [part('http', 'safe', 940_000_000), part('wheels', 'costly', 120_000_000)]),
    place('/mnt/big/pip-cache', [part('http', 'safe', 55_000_000, { isSwept: false })], {
      leftover: true,
    }),
  ]),
  tool('uv', 'uv', [
    place('/home/ada/.cache/uv', [
      part('packages', 'safe', 50_000_000, {
        together: ['packages', 'environments'],
        isSwept: false,
        runs: '/bin/uv cache clean',
      }),
      part('environments', 'costly', 2_000_000, {
        together: ['packages', 'environments'],
        runs: '/bin/uv cache clean',
      }),
    ]),
  ]),
  tool('go', 'Go', [
    place('/home/ada/.cache/go-build', [], {
      size: 1_000_000,
      blocked: 'what is in it does not look like a cache of go. Look into it before you remove anything by hand',
    }),
  ]),
];
