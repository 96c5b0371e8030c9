import { type Bytes, zipDirectory } from '@devclean/core';
import { type Distribution, parseFileName, splitStem } from './distribution.js';

/**
 * What a zip archive calls itself: a wheel by its `name-version.dist-info` folder, a source archive by the folder in which
 * its `PKG-INFO` lies. Of most wheels just their last 4 KiB are read: `dist-info` comes last.
 */
export async function nameInZip(bytes: Bytes): Promise<Distribution | undefined> {
  const directory = await zipDirectory(bytes);
  if (directory === undefined) return undefined;
  const near = directory.near.map(({ name }) => wheelOf(name)).findLast((found) => found);
  if (near !== undefined) return near;
  let source: Distribution | undefined;
  for await (const { name } of directory.records()) {
    const wheel = wheelOf(name);
    if (wheel !== undefined) return wheel;
    source ??= sourceOf(name);
  }
  return source;
}

function wheelOf(name: string): Distribution | undefined {
  const folder = /^([^/]+)\.dist-info\/[^/]+$/.exec(name)?.[1];
  // A wheel's name without its tags.
  return folder === undefined ? undefined : parseFileName(`${folder}-py3-none-any.whl`);
}

function sourceOf(name: string): Distribution | undefined {
  const folder = /^([^/]+)\/PKG-INFO$/.exec(name)?.[1];
  return folder === undefined ? undefined : splitStem(folder, 'sdist');
}
