import { expect, onTestFinished, test } from 'vitest';
import { createHome, testContext } from './index.js';

test('each platform brings its own bare variables, all inside the throw-away folder', async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { env } = await testContext(home, { platform });
    expect(Object.keys(env).includes('LOCALAPPDATA')).toBe(platform === 'win32');
    expect(Object.values(env).filter((value) => !value?.startsWith(home.root))).toEqual([]);
  }
});

test('a context reads the throw-away home and says what a test told it', async () => {
  const home = createHome({ '.npmrc': 'cache=/elsewhere\n', 'bin/npm': '' });
  onTestFinished(() => home.remove());
  const context = await testContext(home, {
    env: { npm_config_cache: '/x', HOME: undefined },
    uid: 0,
    homes: { account: '/root' },
  });
  expect(context).toMatchObject({ uid: 0, homes: { env: home.path, account: '/root' } });
  expect(context.env.npm_config_cache).toBe('/x');
  expect(context.env.HOME).toBeUndefined();
  expect(await context.readText(`${home.path}/.npmrc`)).toBe('cache=/elsewhere\n');
  expect(Buffer.from((await context.readBytes(`${home.path}/.npmrc`, 6, 4)) ?? []).toString()).toBe('/els');
  expect(await context.list(home.path)).toEqual(['.npmrc', 'bin']);
  expect(await context.exists(`${home.path}/nothing`)).toBe(false);
});
