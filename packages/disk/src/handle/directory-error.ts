/**
 * - `invalid`: not an absolute path of plain components, or not the name of an entry
 * - `missing`, `link`, `not-directory`: what stands at the component
 * - `changed`: no longer the directory that it was
 * - `closed`: the handle was used after `close`
 * - `failed`: the system refused; `cause` is its error
 */
export type DirectoryErrorCode = 'invalid' | 'missing' | 'link' | 'not-directory' | 'changed' | 'closed' | 'failed';

/** A directory that could not be opened, or is not any more what was opened. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly code: DirectoryErrorCode;
  /** The path down to the component at fault: `/home/u/.cache` when that one is the link. */
  readonly component: Buffer;

  constructor(code: DirectoryErrorCode, component: Buffer, message: string, options?: { cause: unknown }) {
    super(`${message}: ${JSON.stringify(component.toString())}`, options);
    this.code = code;
    this.component = component;
  }
}
