// biome-ignore-all lint/suspicious/noTemplateCurlyInString: npm replaces them
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { createToolContext } from '@devclean/core';
import { createHome } from '@devclean/testkit';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { expect, test } from 'vitest';
import { npm } from './npm.js';

interface Example {
  readonly env?: (home: string) => Record<string, string>;
  readonly npmrc?: (home: string) => string;
}

const examples: Record<string, Example> = {
  'nothing is set': {},
  npm_config_cache: { env: (home) => ({ npm_config_cache: `${home}/a` }) },
  'capitals, and ~/': { env: () => ({ NPM_CONFIG_CACHE: '~/a' }) },
  'two spellings': { env: (home) => ({ NPM_CONFIG_CACHE: `${home}/a`, npm_config_cache: `${home}/b` }) },
  'two spellings, the other way round': {
    env: (home) => ({ npm_config_cache: `${home}/b`, NPM_CONFIG_CACHE: `${home}/a` }),
  },
  'an empty variable': { env: () => ({ npm_config_cache: '' }), npmrc: (home) => `cache=${home}/u` },
  'a variable in a variable': { env: () => ({ npm_config_cache: '${HOME}/v' }) },
  "the user's npmrc": { npmrc: (home) => `; mine\ncache = "${home}/a b"\n` },
  'the last of two, with a comment': { npmrc: () => 'cache=~/one\ncache=~/two # mine\n' },
  'an unset variable in the middle': { npmrc: (home) => `cache=${home}/\${NOT_SET}/x` },
  'an unset variable that may be': { npmrc: (home) => `cache=${home}/\${NOT_SET?}x` },
  'an escaped one': { npmrc: (home) => `cache=${home}/\\\${HOME}` },
  'a section': { npmrc: () => '[global]\ncache=~/a' },
  'capitals in a file': { npmrc: () => 'Cache=~/a' },
};

/** npm asked in the same home: `--logs-max=0`, or it would write a log into the cache that it is asked for. */
async function askNpm(env: Record<string, string>, cwd: string): Promise<string> {
  const npmFile = findTool('npm') ?? '';
  const { stdout } = await promisify(execFile)(npmFile, ['config', 'get', 'cache', '--logs-max=0'], { env, cwd });
  return stdout.trim();
}

test.concurrent.for(Object.entries(examples))(
  'npm says the same: %s',
  needs('npm'),
  async ([, example], { expect, onTestFinished }) => {
    const home = createHome();
    onTestFinished(() => home.remove());
    const tools = `${dirname(findTool('npm') ?? '')}:${dirname(process.execPath)}`;
    const env = { PATH: tools, HOME: home.path, ...example.env?.(home.path) };
    home.write({ 'empty/.keep': '', '.npmrc': example.npmrc?.(home.path) ?? '' });
    const cwd = `${home.path}/empty`;

    const said = await askNpm(env, cwd);

    const context = await createToolContext({ env, cwd, homes: { env: home.path, account: home.path } });
    const { contexts } = await npm.detect(context);
    expect(contexts[0]).toMatchObject({ location: said, caching: 'on' });
  },
);

test('the npm on the PATH is found with its version, without running it', needs('npm'), async () => {
  const context = await createToolContext({ env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
  const { stdout } = await promisify(execFile)(findTool('npm') ?? '', ['--version', '--logs-max=0'], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', npm_config_cache: '/nonexistent' },
  });
  const { contexts } = await npm.detect(context);
  expect(contexts.map(({ version }) => version)).toContain(stdout.trim());
});
