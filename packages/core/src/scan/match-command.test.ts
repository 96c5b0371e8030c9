import { expect, test } from 'vitest';
import { commandOf, matchesCommand } from './match-command.js';

const runs = (argv: readonly string[], declared: string) => {
  const command = commandOf(argv);
  return command !== undefined && matchesCommand(command, declared);
};

test.each([
  ['npm ci', ['npm', 'ci']],
  ['npm ci', ['npm ci']],
  ['npm ci', ['node', '/usr/lib/node_modules/npm/bin/npm-cli.js', 'ci']],
  [
    'npm ci',
    ['node', '--max-old-space-size=4096', '-r', './hook.cjs', '/opt/npm/bin/npm-cli.js', '--prefix', 'x', 'ci'],
  ],
  ['npm', ['npm run build --silent']],
  ['npm exec !', ['npm exec tool --flag']],
  ['npx', ['/usr/bin/node', '/usr/bin/npx', 'create-thing']],
  ['yarn', ['node', '/home/me/.yarn/releases/yarn-4.9.1.cjs', 'install']],
  ['yarn $', ['node', '/usr/bin/yarn']],
  ['yarn $', ['node', '/usr/bin/yarn', '--frozen-lockfile']],
  ['pip install', ['/usr/bin/python3', '/usr/bin/pip3.11', '--no-input', 'install', 'six']],
  ['pip install', ['python3.13', '-X', 'utf8', '-m', 'pip', '-q', 'install', 'six']],
  ['pip install', ['/venv/bin/python', '/usr/lib/python3/site-packages/pip/__main__.py', 'install', 'six']],
  ['pip install', ['python3', '-Im', 'pip', 'install', 'six']],
  ['pip install', ['python3', '-mpip', 'install', 'six']],
  ['pip install', ['python3', '-sWignore', '-EXutf8', '-Impip', 'install', 'six']],
  ['pip install', ['python3', '--check-hash-based-pycs', 'always', '-m', 'pip', 'install', 'six']],
  ['pip install', ['C:\\Python\\Scripts\\pip.exe', 'install', 'six']],
  [
    'GradleDaemon',
    [
      '/jdk/bin/java',
      '-Xmx512m',
      '--add-opens',
      'java.base/java.util=ALL-UNNAMED',
      '-cp',
      'x.jar',
      'org.gradle.launcher.daemon.bootstrap.GradleDaemon',
      '8.5',
    ],
  ],
  ['composer', ['php', '/usr/bin/composer', 'install']],
  ['composer', ['php8.2', '-d', 'memory_limit=-1', '-f', 'composer.phar', 'install']],
  ['bundle', ['/usr/bin/ruby3.1', '-I', 'lib', '/usr/bin/bundle', 'install']],
  ['gem', ['ruby', '-S', 'gem', 'install', 'rake']],
  ['gradle-wrapper', ['java', '-jar', '/p/gradle/wrapper/gradle-wrapper.jar', 'build']],
])('%s is %j', (declared, argv) => {
  expect(runs(argv, declared)).toBe(true);
});

test.each([
  ['npm ci', ['npm', 'run', 'ci']],
  ['npm ci', ['npm run ci']],
  ['npm ci', ['npm']],
  ['npm ci', ['vim', 'npm', 'ci']],
  ['npm ci', ['sh', '-c', 'npm ci']],
  ['bundle', ['ruby', '-e', 'puts 1', 'bundle']],
  ['composer', ['php', '-r', 'echo 1;', 'composer']],
  ['yarn $', ['node', '/usr/bin/yarn', 'dev']],
  ['yarn $', ['node', '/usr/bin/yarn', 'run', 'dev', '--watch']],
  ['pip install', ['python3', '-c', 'print("pip install")', 'pip', 'install']],
  ['pip install', ['pip', 'download', 'install']],
  ['pip install', ['python3', '-Ic', 'import pip', 'pip', 'install']],
  ['pip install', ['python3', '-W', 'pip', 'install']],
  ['pip', ['pipx', 'install', 'pip']],
  ['npm', []],
])('%s is not %j', (declared, argv) => {
  expect(runs(argv, declared)).toBe(false);
});

test('a Java machine is known as one, for it does not look at $HOME', () => {
  expect(commandOf(['java', '-cp', 'a.jar', 'com.example.Main', 'x'])).toEqual({
    program: 'Main',
    args: ['x'],
    jvm: true,
  });
});
