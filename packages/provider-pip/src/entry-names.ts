import type { EntryNames } from '@devclean/core';
import { normalisedName } from './entries/project-name.js';
import { isVersion } from './entries/version.js';

/** Names as PEP 503 compares them, versions as PEP 440 does, and `NAME==VERSION` beside `NAME@VERSION`, with extras or without. */
export const entryNames: EntryNames = {
  normalise: normalisedName,
  isVersion,
  split(text) {
    const [, name, version] = /^\s*([^\s=@[\]]+)\s*(?:\[[^\]]*\])?\s*(?:(?:===?|@)\s*(\S+)\s*)?$/.exec(text) ?? [];
    if (name === undefined) return undefined;
    return { name, ...(version !== undefined && { version }) };
  },
};
