/** A name or path for a document. */
export interface NamedBytes {
  readonly path: string;
  /** Its bytes, where `path` is lossy because they are not valid UTF-8. */
  readonly pathBase64?: string;
}

/** The bytes of a path as a document carries them. */
export function namedBytes(bytes: Buffer): NamedBytes {
  const path = bytes.toString();
  return Buffer.from(path).equals(bytes) ? { path } : { path, pathBase64: bytes.toString('base64') };
}
