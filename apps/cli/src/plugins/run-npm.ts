import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { DevcleanError, runCommand, type ToolContext } from '@devclean/core';

/** A registry may be slow, and a plugin may have many dependencies. */
const timeoutMs = 10 * 60 * 1000;

/**
 * Lets the user's own npm put a package into a folder. No script of the package or of its dependencies is run. Throws `NO_NPM`,
 * `NO_SUCH_PACKAGE`, `REGISTRY_UNREACHABLE`, `COMMAND_FAILED` and `ABORTED`.
 */
export async function npmInstall(spec: string, folder: string, context: ToolContext): Promise<void> {
  const npm = npmOnPath(context);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--no-package-lock', '--no-bin-links'];
  const quiet = [
    '--no-progress',
    '--no-update-notifier',
    '--loglevel=error',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
  ];
  const words = [npm, 'install', ...flags, ...quiet, '--prefix', folder, '--', spec] as const;
  const { ended, how, output } = await runCommand(words, context, { timeoutMs });
  if (ended === 'well') return;
  if (ended === 'aborted') throw new DevcleanError('ABORTED', 'Interrupted. Nothing was installed.');
  if (ended === 'not-started') throw noNpm(how);
  const code = /\bcode (E[A-Z0-9_]+)/.exec(output)?.[1] ?? '';
  if (code === 'E404' || code === 'ETARGET' || code === 'ENOVERSIONS') {
    throw new DevcleanError('NO_SUCH_PACKAGE', `The registry has no package "${spec}".`, {
      hint: 'Check its name and its version.',
    });
  }
  if (/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET|EIDLETIMEOUT|ENOTCACHED)/.test(code)) {
    throw new DevcleanError('REGISTRY_UNREACHABLE', `npm cannot reach its registry (${code}).`, {
      hint: 'Check the connection and the registry of your npm: npm config get registry. A tarball needs none, if its dependencies are in npm’s cache.',
    });
  }
  const said = output
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 4)
    .join(' ');
  const message = `npm ended ${how}.`;
  throw new DevcleanError('COMMAND_FAILED', said === '' ? message : `${message} It said: ${said}`, {
    hint: 'Install it with npm itself to see what is wrong. Nothing was changed.',
  });
}

function npmOnPath({ env, platform }: ToolContext): string {
  const name = platform === 'win32' ? 'npm.cmd' : 'npm';
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (!path.isAbsolute(folder)) continue;
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // It may be in the next one.
    }
  }
  throw noNpm('it is in no folder of the PATH');
}

function noNpm(why: string): DevcleanError {
  return new DevcleanError('NO_NPM', `Plugins are installed by npm, and npm could not be run: ${why}.`, {
    hint: 'Install npm, or unpack the plugin yourself and use "devclean plugins link FOLDER".',
  });
}
