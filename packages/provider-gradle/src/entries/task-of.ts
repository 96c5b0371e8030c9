import type { ToolContext } from '@devclean/core';

const mostPacked = 4096;
const mostUnpacked = 16 * 1024;

/**
 * The task whose result a build-cache entry is, `:app:compileJava`. An entry is a packed tar archive that begins with a file `METADATA`,
 * Java properties: `identity`, `path` before Gradle 5.
 * https://github.com/gradle/gradle/tree/master/platforms/core-execution/build-cache-packaging (TarBuildCacheEntryPacker, OriginWriter)
 */
export async function taskOf(path: string, size: number, context: ToolContext): Promise<string | undefined> {
  const packed = await context.readBytes(path, 0, Math.min(size, mostPacked));
  if (packed === undefined || packed[0] !== 0x1f || packed[1] !== 0x8b) return undefined;
  const tar = beginningOf(packed);
  const properties = tar && metadataIn(tar);
  if (properties === undefined) return undefined;
  const value = /^(?:identity|path)=(.*)$/m.exec(properties)?.[1]?.replace(/\r$/, '');
  const task = value?.replace(/\\(.)/g, '$1');
  return task !== undefined && /^[\x21-\x7e]{1,200}$/.test(task) ? task : undefined;
}

/** The first file of the archive, behind what describes it more closely (a header of type `x`, of pax). */
function metadataIn(tar: Buffer): string | undefined {
  let at = 0;
  for (let header = 0; header < 2 && at + 512 <= tar.length; header++) {
    const length = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (!(length > 0 && length <= mostUnpacked)) return undefined;
    if (tar.toString('latin1', at, at + 9) === 'METADATA\0') return tar.toString('latin1', at + 512, at + 512 + length);
    if (tar.toString('latin1', at + 156, at + 157) !== 'x') return undefined;
    at += 512 + Math.ceil(length / 512) * 512;
  }
  return undefined;
}

function beginningOf(packed: Uint8Array): Buffer | undefined {
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    // What is cut off gives what there is; 4 kB never become more than 4 MB.
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, mostUnpacked);
  } catch {
    return undefined;
  }
}
