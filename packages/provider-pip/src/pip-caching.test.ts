import { describe, expect, test } from 'vitest';
import { type Files, type MachineOptions, machine, python, venv } from '../test/machine.js';
import { pipCaching } from './pip-caching.js';

const user = '/home/ada/.config/pip/pip.conf';

async function statusOf(files: Files, options: MachineOptions = {}) {
  const context = await machine({ ...python('/usr', '3.12', '26.0'), ...files }, options);
  const all = await pipCaching.status(context);
  expect(all.length).toBeGreaterThan(0);
  return all;
}

describe('whether pip caches, what decides, and what it can change itself', () => {
  const cases: [string, Files, MachineOptions, object][] = [
    ['nothing is set', {}, {}, { state: 'on', file: user }],
    [
      'the user’s own setting',
      { [user]: '[global]\nno-cache-dir = true\n' },
      {},
      { state: 'off', decidedBy: `no-cache-dir in [global] of ${user} (true)`, file: user },
    ],
    [
      'a variable that says no',
      {},
      { env: { PIP_NO_CACHE_DIR: '0' } },
      {
        state: 'off',
        decidedBy: 'PIP_NO_CACHE_DIR (0)',
        elsewhere: 'PIP_NO_CACHE_DIR (0)',
        file: user,
        remarks: [expect.stringContaining('turns caching off all the same')],
      },
    ],
    [
      'a variable before the user’s own setting',
      { [user]: '[global]\nno-cache-dir = true\n' },
      { env: { PIP_NO_CACHE_DIR: '1' } },
      { state: 'off', decidedBy: 'PIP_NO_CACHE_DIR (1)', elsewhere: 'PIP_NO_CACHE_DIR (1)', file: user },
    ],
    ['an empty variable', {}, { env: { PIP_NO_CACHE_DIR: '' } }, { state: 'on', file: user }],
    [
      'a variable with which pip refuses to run',
      {},
      { env: { PIP_NO_CACHE_DIR: 'banana' } },
      { state: 'unknown', decidedBy: 'PIP_NO_CACHE_DIR (banana)', elsewhere: 'PIP_NO_CACHE_DIR (banana)', file: user },
    ],
    ...['/etc/pip.conf', '/home/ada/.pip/pip.conf'].map((file): [string, Files, MachineOptions, object] => [
      `another file: ${file}`,
      { [file]: '[global]\nno-cache-dir = true\n' },
      {},
      {
        state: 'off',
        decidedBy: `no-cache-dir in [global] of ${file} (true)`,
        elsewhere: `no-cache-dir in [global] of ${file} (true)`,
        file: user,
      },
    ]),
    [
      'another section of the user’s own file',
      { [user]: '[install]\nno-cache-dir = yes\n' },
      {},
      {
        state: 'off',
        decidedBy: `no-cache-dir in [install] of ${user} (yes)`,
        elsewhere: `no-cache-dir in [install] of ${user} (yes)`,
        file: user,
      },
    ],
    [
      'a file that pip cannot read',
      { [user]: '[global]\nno-cache-dir\n' },
      {},
      { state: 'unknown', elsewhere: `${user}, which pip cannot read`, file: user },
    ],
    [
      'a file that stands in for the user’s own',
      { '/srv/my.conf': '[global]\n', [user]: '[global]\nno-cache-dir = true\n' },
      { env: { PIP_CONFIG_FILE: '/srv/my.conf' } },
      { state: 'on', elsewhere: 'PIP_CONFIG_FILE (/srv/my.conf), which stands in for your own pip.conf' },
    ],
    [
      'no file at all',
      { [user]: '[global]\nno-cache-dir = true\n' },
      { env: { PIP_CONFIG_FILE: '/dev/null' } },
      { state: 'on', elsewhere: 'PIP_CONFIG_FILE (/dev/null), which stands in for your own pip.conf' },
    ],
    [
      'a file for it that is not there',
      {},
      { env: { PIP_CONFIG_FILE: '/srv/none.conf' } },
      { state: 'on', file: user },
    ],
    [
      'cache-dir = false',
      { [user]: '[global]\ncache-dir = false\n' },
      {},
      {
        state: 'on',
        file: user,
        remarks: [
          `cache-dir in [global] of ${user} is "false", which turns nothing off: pip makes a folder of that name wherever it runs.`,
        ],
      },
    ],
    [
      'comments, which pip does not keep',
      { [user]: '# mine\n[global]\nindex-url = x\n' },
      {},
      { state: 'on', file: user, remarks: [`pip writes ${user} anew, without the comments that are in it.`] },
    ],
  ];
  test.each(cases)('%s', async (_, files, options, expected) => {
    expect(await statusOf(files, options)).toEqual([{ context: 'python3.12', ...expected }]);
  });

  test('an environment’s own file decides for it alone', async () => {
    const site = '[global]\nno-cache-dir = true\n';
    const files = { ...venv('/srv/app', '/usr', '3.12', '26.0'), '/srv/app/pip.conf': site };
    const [environment, installation] = await statusOf(files, { env: { VIRTUAL_ENV: '/srv/app' } });
    expect(environment).toMatchObject({ context: 'venv:/srv/app', state: 'off' });
    expect(environment?.elsewhere).toBe('no-cache-dir in [global] of /srv/app/pip.conf (true)');
    expect(installation).toEqual({ context: 'python3.12', state: 'on', file: user });
  });
});
