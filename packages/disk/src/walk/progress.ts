/** What a walk has come by so far. */
export interface Progress {
  /** Everything that is not a directory, each name once. */
  readonly files: number;
  readonly apparentBytes: number;
  readonly allocatedBytes: number;
}
