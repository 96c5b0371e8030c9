import type { Usage } from '@devclean/disk';
import type { StepEntry, StepIdentity } from '../plan/purge-plan.js';
import type { CacheProvider, FoundLocation, FoundSection, ManagedCache } from '../provider/cache-provider.js';
import type { Origin, SkipReason } from '../words.js';
import type { LocationReport, ProviderReport, ScanReport } from './scan-report.js';

/** A provider and who brought it. */
export interface KnownProvider {
  readonly provider: CacheProvider;
  readonly origin: Origin;
}

/** What a scan found, as plain data: the report for the user, and what a plan needs beside it. */
export interface Scan {
  readonly report: ScanReport;
  readonly locations: readonly ScannedLocation[];
  /** Caches that only their tools can reach. */
  readonly managed?: readonly ScannedManaged[];
  /** Items that share files with others by hard links, all of whose names are in items. */
  readonly bonds?: readonly ItemBond[];
  /** Why some locations are not taken. */
  readonly refusals: readonly Refusal[];
  readonly uid: number;
  readonly bootId?: string;
}

/** What comes back beside each one's own when all of these items go. */
export interface ItemBond {
  readonly paths: readonly string[];
  readonly reclaimableBytes: number;
}

export interface ScannedLocation {
  readonly origin: Origin;
  readonly found: FoundLocation;
  /** The device number of its file system; nothing where it cannot be looked at. */
  readonly dev?: string;
  readonly report: LocationReport;
  readonly sections: readonly FoundSection[];
  readonly items: readonly ScannedItem[];
  readonly refusal?: Refusal;
}

/** A cache that only its tool can reach, as far as the tool tells. */
export interface ScannedManaged {
  readonly origin: Origin;
  readonly provider: string;
  readonly cache: ManagedCache;
  readonly report: LocationReport;
  /** The program that was asked, and whom that speaks for. */
  readonly executable?: string;
  readonly server?: string;
  readonly refusal?: Refusal;
}

/** What a section's pattern matched, or an entry in it: it goes whole or not at all. */
export interface ScannedItem {
  readonly section: string;
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'link' | 'other';
  readonly uid: number;
  /** Whose a folder in it is, if one is another user's. */
  readonly foreignOwner?: number;
  readonly identity: StepIdentity;
  readonly usage: Usage;
  /** ISO 8601: the newest time that its files carry, or what the tool knows better. Nothing when there is none. */
  readonly lastUsedAt?: string;
  /** What says so: the tool, or the times at which its files were read or, where a disk does not keep those, written. */
  readonly lastUsedFrom?: 'tool' | 'atime' | 'mtime';
  /** Of an entry: what the section's pattern matched. */
  readonly within?: string;
  readonly entry?: StepEntry;
  /** Of what several entries have: all of them. It goes with the last. */
  readonly owners?: readonly ItemOwner[];
  /** Why it must not go: something of the user's or of this run lies in it. */
  readonly protectedBy?: string;
  /** Where something is mounted, at the item or inside it. */
  readonly mountedAt?: string;
}

/** An entry that has a part of an item, and when it was used last. */
export interface ItemOwner {
  readonly entry: StepEntry;
  readonly lastUsedAt?: string;
}

/** Why a location is shown and not taken. */
export interface Refusal {
  readonly provider: string;
  /** Nothing of a cache that only its tool can reach. */
  readonly path: string | null;
  readonly reason: SkipReason;
  readonly detail: string;
  readonly hint?: string | undefined;
  /** The user can have it by naming it with `--location`. */
  readonly unlessNamed: boolean;
}

/** What happens while entries are listed. Figures come at most ten times a second. */
export type ListEvent =
  /** So many names of a section were read up to now. */
  | { readonly type: 'names'; readonly provider: string; readonly section: string; readonly count: number }
  /** What has a name is measured: so much of the section up to now. */
  | {
      readonly type: 'sizes';
      readonly provider: string;
      readonly section: string;
      readonly files: number;
      readonly allocatedBytes: number;
    };

/** What happens while caches are looked for. Figures come at most ten times a second for each location. */
export type ScanEvent =
  | { readonly type: 'provider'; readonly report: ProviderReport }
  | {
      readonly type: 'progress';
      readonly provider: string;
      readonly path: string;
      readonly files: number;
      readonly allocatedBytes: number;
    };
