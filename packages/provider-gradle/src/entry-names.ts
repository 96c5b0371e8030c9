import type { EntryNames } from '@devclean/core';

/** Modules as Gradle writes them, `group:name:version`, beside `group:name@version`; a version `*` is any. */
export const entryNames: EntryNames = {
  split(text) {
    const [, module, version] = /^([^:@\s]+:[^:@\s]+)(?::|@|==)(\S+)$/.exec(text) ?? [];
    if (module === undefined || version === undefined) return undefined;
    return version === '*' ? { name: module } : { name: module, version };
  },
};
