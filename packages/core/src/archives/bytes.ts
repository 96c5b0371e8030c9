import type { ToolContext } from '../system/tool-context.js';

/** Something that is read piece by piece and never whole: a file, or a part of one. */
export interface Bytes {
  readonly size: number;
  /** From `offset` on; fewer than asked for where it ends, none where it cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const none = new Uint8Array();

export function fileBytes(path: string, size: number, context: ToolContext): Bytes {
  return {
    size,
    read: async (offset, length) => (await context.readBytes(path, offset, length)) ?? none,
  };
}
