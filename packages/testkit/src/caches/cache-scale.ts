/** How big a built cache is. */
export interface CacheScale {
  /** 1 gives the sizes of a small real machine (about ten MB a tool), the default 0.01 what a test wants. */
  readonly scale?: number;
}

export const testScale = 0.01;

/** A moment so many days ago. */
export const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
