/** The words of the contract that every stage uses. */

export type NonEmpty<T> = readonly [T, ...T[]];

export type Platform = 'linux' | 'darwin' | 'win32';

/**
 * What losing a section means:
 * - `safe`: the tool fetches or rebuilds it by itself; only download time or a short build is lost.
 * - `costly`: it comes back, but by compiling, by long downloads, by work of the user's, or only if its source still has it.
 * - `risky`: something stops working until the user acts, or it may exist nowhere else.
 */
export type Safety = 'safe' | 'costly' | 'risky';

/** Who wrote a provider: ourselves, an installed plugin, or the user in a file. */
export type Origin = 'builtin' | 'plugin' | 'file';

/** Why something that was asked for, or could have been, is left out of a plan or refused while it is applied. */
export type SkipReason =
  | 'above-allowed-safety'
  | 'not-active'
  | 'not-recognised'
  | 'outside-home'
  | 'protected'
  | 'in-use'
  | 'not-knowable'
  | 'too-recent'
  | 'enough-freed'
  | 'foreign-owner'
  | 'mount'
  | 'network'
  | 'link'
  | 'tripwire'
  | 'unreadable'
  | 'changed-since-plan'
  | 'excluded'
  | 'empty';

/** How a location was found: by which rule, and what exactly said so. */
export interface FoundBy {
  readonly rule: 'env' | 'config' | 'tool' | 'default' | 'project' | 'mounts';
  /** For people: the variable, the file and key, the command, or the default that led here. */
  readonly detail: string;
}

/** A process or a lock that is using a location now. */
export interface Holder {
  readonly kind: 'process' | 'lock';
  readonly pid?: number;
  readonly detail: string;
  /** The sections it uses; all of them when left out. */
  readonly sections?: readonly string[];
  /** Of these sections it uses only these paths and what lies in them; all of each when left out. Absolute. */
  readonly paths?: readonly string[];
}
