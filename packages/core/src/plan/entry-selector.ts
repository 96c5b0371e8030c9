import type { EntryNames } from '../provider/cache-provider.js';
import type { EntryReport } from '../scan/entry-list.js';

/** What a person asked for: a name, in which `*` stands for anything, and perhaps a version. */
export interface EntrySelector {
  /** As it was typed. */
  readonly text: string;
  readonly name: string;
  readonly version?: string;
}

/** `NAME`, `NAME@VERSION` or `NAME==VERSION`; an `@` at the beginning belongs to the name. Nothing when there is no name, or nothing after the `@`. */
export function parseSelector(text: string, names: EntryNames = {}): EntrySelector | undefined {
  const { name, version } = names.split?.(text) ?? splitAt(text);
  if (name === '' || version === '') return undefined;
  return { text, name, ...(version !== undefined && { version }) };
}

function splitAt(text: string): { name: string; version?: string } {
  const equals = text.indexOf('==');
  if (equals >= 0) return { name: text.slice(0, equals), version: text.slice(equals + 2) };
  const at = text.lastIndexOf('@');
  return at <= 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** Whether an entry is one of those that were asked for. */
export function isSelected(
  { name, version }: Pick<EntryReport, 'name' | 'version'>,
  selector: EntrySelector,
  { normalise = (text) => text, isVersion = (one, other) => one === other }: EntryNames = {},
): boolean {
  if (!wildcards(normalise(selector.name)).test(normalise(name))) return false;
  return selector.version === undefined || (version !== undefined && isVersion(version, selector.version));
}

function wildcards(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
