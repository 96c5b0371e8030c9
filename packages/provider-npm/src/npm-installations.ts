import path from 'node:path';
import { fillPath, nodeManagers, oncePerContext, programFolders, type ToolContext } from '@devclean/core';

/** An npm on this machine, as its files describe it: none is ever run. */
export interface NpmInstallation {
  /** What `--context` takes: the launcher on the PATH, or the version manager and its version of Node. */
  readonly id: string;
  readonly label: string;
  readonly executable: string;
  readonly version: string;
  /** npm's own folder, where its `npmrc` is. */
  readonly folder: string;
  /** Node's: npm's global settings are `etc/npmrc` below it. */
  readonly prefix?: string;
}

/** The npms on the PATH, then those that version managers keep; each folder once. */
export const findNpmInstallations = oncePerContext(async (context): Promise<readonly NpmInstallation[]> => {
  const found = new Map<string, NpmInstallation>();
  for (const installation of [...(await onPath(context)), ...(await inVersionManagers(context))]) {
    if (!found.has(installation.folder)) found.set(installation.folder, installation);
  }
  return [...found.values()];
});

async function onPath(context: ToolContext): Promise<NpmInstallation[]> {
  const windows = context.platform === 'win32';
  const folders = programFolders(context);
  const prefix = await nodePrefix(folders, context);
  const node = prefix === undefined ? undefined : await nodeVersion(prefix, context);
  const found: NpmInstallation[] = [];
  for (const folder of folders) {
    const executable = path.join(folder, windows ? 'npm.cmd' : 'npm');
    const real = await context.realPath(executable);
    if (real === undefined) continue;
    // A launcher that is no link to npm's own script is a shim (Volta, Corepack, asdf): it does not say which npm it means.
    const own = windows ? path.join(folder, 'node_modules', 'npm') : path.dirname(path.dirname(real));
    const version = await npmVersion(own, context);
    if (version === undefined) continue;
    const label = node === undefined ? `npm ${version}` : `npm ${version} (node ${node})`;
    found.push({ id: executable, label, executable, version, folder: own, ...(prefix !== undefined && { prefix }) });
  }
  return found;
}

async function inVersionManagers(context: ToolContext): Promise<NpmInstallation[]> {
  const windows = context.platform === 'win32';
  const found: NpmInstallation[] = [];
  for (const manager of nodeManagers) {
    const named = context.env[manager.variable];
    const roots = named ? [named] : manager.roots[context.platform].map((root) => fillPath(root, context).path);
    for (const root of roots) {
      const versions = path.join(root, manager.versions);
      for (const node of await context.list(versions)) {
        const prefix = path.join(versions, node, manager.prefix);
        const folder = path.join(prefix, windows ? 'node_modules/npm' : 'lib/node_modules/npm');
        const version = await npmVersion(folder, context);
        if (version === undefined) continue;
        found.push({
          id: `${manager.name}:${node}`,
          label: `npm ${version} (node ${node}, ${manager.name})`,
          executable: path.join(prefix, windows ? 'npm.cmd' : 'bin/npm'),
          version,
          folder: (await context.realPath(folder)) ?? folder,
          prefix,
        });
      }
    }
  }
  return found;
}

/** Where the Node that the PATH leads to is installed; npm on the PATH runs with it (`#!/usr/bin/env node`). */
async function nodePrefix(folders: readonly string[], context: ToolContext): Promise<string | undefined> {
  const windows = context.platform === 'win32';
  for (const folder of folders) {
    const real = await context.realPath(path.join(folder, windows ? 'node.exe' : 'node'));
    if (real !== undefined) return windows ? path.dirname(real) : path.dirname(path.dirname(real));
  }
  return undefined;
}

async function npmVersion(folder: string, context: ToolContext): Promise<string | undefined> {
  const text = await context.readText(path.join(folder, 'package.json'));
  try {
    const { name, version } = JSON.parse(text ?? '');
    return name === 'npm' && typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Node's version by the header that every distribution of it carries, or by the folder that it lies in. */
async function nodeVersion(prefix: string, context: ToolContext): Promise<string | undefined> {
  const header = await context.readText(path.join(prefix, 'include/node/node_version.h'));
  if (header !== undefined) {
    const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => new RegExp(`NODE_${part}_VERSION (\\d+)`).exec(header)?.[1],
    );
    if (parts.every((part) => part !== undefined)) return `v${parts.join('.')}`;
  }
  const inPath = /[/\\]v?(\d+\.\d+\.\d+)(?:[/\\]|$)/.exec(prefix)?.[1];
  return inPath === undefined ? undefined : `v${inPath}`;
}
