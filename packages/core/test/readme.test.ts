import { existsSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { home } from './toy.js';

const text = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

test('the example of the README is this one', () => {
  expect(/```ts\n(.*?)```/s.exec(text('../README.md'))?.[1]).toBe(text('./readme-example.ts'));
});

test.runIf(process.platform === 'linux')('it frees what it says, and keeps what is kept', async () => {
  const made = home({ '.cache/toy': { downloads: { file: 'x'.repeat(10_000) }, token: 'secret' } });
  vi.stubEnv('HOME', made.path);
  vi.stubEnv('XDG_CACHE_HOME', `${made.path}/.cache`);
  vi.stubEnv('XDG_CONFIG_HOME', `${made.path}/.config`);
  const { freed } = await import('./readme-example.js');
  expect(freed).toBeGreaterThanOrEqual(10_000);
  expect(existsSync(`${made.path}/.cache/toy/downloads`)).toBe(false);
  expect(existsSync(`${made.path}/.cache/toy/token`)).toBe(true);
});
