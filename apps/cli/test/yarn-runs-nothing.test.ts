import { chmodSync, existsSync } from 'node:fs';
import { createHome, snapshotTree } from '@devclean/testkit';
import { yarnBerryFolder, yarnClassicCache } from '@devclean/testkit/known-tools';
import { expect, onTestFinished, test } from 'vitest';
import { devclean, programs } from './devclean.js';

/** All that makes a Yarn run code of the project that it stands in, or of a folder above: each leaves a file behind. */
const script = 'require("node:fs").writeFileSync(process.env.HOME + "/it-ran", "");\n';
const program = '#!/bin/sh\ntouch "$HOME/it-ran"\n';
const settings = {
  '.yarnrc': 'yarn-path "./evil.js"\n--install.cache-folder "./x"\n',
  '.yarnrc.yml': 'yarnPath: ./evil.cjs\nplugins:\n  - ./plugin.cjs\nglobalFolder: ./global\n',
  'evil.js': script,
  'evil.cjs': script,
  'plugin.cjs': `module.exports = { name: 'x', factory() { ${script} return {}; } };\n`,
  '.pnp.cjs': script,
  '.pnp.loader.mjs': 'import "./evil.js";\n',
};

test('nothing of a project is run, whatever its settings have Yarn run: scan, info, list, remove, purge', async () => {
  const home = createHome({
    '.cache/yarn': yarnClassicCache(),
    '.yarn/berry': yarnBerryFolder(),
    work: {
      ...settings,
      'app/.yarn/releases/yarn-4.18.1.cjs': script,
      'app/.yarn/cache/ms-npm-2.1.3-81ff3cfac1-968c5ef770.zip': 'PK',
      'app/package.json': JSON.stringify({ packageManager: 'yarn@4.18.1', scripts: { preinstall: 'node evil.js' } }),
      'app/yarn.lock': '',
    },
    'work/app': settings,
    'bin/yarn': program,
    'bin/yarnpkg': program,
    'bin/corepack': program,
  });
  onTestFinished(() => home.remove());
  for (const name of ['yarn', 'yarnpkg', 'corepack']) chmodSync(`${home.path}/bin/${name}`, 0o755);
  const app = `${home.path}/work/app`;
  const before = snapshotTree(`${home.path}/work`);
  const everything = ['v6', 'dead', 'cache', 'metadata', 'index'].flatMap((id) => ['--section', `yarn/${id}`]);
  for (const args of [
    ['scan'],
    ['yarn', 'info', '--project', `${home.path}/work`],
    ['yarn', 'path'],
    ['yarn', 'list'],
    ['yarn', 'remove', 'lodash', '--yes', ...everything],
    ['yarn', 'purge', '--yes', '--leftovers', ...everything],
  ]) {
    const { code, stderr } = await devclean(home, args, { cwd: app, env: { PATH: `${home.path}/bin:${programs}` } });
    expect({ args, code, stderr }).toMatchObject({ code: 0 });
    expect({ args, ran: existsSync(`${home.path}/it-ran`) }).toEqual({ args, ran: false });
  }
  expect(existsSync(`${home.path}/.yarn/berry/cache`)).toBe(false);
  expect(snapshotTree(`${home.path}/work`)).toEqual(before);
});
