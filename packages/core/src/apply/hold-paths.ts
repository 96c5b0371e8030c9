import path from 'node:path';

/** The folder in which removed data waits, private to one user, on the same mount as what it came from. */
export function holdName(uid: number | undefined): string {
  return `.devclean-hold-${uid ?? 'user'}`;
}

/** Where a location's hold may be: beside its root or, when the root is a mount of its own, in it. */
export function holdPaths(location: string, uid: number | undefined): readonly [beside: string, inside: string] {
  return [path.join(path.dirname(location), holdName(uid)), path.join(location, holdName(uid))];
}
