import path from 'node:path';
import type { ToolContext } from './tool-context.js';

/** The folders of the PATH, in its order, each once. What a relative entry means depends on where one stands: it is left out. */
export function programFolders({ platform, env }: ToolContext): readonly string[] {
  const windows = platform === 'win32';
  const value = env.PATH ?? (windows ? env.Path : undefined) ?? '';
  return [...new Set(value.split(windows ? ';' : ':'))].filter((folder) => path.isAbsolute(folder));
}
