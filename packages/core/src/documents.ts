import type { Usage } from '@devclean/disk';
import type { JournalCheck } from './apply/check-journal.js';
import type { ErrorData } from './errors.js';
import type { SettingName } from './own-files/settings.js';
import type { ProviderCard } from './provider/cache-provider.js';
import type { Explanation } from './provider/explanation.js';
import type { LocationState, ProviderReport } from './scan/scan-report.js';
import type { FoundBy, Origin, Safety } from './words.js';

/** Any command that failed, under `--json`. */
export interface ErrorDocument extends ErrorData {
  schema: 'devclean.error/1';
}

/** `devclean <tool> info --json`. */
export interface InfoDocument {
  schema: 'devclean.info/1';
  startedAt: string;
  durationMs: number;
  /** The tool's own documentation of its cache. */
  homepage: string;
  summary: string;
  provider: ProviderReport;
}

/** `devclean <tool> path --json`. */
export interface PathDocument {
  schema: 'devclean.path/1';
  provider: string;
  /** The active locations. */
  paths: string[];
}

/** `devclean <tool> caching [on|off] --json`. */
export interface CachingDocument {
  schema: 'devclean.caching/1';
  provider: string;
  /** `mixed` when not all contexts are alike; `unknown` when there is none, too. */
  state: 'on' | 'off' | 'mixed' | 'unknown';
  /** What it costs to turn it off. */
  cost: string;
  contexts: {
    id: string;
    label: string;
    state: 'on' | 'off' | 'unknown';
    /** The setting that decides; without one it is the tool's own default. */
    decidedBy?: string;
    /** What devclean cannot change, and has the last word. */
    elsewhere?: string;
    /** The file that the tool's own command would write. */
    file?: string;
    remarks?: readonly string[];
  }[];
  /** What was asked for, and what it takes. Left out when it was only looked at, or was so already. */
  change?: { to: 'on' | 'off'; argv: readonly string[]; file?: string; done: boolean };
}

/** `devclean explain TOOL[/SECTION] --json`. */
export interface ExplainDocument extends Explanation {
  schema: 'devclean.explain/1';
  /** The section that was asked for. */
  section?: string;
  /** What of it is on this machine now. */
  here: ExplainedLocation[];
}

export interface ExplainedLocation {
  /** Null: a cache that only its tool can reach. */
  path: string | null;
  active: boolean;
  state: LocationState;
  /** Why it is not taken. */
  leftAlone?: string;
  sections: {
    id: string;
    /** Of this location: graver than in general where `because` says so. */
    safety: Safety;
    because?: string;
    usage: Usage;
    lastUsedAt?: string;
    lastUsedFrom?: 'tool' | 'atime' | 'mtime';
  }[];
}

/** `devclean config --json`, `get`, `set`, `unset` and `path`. */
export interface ConfigDocument {
  schema: 'devclean.config/1';
  /** The settings file; it need not exist. */
  file: string;
  exists: boolean;
  /** All settings, or the one that was asked for or changed, as they hold now; none of `path`. */
  settings: ConfigEntry[];
  /** Whether the file was changed: a setting that had that value already changes nothing. */
  changed?: boolean;
  /** What was in a list, and is no longer. */
  dropped?: string[];
}

export interface ConfigEntry {
  name: SettingName;
  value: string | string[] | { [tool: string]: string[] };
  /** What says so. */
  from: 'settings' | 'default' | 'environment';
  /** The settings file, or the variable. */
  by?: string;
  /** Of a settings file. From 1. */
  line?: number;
  /** What it does. */
  says: string;
}

/** `devclean providers --json`. */
export interface ProvidersDocument {
  schema: 'devclean.providers/1';
  providers: (ProviderCard & { origin: Origin })[];
}

/** `devclean plugins list --json`, and the file in which devclean keeps it. */
export interface PluginsDocument {
  schema: 'devclean.plugins/1';
  plugins: KnownPlugin[];
}

/** A package that brings tools. */
export interface KnownPlugin {
  /** The package's. */
  name: string;
  version: string;
  /** Whether npm put it into devclean's own folder, or it is a folder of the user's. */
  from: 'npm' | 'link';
  /** The package's folder, absolute. */
  root: string;
  /** What it said of its tools when it was installed or linked. */
  tools: ProviderCard[];
}

/** `devclean providers check FILE --json`, and `add` of a file with mistakes. */
export interface ProviderCheckDocument {
  schema: 'devclean.provider-check/1';
  file: string;
  /** The tool that it describes; left out where it has mistakes. */
  provider?: ProviderCard;
  problems: {
    /** From 1. */
    line: number;
    column: number;
    /** Which part: `caches[0].sections[1].safety`. */
    at?: string;
    message: string;
  }[];
}

/** `devclean providers try FILE --json`. */
export interface ProviderTryDocument {
  schema: 'devclean.provider-try/1';
  file: string;
  provider: ProviderReport;
  places: TriedPlace[];
}

/** Where a description led, and what came of it. */
export interface TriedPlace {
  /** The cache of the description. */
  cache: string;
  path: string;
  foundBy: FoundBy;
  state: LocationState | 'absent' | 'not-a-path';
  /** Of a folder that is there: which patterns of the fingerprint match, and how often each pattern of a section does. */
  fingerprint: { pattern: string; matches: number; role: 'any-of' | 'none-of' }[];
  sections: { section: string; pattern: string; matches: number }[];
  /** Names in the folder that no pattern takes, the first few. */
  beside: string[];
}

/** `devclean providers add FILE --json` and `remove`. */
export interface ProviderFileDocument {
  schema: 'devclean.provider-file/1';
  id: string;
  file: string;
  state: 'added' | 'removed';
}

/** `devclean providers new TOOL --json`. */
export interface NewProviderDocument {
  schema: 'devclean.new-provider/1';
  id: string;
  folder: string;
  /** What was written there, with `/` between the names. */
  files: string[];
}

/** `devclean map --json`. */
export interface MapDocument {
  schema: 'devclean.map/1';
  /** Where the map is, absolute. */
  file: string;
  /** Its size. */
  bytes: number;
  entries: {
    /** On the map by name. */
    named: number;
    /** Too many to be named: counted, with their sizes. */
    aggregated: number;
  };
  /** Tools whose entries are not on it, and why. */
  notListed: { provider: string; because: string }[];
  /** Whether it was handed to the system to be shown. */
  opened: boolean;
}

/** `devclean doctor --json`. */
export interface DoctorDocument {
  schema: 'devclean.doctor/1';
  /** Whether every check passed. */
  healthy: boolean;
  machine: {
    devclean: string;
    node: string;
    platform: string;
    release: string;
    arch: string;
    cpus: number;
    memoryBytes: number;
    uid: number;
    homes: { env: string; account: string };
  };
  providers: {
    id: string;
    origin: Origin;
    state: 'found' | 'absent' | 'failed';
    locations: number;
    error?: ErrorData;
  }[];
  /** Each location measured by devclean and by an independent meter (the `du` package). */
  sizes: SizeCheck[];
  journal: JournalCheck;
}

export interface SizeCheck {
  path: string;
  /** Allocated bytes as devclean counts them: each inode once. */
  allocatedBytes: number;
  /** Allocated bytes of the further names of inodes with several links, which the independent meter counts again. */
  repeatedLinkBytes: number;
  /** What the independent meter says; nothing when it failed. */
  independentBytes?: number;
  agrees: 'yes' | 'no' | 'unknown';
  /** Why not, or why it could not be told. */
  because?: string;
}
