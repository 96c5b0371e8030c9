import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lockfile = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8');
const { packageManager, devDependencies } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/** The packages that are made for certain platforms: `{ family: '@esbuild/@0.28.2', platform: 'darwin arm64' }`. */
const native = [...lockfile.matchAll(/^ {2}'?(\S+?)@([^@\s']+)'?:\n((?: {4}.*\n)*)/gm)].flatMap(
  ([, name = '', version, body = '']) => {
    const list = (key: string) => body.match(new RegExp(`^ {4}${key}: \\[(.*)\\]`, 'm'))?.[1]?.split(', ') ?? [];
    const platforms = list('os').flatMap((os) => list('cpu').map((cpu) => `${os} ${cpu}`));
    const family = `${name.replace(/(android|darwin|freebsd|linux|netbsd|openbsd|sunos|win32|windows).*/, '')}@${version}`;
    return platforms.map((platform) => ({ family, platform }));
  },
);
const families = [...new Set(native.filter(({ platform }) => platform === 'linux x64').map(({ family }) => family))];

test('the tools that carry native programs are found in the lockfile', () => {
  const expected = [
    '@biomejs/cli-',
    '@esbuild/',
    '@pnpm/exe.',
    '@rolldown/binding-',
    '@turbo/',
    '@typescript/typescript-',
  ];
  expect(families.map((family) => family.replace(/@[^@]*$/, ''))).toEqual(expect.arrayContaining(expected));
});

// A registry that lacks a platform's package makes pnpm write a lockfile without it, silently, and the checkout then works
// only where it was made.
test.each(families)('%s is locked for macOS and Windows too', (family) => {
  const platforms = native.filter((each) => each.family === family).map(({ platform }) => platform);
  expect(platforms).toEqual(expect.arrayContaining(['darwin arm64', 'darwin x64', 'win32 x64']));
});

test('no registry host is in the lockfile', () => {
  expect(lockfile).not.toMatch(/https?:/);
});

test('the pnpm that is installed is the one that package.json names', () => {
  // Two versions that differ make every run install anew.
  expect(packageManager).toBe(`pnpm@${devDependencies.pnpm}`);
});
