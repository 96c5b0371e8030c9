import { join } from 'node:path';
import { type Tree, writeTree } from '@devclean/testkit';
import type { Workbench } from './prove-tool.js';

/** A git repository of one commit, beside the home, with a tag. Its path. */
export async function makeRepository(
  { home, run }: Workbench,
  name: string,
  files: Tree,
  tag: string,
): Promise<string> {
  const path = join(home.root, 'repositories', name);
  writeTree(path, files);
  const git = (...words: string[]) =>
    run(['git', '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words], { cwd: path });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'All of it');
  await git('tag', tag);
  return path;
}

/** Variables with which git finds a repository of this machine at an address. */
export function servedAt(address: string, path: string): Record<string, string> {
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.${path}.insteadOf`, GIT_CONFIG_VALUE_0: address };
}
