declare module 'du' {
  /** Bytes below a path; with `disk` those allocated, each name of an inode counted again. */
  export default function du(path: string, options?: { disk?: boolean }): Promise<number>;
}
