import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
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
  vault: { keys: {} },
  '.kube': link('vault/keys'),
  '.local/state/devclean': { journal: {} },
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
    ['vault', '.kube holds keys'],
    ['vault/keys', '.kube holds keys'],
    ['.local/state', '.local/state in a home'],
    ['.local/state/devclean', 'devclean keeps its own files'],
    ['.local/state/devclean/journal', 'devclean keeps its own files'],
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

test('the homes of all accounts, and what lies right below the root, are none', async () => {
  const { places } = await machine();
  const homes = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(':')[5] || []);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4]);
  const below = readdirSync('/').map((name) => `/${name}`);
  const there = [...homes, ...below].filter((folder) => existsSync(folder) && !mounts.includes(folder));
  expect(there.length).toBeGreaterThan(10);
  for (const folder of there) expect(placeProtection(realpathSync(folder), places), folder).toBeDefined();
});

test('variables move what holds keys, and where programs keep their files', async () => {
  const made = home({ keys: { gpg: { private: {} } }, caches: { toy: {} }, mine: {} });
  const env = { GNUPGHOME: `${made.path}/keys/gpg`, XDG_CACHE_HOME: `${made.path}/caches`, DOCKER_CONFIG: '/' };
  const places = protectedPlaces(await userOf(made, { env }));
  expect(placeProtection(`${made.path}/keys`, places)).toContain('GNUPGHOME');
  expect(placeProtection(`${made.path}/keys/gpg/private`, places)).toContain('GNUPGHOME');
  expect(placeProtection(`${made.path}/caches`, places)).toContain('many programs');
  expect(placeProtection(`${made.path}/caches/toy`, places)).toBeUndefined();
  expect(placeProtection(`${made.path}/mine`, places)).toBeUndefined();
});

test('where something is mounted there may be a location, and no item', async () => {
  const { places } = await machine();
  const mount = readFileSync('/proc/self/mountinfo', 'utf8').match(
    /^(?:\S+ ){4}(\/dev\/\S+) .* (?:tmpfs|devpts|mqueue) /m,
  )?.[1];
  expect(mount).toBeDefined();
  expect(placeProtection(mount as string, places)).toBeUndefined();
  expect([...places.mounted.values()]).toContain(`it is, or is mounted at, ${mount}`);
});

test('what cannot be looked at may be protected', async () => {
  const { places, at } = await machine();
  expect(placeProtection(at('n'.repeat(300)), places)).toBe('whether it is protected could not be told (ENAMETOOLONG)');
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

test('an item that holds what a link among the programs leads to', async () => {
  const made = home({
    '.toy': { store: { '1.2': { bin: { tool: '' } }, '3.4': { bin: { tool: '' } } }, logs: { tool: '' } },
    '.local/bin': { tool: link('../../chain'), lost: link('../../.toy/logs/gone') },
    chain: link('.toy/store/1.2/bin/tool'),
    programs: { tool: link('../.toy/store/3.4') },
  });
  const at = (name: string) => `${made.path}/.toy/${name}`;
  const reasons = async (PATH: string) => {
    const places = protectedPlaces(await userOf(made, { env: { PATH } }));
    return ['store', 'store/1.2', 'store/3.4', 'store/1', 'logs'].map((name) => itemProtection(at(name), places));
  };
  const usual = `${made.path}/.local/bin/tool is a link to a program in it`;
  expect(await reasons('relative')).toEqual([usual, usual, undefined, undefined, undefined]);
  const [, , other] = await reasons(`relative:${made.path}/programs`);
  expect(other).toBe(`${made.path}/programs/tool is a link to a program in it`);
});
