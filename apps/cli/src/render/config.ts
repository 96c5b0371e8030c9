import type { ConfigDocument, ConfigEntry } from '@devclean/core';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, type Row, table } from './table.js';

/** Every setting as it holds now, what says so, and what it does. */
export function renderConfig(document: ConfigDocument, look: Look): string {
  const { file, exists, settings } = printableDocument(document);
  const { colors, width } = look;
  const shown = shownPath(file, look);
  const heading = exists ? shown : `${shown} ${colors.dim('(not there yet: "devclean config set" makes it)')}`;
  const rows = settings.flatMap((entry): Row[] => [
    [
      colors.bold(entry.name),
      valueWords(entry, look) || colors.dim('nothing'),
      colors.dim(fromWords(entry, file, look)),
      colors.dim(width < 100 ? '' : entry.says),
    ],
    ...(width < 100 ? [colors.dim(paragraph(entry.says, width, '    '))] : []),
  ]);
  return [paragraph(heading, width), '', ...table(rows, [{}, {}, {}, {}], Math.min(width, 140), '  ')].join('\n');
}

/** One setting for a program: of a list one a line, of locations each after its tool. */
export function renderValue({ value }: ConfigEntry, key?: string): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value;
  if (key !== undefined) return value[key] ?? [];
  return Object.entries(value).flatMap(([tool, paths]) => paths.map((one) => `${tool}\t${one}`));
}

/** What a change has made of a setting. */
export function renderChange(document: ConfigDocument, name: string, look: Look): string {
  const { file, settings, changed, dropped = [] } = printableDocument(document);
  const entry =
    settings.find((one) => one.name === name && one.by === file) ?? settings.find((one) => one.name === name);
  if (entry === undefined) return `${name} is no longer in ${shownPath(file, look)}.`;
  const value = valueWords(entry, look) || 'nothing';
  const words = entry.from === 'default' ? `${value}, which is devclean's own default` : value;
  const no = dropped.length > 0 ? ` No longer: ${dropped.map((one) => shownPath(one, look)).join(', ')}.` : '';
  return paragraph(`${look.colors.bold(name)} is ${changed ? '' : 'already '}${words}.${no}`, look.width, '', '  ');
}

function valueWords({ value }: ConfigEntry, look: Look): string {
  const shown = (paths: readonly string[]) => paths.map((one) => shownPath(one, look)).join(', ');
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return shown(value);
  return Object.entries(value)
    .map(([tool, paths]) => `${tool}: ${shown(paths)}`)
    .join('; ');
}

function fromWords({ from, by = '', line }: ConfigEntry, file: string, look: Look): string {
  if (from === 'default') return 'default';
  if (from === 'environment') return by;
  const at = line === undefined ? '' : `line ${line}`;
  return by === file ? at : shownPath(by, look, 40);
}
