/** What the name of a distribution's file says: `gradle-8.5-bin`, `corporate-gradle-8.5-all`. */
export interface DistributionName {
  readonly name: string;
  readonly version: string;
  /** `bin`, `all`, or whatever else somebody has packed. */
  readonly type?: string;
}

/** Reads the name of a distribution, without `.zip`. Versions as Gradle numbers them: 8.5, 8.10.2, 9.0-rc-1, 8.3-20230701221334+0000. */
export function readDistributionName(text: string): DistributionName | undefined {
  const [, name, version, type] =
    /^(.+?)-(\d+(?:\.\d+)+(?:-(?:rc|milestone|preview)-\d+|-\d{14}[+-]\d{4})?)(?:-([A-Za-z][\w.-]*))?$/.exec(text) ??
    [];
  if (name === undefined || version === undefined) return undefined;
  return { name, version, ...(type !== undefined && { type }) };
}
