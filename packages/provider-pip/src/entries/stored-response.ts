import { type Bytes, type FoundFile, fileBytes, type ToolContext } from '@devclean/core';
import type { Kind } from './distribution.js';

/** A response in the cache, by the files that it consists of, and what has been learnt of it. */
export interface StoredResponse {
  /** The SHA-224 of its address. */
  readonly key: string;
  readonly files: FoundFile[];
  /** The file with the headers; before pip 23.3, with everything. */
  head?: FoundFile;
  /** From pip 23.3 on, the payload has a file of its own. */
  body?: FoundFile;
  kind?: Kind;
  name?: string;
  version?: string;
  fileName?: string;
  origin?: string;
  nameFrom?: string;
  contentEncoding?: string;
  /** Where a redirect leads. */
  location?: string;
  /** What PyPI calls it: `bdist_wheel`, `sdist`, … */
  packageType?: string;
  /** Where in `head` the payload lies, for those that have it there. */
  inHead?: Bytes;
}

const emptyBytes: Bytes = { size: 0, read: async () => new Uint8Array() };

export function bodyOf({ body, inHead }: StoredResponse, context: ToolContext): Bytes {
  if (body !== undefined) return fileBytes(body.path, body.size, context);
  return inHead ?? emptyBytes;
}

const fileName = /^(?<key>[0-9a-f]{56})(?<rest>.*)$/s;

/**
 * The responses below `http-v2` or `http`. Files that were being written when their pip was killed (`<key>.bodyxyz.tmp`)
 * go with the response that they would have become. What does not lie where pip would look for it is none.
 */
export async function storedResponses(folder: string, context: ToolContext): Promise<Map<string, StoredResponse>> {
  const found = new Map<string, StoredResponse>();
  for await (const file of context.files(folder)) {
    const path = file.path.slice(folder.length + 1);
    const { key, rest } = fileName.exec(path.slice(10))?.groups ?? {};
    if (key === undefined || !path.startsWith(`${[...key.slice(0, 5)].join('/')}/`)) continue;
    const stored: StoredResponse = found.get(key) ?? { key, files: [] };
    found.set(key, stored);
    stored.files.push(file);
    if (rest === '') stored.head = file;
    else if (rest === '.body') stored.body = file;
  }
  return found;
}
