import { join } from 'node:path';
import type { ToolContext } from '@devclean/core';

const mostBytes = 256 * 1024;

/**
 * The process numbers of the daemons that a version's registry knows; dead ones stay in it until a Gradle of that version looks.
 *
 * What a registry says of a daemon has changed with versions, but of all it notes the folder of the registries, and behind that, after a
 * byte that says that there is one, its number in eight bytes.
 * https://github.com/gradle/gradle/tree/master/platforms/core-runtime/launcher (DaemonRegistryContent, DefaultDaemonContext)
 */
export async function daemonsIn(folder: string, context: ToolContext): Promise<readonly number[]> {
  const read = await context.readBytes(join(folder, 'registry.bin'), 0, mostBytes);
  return read === undefined ? [] : pidsIn(read);
}

export function pidsIn(registry: Uint8Array): readonly number[] {
  const bytes = Buffer.from(registry.buffer, registry.byteOffset, registry.byteLength);
  const found = new Set<number>();
  const name = Buffer.from('daemon\x01', 'latin1');
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const start = at + name.length;
    if (start + 8 > bytes.length) break;
    // A number that no system gives to a process is none.
    if (bytes.readUInt32BE(start) === 0 && bytes.readUInt32BE(start + 4) > 1) found.add(bytes.readUInt32BE(start + 4));
  }
  return [...found];
}
