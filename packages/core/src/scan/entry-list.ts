import type { Usage } from '@devclean/disk';

/** `devclean <tool> list --json`. With what is unnamed, it adds up to the sections. */
export interface EntryList {
  schema: 'devclean.list/1';
  provider: string;
  entries: EntryReport[];
  /** What of each section has no name, the folders above the entries among it. Nothing where only some entries were asked for. */
  unnamed: { location: string; section: string; usage: Usage }[];
}

export interface EntryReport {
  name: string;
  version?: string;
  kind: string;
  location: string;
  section: string;
  paths: string[];
  /** What it takes up that no entry before it does. */
  usage: Usage;
  lastUsedAt?: string;
  lastUsedFrom?: 'tool' | 'atime' | 'mtime';
  /** The file's own name, where the cache keeps it under another one. */
  fileName?: string;
  /** Where the name was found. */
  nameFrom?: string;
  /** Where it came from. */
  origin?: string;
  /** What else a person should know before it goes: who uses it. */
  remark?: string;
}
