import { isVersionText } from './distribution.js';
import { isProjectName } from './project-name.js';

/** The name and version that a package's metadata begins with. https://packaging.python.org/en/latest/specifications/core-metadata/ */
export function parseCoreMetadata(text: string): { name: string; version: string } | undefined {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const name = /^Name:[ \t]*(\S+)/im.exec(head)?.[1];
  const version = /^Version:[ \t]*(\S+)/im.exec(head)?.[1];
  if (name === undefined || version === undefined) return undefined;
  return isProjectName(name) && isVersionText(version) ? { name, version } : undefined;
}
