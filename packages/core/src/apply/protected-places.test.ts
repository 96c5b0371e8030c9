import { link } from '@devclean/testkit';
import { describe, expect, test } from 'vitest';
import { home, userOf } from '../../test/toy.js';
import { itemProtection, placeProtection, protectedPlaces } from './protected-places.js';

const tree = {
  '.cache': { toy: {} },
  '.config': { 'user-dirs.dirs': '# mine\nXDG_DOCUMENTS_DIR="$HOME/Papiere"\nXDG_MUSIC_DIR="$HOME/"\n' },
  '.ssh': { keys: {} },
  '.gnupg': link('secrets'),
  secrets: { inside: {} },
  Documents: { letters: {} },
  Papiere: {},
  '.toy': { store: { here: {} } },
};

async function machine(cwd = '') {
  const made = home(tree);
  const places = protectedPlaces(await userOf(made, { cwd: `${made.path}/${cwd}` }));
  return { made, places, at: (name: string) => (name.startsWith('/') ? name : `${made.path}/${name}`) };
}

describe('no cache is', () => {
  test.each([
    ['/', 'the root of a file system'],
    ['/usr', 'system'],
    ['/var/cache', 'system'],
    ['.', 'home folder'],
    ['..', 'home folder'],
    ['.cache', '.cache in a home'],
    ['.config', '.config in a home'],
    ['Documents', 'Documents in a home'],
    ['Papiere', 'one of your own folders'],
    ['.ssh', '.ssh holds keys'],
    ['.ssh/keys', '.ssh holds keys'],
    ['.ssh/keys/not/there/yet', '.ssh holds keys'],
    ['secrets', '.gnupg holds keys'],
    ['secrets/inside', '.gnupg holds keys'],
  ])('%s', async (name, reason) => {
    const { places, at } = await machine();
    expect(placeProtection(at(name), places)).toContain(reason);
  });

  test('any of these by another spelling', async () => {
    const { made, places } = await machine();
    expect(placeProtection(`/proc/self/root${made.path}`, places)).toContain('home');
    expect(placeProtection(`${made.path}//.config/.`, places)).toContain('.config');
  });
});

test.each(['.toy', '.toy/store', '.cache/toy', 'Documents/letters', 'nowhere'])('%s may be one', async (name) => {
  const { places, at } = await machine();
  expect(placeProtection(at(name), places)).toBeUndefined();
});

describe('what this run stands on', () => {
  test('may be a location and never an item', async () => {
    const { places, at } = await machine('.toy/store/here');
    for (const name of ['.toy', '.toy/store', '.toy/store/here']) {
      expect(placeProtection(at(name), places)).toBeUndefined();
      expect(itemProtection(at(name), places)).toBe('you are working in it');
    }
  });

  test('is the program itself, too', async () => {
    const { places } = await machine();
    expect(itemProtection(process.execPath, places)).toBe('devclean is running from it');
  });
});

test('a home that is not there protects nothing, and hurts nobody', async () => {
  const context = await userOf(home(), { homes: { env: '/nowhere/u', account: '/nowhere/u' } });
  expect(placeProtection('/nowhere/u', protectedPlaces(context))).toBeUndefined();
});
