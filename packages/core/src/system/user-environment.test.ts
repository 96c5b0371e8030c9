import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { needs } from '@devclean/testkit/real-tools';
import { describe, expect, test } from 'vitest';
import { home } from '../../test/toy.js';
import { userEnvironment } from './user-environment.js';

const built = fileURLToPath(new URL('../../dist/system/user-environment.js', import.meta.url));

test('without npm the environment is what it is', async () => {
  const env = { PATH: '/project/node_modules/.bin:/bin', npm_config_cache: '/set' };
  expect(await userEnvironment(env)).toBe(env);
});

test('what npm put in front of the PATH is a project’s, not the user’s', async () => {
  const search = [
    '/project/node_modules/.bin',
    '/node_modules/.bin/',
    '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin',
    '/home/u/bin',
    '/usr/bin',
  ].join(path.delimiter);
  const { PATH } = await userEnvironment({ npm_execpath: '/usr/bin/npm', PATH: search });
  expect(PATH).toBe(`/home/u/bin${path.delimiter}/usr/bin`);
});

describe.runIf(process.platform === 'linux')('inside a real npm', needs('npm'), () => {
  /** `npm_config_cache` as `userEnvironment` sees it in a script that npm runs. */
  async function cacheSeenBy(npm: (script: string) => readonly string[], env: Record<string, string>): Promise<string> {
    const show = `
      const { userEnvironment } = await import(${JSON.stringify(built)});
      const { npm_config_cache, NPM_CONFIG_CACHE, TOY } = await userEnvironment();
      console.log('seen:' + [npm_config_cache, NPM_CONFIG_CACHE, TOY].join());`;
    const made = home({
      'work/package.json': JSON.stringify({ name: 'work', version: '1.0.0', scripts: { show: 'node ./show.mjs' } }),
      'work/show.mjs': show,
      'work/.npmrc': 'cache=/set/by/the/project\n',
    });
    const options = {
      cwd: path.join(made.path, 'work'),
      env: { ...made.env, NPM_CONFIG_UPDATE_NOTIFIER: 'false', TOY: 'kept', ...env },
    };
    const { stdout } = await promisify(execFile)('npm', [...npm('node ./show.mjs')], options);
    return /^seen:(.*)$/m.exec(stdout)?.[1] ?? stdout;
  }

  test('the user’s own variable counts, not what npm made of it', async () => {
    const seen = await cacheSeenBy(() => ['run', 'show'], { npm_config_cache: '/set/by/the/user' });
    expect(seen).toBe('/set/by/the/user,,kept');
  });

  test('its upper-case form counts as well', async () => {
    const seen = await cacheSeenBy(() => ['run', 'show'], { NPM_CONFIG_CACHE: '/set/by/the/user' });
    expect(seen).toBe(',/set/by/the/user,kept');
  });

  test('the project’s setting, and a passing --cache, do not', async () => {
    expect(await cacheSeenBy(() => ['run', 'show'], {})).toBe(',,kept');
    const passing = await cacheSeenBy((script) => ['exec', '--cache', '/passing', '-c', script], {});
    expect(passing).toBe(',,kept');
  });
});
