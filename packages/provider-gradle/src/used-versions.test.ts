import { createHome, testContext } from '@devclean/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { findUsedVersions, remarkOn, wrapperVersion } from './used-versions.js';

test.each([
  ['distributionUrl=https\\://services.example.org/distributions/gradle-8.5-bin.zip\n', '8.5'],
  ['a=b\r\ndistributionUrl = https\\://x.org/gradle-9.0-rc-1-all.zip?token=secret\r\n', '9.0-rc-1'],
  ['distributionUrl=../corporate-gradle-8.10.2.zip', '8.10.2'],
  ['distributionUrl=https\\://x.org/gradle-8.3-20230701221334+0000-bin.zip', '8.3-20230701221334+0000'],
  ['#distributionUrl=gradle-8.5-bin.zip', undefined],
  ['distributionUrl=https\\://x.org/latest.zip', undefined],
])('a wrapper: %s', (text, version) => expect(wrapperVersion(text)).toBe(version));

test('wrappers count where the user stands and below --project, and nowhere else', async () => {
  const wrapper = (version: string) => ({
    'gradle/wrapper/gradle-wrapper.properties': `distributionUrl=https\\://x.org/gradle-${version}-bin.zip\n`,
  });
  const home = createHome({
    'here/app': wrapper('70.1'),
    'here/app/src/deep': {},
    'work/one': wrapper('70.2'),
    'work/two/nested': wrapper('70.2'),
    'other/three': wrapper('70.3'),
    '.sdkman/candidates/gradle/70.4': { 'bin/gradle': '', 'lib/gradle-base-services-70.4.jar': '' },
  });
  onTestFinished(home.remove);
  const cwd = `${home.path}/here/app/src/deep`;
  const without = await findUsedVersions(await testContext(home, { cwd }));
  expect(remarkOn('70.1', without)).toBe(`used by ${home.path}/here/app`);
  expect(remarkOn('70.4', without)).toBe(`used by ${home.path}/.sdkman/candidates/gradle/70.4`);
  expect(remarkOn('70.2', without)).toContain('projects were not looked for');
  const roots = [`${home.path}/work`];
  const found = await findUsedVersions(await testContext(home, { cwd, projectRoots: roots }));
  expect(remarkOn('70.2', found)).toBe(`used by ${home.path}/work/one and 1 more`);
  expect(remarkOn('70.3', found)).toBe(`no installation uses it, and no wrapper in ${home.path}/work`);
});
