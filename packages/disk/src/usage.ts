/** What a set of files takes up. The definitions are those of `find` and `du`, so anyone can check them. */
export interface Usage {
  /** Everything that is not a directory, each name once: `find ! -type d | wc -l`. */
  readonly files: number;
  /** Directories, the root of the set included: `find -type d | wc -l`. */
  readonly directories: number;
  /** Bytes: sum of the lengths of what is not a directory, each name once: `find ! -type d -printf %s`. */
  readonly apparentBytes: number;
  /** Bytes: blocks on disk, directories' own too, each inode once: `du -s --block-size=1`. */
  readonly allocatedBytes: number;
  /** Bytes: allocated bytes whose last link is in the set, which is what removing the set gives back. */
  readonly reclaimableBytes: number;
  /** False when a part could not be read or the walk was ended early: the figures are then "at least". */
  readonly complete: boolean;
}

/** The usage of nothing. */
export const noUsage: Usage = {
  files: 0,
  directories: 0,
  apparentBytes: 0,
  allocatedBytes: 0,
  reclaimableBytes: 0,
  complete: true,
};

/** Who a file or folder is, whatever its path: device and inode. Decimal strings, because inodes exceed 2^53. */
export interface Identity {
  readonly dev: string;
  readonly ino: string;
}

/** Something that went wrong at one path, or was found there, without ending the work. */
export interface Finding {
  /** The path as text; not valid UTF-8 is shown with replacement characters. */
  readonly path: string;
  /** The path's bytes in base64, where `path` is lossy. */
  readonly pathBase64?: string;
  /** The system's error code (`EACCES`, `EIO`, …), or our own word: `mount`, `changed`. */
  readonly code: string;
  readonly message: string;
}
