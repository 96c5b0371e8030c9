// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Yarn replaces them, or does not
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createToolContext } from '@devclean/core';
import { createHome } from '@devclean/testkit';
import { yarnBerry, yarnClassic } from '@devclean/testkit/known-tools';
import { findTool, needs } from '@devclean/testkit/real-tools';
import { type TestContext, test } from 'vitest';
import { globalFolder } from './locate-berry-cache.js';
import { classicCache } from './locate-classic-cache.js';

interface Example {
  readonly env?: (home: string) => Record<string, string>;
  readonly file?: (home: string) => string;
}

const classicExamples: Record<string, Example> = {
  'nothing is set': {},
  XDG_CACHE_HOME: { env: (home) => ({ XDG_CACHE_HOME: `${home}/x` }) },
  YARN_CACHE_FOLDER: {
    env: (home) => ({ YARN_CACHE_FOLDER: `${home}/a` }),
    file: (home) => `cache-folder "${home}/f"`,
  },
  'small letters after capitals': {
    env: (home) => ({ YARN_CACHE_FOLDER: `${home}/a`, yarn_cache_folder: `${home}/b` }),
  },
  'capitals after small letters': {
    env: (home) => ({ yarn_cache_folder: `${home}/b`, YARN_CACHE_FOLDER: `${home}/a` }),
  },
  '~/ in the variable': { env: () => ({ YARN_CACHE_FOLDER: '~/a' }) },
  'the variable of npm': { env: (home) => ({ npm_config_cache_folder: `${home}/n` }) },
  "npm's own cache": { env: (home) => ({ npm_config_cache: `${home}/n` }) },
  '.yarnrc, and the variable of npm': {
    env: (home) => ({ npm_config_cache_folder: `${home}/n` }),
    file: (home) => `registry "https://r"\ncache-folder "${home}/a b"`,
  },
  'without quotes, with a colon': { file: (home) => `# mine\ncache-folder: ${home}/a` },
  'relative to the file': { file: () => 'cache-folder "./a"' },
  '~ and ${HOME} are names in a file': { file: () => 'cache-folder "~/${HOME}"' },
  'an option beats the variable': {
    env: (home) => ({ YARN_CACHE_FOLDER: `${home}/a` }),
    file: (home) => `--cache-folder "${home}/o"`,
  },
  'an option for one command': { file: (home) => `--install.cache-folder "${home}/o"` },
  'a preferred folder': { file: (home) => `preferred-cache-folder "${home}/p"` },
  'a file that cannot be parsed': { file: (home) => `registry "x\ncache-folder "${home}/a"` },
};

const berryExamples: Record<string, Example> = {
  'nothing is set': {},
  XDG_DATA_HOME: { env: (home) => ({ XDG_DATA_HOME: `${home}/x`, XDG_CACHE_HOME: `${home}/y` }) },
  YARN_GLOBAL_FOLDER: {
    env: (home) => ({ YARN_GLOBAL_FOLDER: `${home}/a` }),
    file: (home) => `globalFolder: ${home}/f`,
  },
  'small letters': { env: (home) => ({ yarn_global_folder: `${home}/a` }) },
  'a variable in a variable': { env: () => ({ YARN_GLOBAL_FOLDER: '${HOME}/a' }) },
  '.yarnrc.yml': { file: (home) => `globalFolder: "${home}/a b"` },
  'relative to the file': { file: () => 'globalFolder: ./a' },
  '~ is a name in a file': { file: () => 'globalFolder: ~/a' },
  'a variable in a file': { file: () => 'globalFolder: "${HOME}/a"' },
  'a variable with a default': { file: (home) => `globalFolder: "\${NOT_SET:-${home}/d}/a"` },
  'a variable that may be empty': { file: (home) => `globalFolder: "${home}/\${NOT_SET-}a"` },
};

/** Tests that run side by side have to say whose end they mean. */
async function machine(example: Example, settings: string, { onTestFinished }: TestContext) {
  const home = createHome();
  onTestFinished(() => home.remove());
  home.write({ 'empty/.keep': '', ...(example.file && { [settings]: `${example.file(home.path)}\n` }) });
  // FAKEROOTKEY: as root, Yarn 1 would leave the throw-away home.
  const env = {
    ...{ PATH: dirname(process.execPath), HOME: home.path, TMPDIR: `${home.root}/tmp`, FAKEROOTKEY: '1' },
    ...example.env?.(home.path),
  };
  const cwd = `${home.path}/empty`;
  return { env, cwd, context: await createToolContext({ env, cwd, homes: { env: home.path, account: home.path } }) };
}

async function ask(program: string, args: string[], options: { env: Record<string, string>; cwd: string }) {
  const env = { ...options.env, YARN_IGNORE_PATH: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { ...options, env });
  return stdout.trim();
}

test.concurrent.for(Object.entries(classicExamples))('Yarn 1 says the same: %s', async ([, example], own) => {
  const { env, cwd, context } = await machine(example, '.yarnrc', own);
  const said = await ask(yarnClassic, ['cache', 'dir'], { env, cwd });
  const { path } = await classicCache(context);
  own.expect(join(path, 'v6')).toBe(said);
});

test.concurrent.for(Object.entries(berryExamples))('Yarn 4 says the same: %s', async ([, example], own) => {
  const { env, cwd, context } = await machine(example, '.yarnrc.yml', own);
  const said = await ask(yarnBerry, ['config', 'get', 'globalFolder'], { env, cwd });
  const { path } = await globalFolder(context);
  own.expect(path).toBe(said);
});

test("Yarn 1 says the same of root's", needs('a mount namespace'), async (own) => {
  const { env, cwd, context } = await machine({}, '.yarnrc', own);
  const { FAKEROOTKEY: _, ...asRoot } = env;
  // `yarn cache dir` creates what it prints: here below an empty file system that only it sees.
  const script = 'mount -t tmpfs none /usr/local/share && exec "$0" "$@"';
  const unshare = findTool('unshare') ?? '';
  const { stdout } = await promisify(execFile)(
    unshare,
    ['--mount', 'sh', '-c', script, process.execPath, yarnClassic, 'cache', 'dir'],
    { env: { ...asRoot, PATH: '/usr/bin:/bin' }, cwd },
  );
  const { path } = await classicCache({ ...context, uid: 0, env: asRoot });
  own.expect(join(path, 'v6')).toBe(stdout.trim());
});
