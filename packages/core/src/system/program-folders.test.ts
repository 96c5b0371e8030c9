import { createHome, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { programFolders } from './program-folders.js';

test('a folder that is on the PATH twice is looked through once, and a relative one never', async () => {
  const home = createHome();
  onTestFinished(() => home.remove());
  const context = await testContext(home, { env: { PATH: '/usr/bin:bin:/opt/bin:/usr/bin:' } });
  expect(programFolders(context)).toEqual(['/usr/bin', '/opt/bin']);
});
