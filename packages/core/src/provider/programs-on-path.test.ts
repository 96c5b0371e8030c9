import { createHome, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { programsOnPath } from './programs-on-path.js';

test('the programs of a tool on the PATH are its contexts, the first of each name, and none is run', async () => {
  const home = createHome({ bin: { uv: 'not even a program' }, other: { uv: '', uvx: '' } });
  onTestFinished(() => home.remove());
  const context = await testContext(home, { env: { PATH: `${home.path}/bin:${home.path}/other:relative` } });
  expect(await programsOnPath(['uv', 'uvx', 'uvz'], context)).toEqual([
    { id: `${home.path}/bin/uv`, label: 'uv', executable: `${home.path}/bin/uv`, caching: 'unknown' },
    { id: `${home.path}/other/uvx`, label: 'uvx', executable: `${home.path}/other/uvx`, caching: 'unknown' },
  ]);
});
