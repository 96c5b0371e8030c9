import type { NonEmpty, Platform } from '@devclean/core';
import type { Tree } from '../write-tree.js';

/**
 * What the contract suite has to know of a provider beside its spec. All of it is data: paths are relative to the home
 * or to the cache's root, with `/` between their names; `{home}` in a variable or a file is the home's path.
 */
export interface ProviderCases {
  /**
   * By the id of each of the provider's caches. Of a cache that no installation ever uses, what killed runs have left, the
   * suite checks the words only.
   */
  readonly caches: Readonly<Record<string, CacheCases | 'only leftovers'>>;
}

export interface CacheCases {
  /**
   * A full cache, from its root on. Every pattern of the spec's sections, and every pattern of its `keep`, must find
   * something in it: what no test has seen matched is not known to work.
   */
  readonly fill: Tree;
  /** Paths in the fill that are no cache: settings, other people's state, what devclean does not know. Every purge leaves them. */
  readonly keep?: readonly string[];
  /** What the provider names in the fill, by section: `name@version`. A section that is left out may hold anything. */
  readonly entries?: Readonly<Record<string, readonly string[]>>;
  /** Where the tool keeps it when nothing is set, for an ordinary user. */
  readonly defaultAt: Readonly<Partial<Record<Platform, string>>>;
  /** Variables that keep it at the same place for root, for a tool that keeps root's cache outside of the home. */
  readonly rootEnv?: Readonly<Record<string, string>>;
  /** Variables that can name the cache, beside those of the spec's rules: the suite gives them hostile values. */
  readonly variables?: readonly string[];
  /** Who wins when several say where the cache is. */
  readonly precedence?: readonly PrecedenceCase[];
  /** When a section is graver than its spec says. Each of its rules has a case. */
  readonly graver?: readonly GraverCase[];
  /** Folders at the default place that have the right name, or some of the right content, and are no such cache. */
  readonly decoys?: Readonly<Record<string, Tree>>;
}

export interface PrecedenceCase {
  /** Reads after "when": `PIP_CACHE_DIR is set`. */
  readonly when: string;
  /** Linux when left out. */
  readonly platform?: Platform;
  /** 0 plays root. */
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings and the like, below the home. */
  readonly files?: Tree;
  /** Where the user stands; the home when left out. */
  readonly cwd?: string;
  /** Where the tool keeps its cache then. The suite puts one there. */
  readonly active: NonEmpty<string>;
  /** Where it is found too, though nothing uses it. The suite puts one there. */
  readonly leftovers?: readonly string[];
  /** Where a cache lies that must not be found. The suite puts one there. */
  readonly ignored?: readonly string[];
}

export interface GraverCase {
  /** Reads after "graver when": `TOY_MODE says so`. */
  readonly when: string;
  readonly section: string;
  readonly safety: 'costly' | 'risky';
  /** A part of the reason that is shown: the setting, the link. */
  readonly because: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings, below the home. */
  readonly files?: Tree;
  /** Links by their paths below the home, and where in the cache each leads. */
  readonly links?: Readonly<Record<string, string>>;
  /** Where projects lie, below the home. */
  readonly projects?: NonEmpty<string>;
}
