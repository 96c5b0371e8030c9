import type { Usage } from '@devclean/disk';
import type { ErrorData } from '../errors.js';
import type { AppliedSetting } from '../own-files/settings.js';
import type { ToolView } from '../provider/cache-provider.js';
import type { FoundBy, Holder, Origin, Safety } from '../words.js';

/** `devclean scan --json`. */
export interface ScanReport {
  schema: 'devclean.scan/1';
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  /** Everything found, each inode once. */
  totals: Usage;
  providers: ProviderReport[];
  /** What keeps devclean from removing anything at all, or from following a setting. */
  warnings?: ErrorData[];
  /** Settings of the user's that decided where was looked. */
  settings?: AppliedSetting[];
}

export interface ProviderReport {
  id: string;
  title: string;
  origin: Origin;
  /** Not proven with the real tool: `sweep` leaves it. */
  knownFrom?: 'documentation';
  state: 'found' | 'absent' | 'failed';
  usage: Usage;
  error?: ErrorData;
  contexts: ContextReport[];
  locations: LocationReport[];
}

export interface ContextReport {
  id: string;
  label: string;
  executable?: string;
  version?: string;
  /** How it was found. */
  foundBy?: readonly FoundBy[];
  location?: string;
  /** What says that it uses that location. */
  decidedBy?: readonly FoundBy[];
  caching: 'on' | 'off' | 'unknown';
  /** It lies where others may have put it: devclean runs it only when `--context` names it. */
  onlyNamed?: boolean;
  /** What turns caching off, or leaves it unknown. */
  cachingDecidedBy?: readonly FoundBy[];
  /** What else is worth knowing of it, a sentence each. */
  remarks?: readonly string[];
}

export type LocationState = 'recognised' | 'unrecognised' | 'protected' | 'unreadable' | 'empty';

export interface LocationReport {
  /** Null: a cache that only its tool can reach. */
  path: string | null;
  /** The path's bytes, when they are not valid UTF-8. */
  pathBase64?: string;
  active: boolean;
  state: LocationState;
  foundBy: FoundBy[];
  inUse: 'yes' | 'no' | 'unknown';
  holders: Holder[];
  /** Waiting in a hold of ours beside it. */
  held?: Usage;
  /** Of a cache that only its tool can reach: the question that the tool answers with its sizes, which devclean cannot measure. */
  measuredBy?: string;
  /** The whole location. */
  usage: Usage;
  sections: SectionReport[];
  /** In the folder, but in no section: never removed. */
  unaccounted: Usage;
  /** Only of `info`: what the tool's own report says of this location, and what it leaves out. */
  toolViews?: readonly ToolView[];
}

export interface SectionReport {
  id: string;
  title: string;
  safety: Safety;
  cost: string;
  because?: string;
  paths: string[];
  usage: Usage;
  lastUsedAt?: string;
  lastUsedFrom?: 'tool' | 'atime' | 'mtime';
}
