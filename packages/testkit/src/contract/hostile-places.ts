import { dirname, join } from 'node:path';
import type { ThrowAwayHome } from '../create-home.js';
import type { Tree } from '../write-tree.js';

/** A value that no variable should have, though some machine's has. */
export interface HostilePlace {
  /** Reads after "set to". */
  readonly name: string;
  value(home: ThrowAwayHome): string;
  /** The real folder that it leads to, where that is inside the test's own. */
  place?(home: ThrowAwayHome): string;
  /** What lies in that folder beside a cache. */
  readonly beside?: Tree;
}

const project = (home: ThrowAwayHome): string => join(home.path, 'projects/shop');

export const hostilePlaces: readonly HostilePlace[] = [
  { name: 'the home itself', value: (home) => home.path, place: (home) => home.path },
  { name: 'the home with a slash', value: (home) => `${home.path}/`, place: (home) => home.path },
  { name: 'a folder above the home', value: (home) => dirname(home.path), place: (home) => dirname(home.path) },
  { name: 'nothing', value: () => '' },
  { name: 'blanks', value: () => '  ' },
  { name: '/', value: () => '/' },
  { name: '//', value: () => '//' },
  { name: '.', value: () => '.', place: (home) => home.path },
  { name: '..', value: () => '..', place: (home) => dirname(home.path) },
  { name: 'a relative path', value: () => 'caches/mine', place: (home) => join(home.path, 'caches/mine') },
  { name: '$HOME, written out', value: () => '$HOME', place: (home) => join(home.path, '$HOME') },
  { name: '~/x with a quoted tilde', value: () => '~/x', place: (home) => join(home.path, '~/x') },
  { name: 'a path through ..', value: (home) => `${home.path}/x/../..`, place: (home) => home.root },
  { name: 'a path with a line feed', value: (home) => `${home.path}/a\nb`, place: (home) => `${home.path}/a\nb` },
  { name: 'a path of 5,000 bytes', value: (home) => `${home.path}/${'a'.repeat(5000)}` },
  { name: 'a folder of the system', value: () => '/usr' },
  { name: 'Documents', value: (home) => join(home.path, 'Documents'), place: (home) => join(home.path, 'Documents') },
  {
    name: 'a project with sources and .git',
    value: project,
    place: project,
    beside: { '.git/HEAD': 'ref: refs/heads/main\n', 'src/main.ts': 'export {};\n', 'package.json': '{}\n' },
  },
  {
    name: 'a folder inside a project with .git',
    value: (home) => join(project(home), 'cache'),
    place: (home) => join(project(home), 'cache'),
    beside: { '../.git/HEAD': 'ref: refs/heads/main\n', '../src/main.ts': 'export {};\n' },
  },
];
