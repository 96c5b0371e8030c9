import type { LocationRule } from './cache-provider.js';

type Format = Extract<LocationRule, { from: 'config' }>['format'];

/** The text at a key (dots between levels) of a settings file; nothing when the file is malformed or says nothing. */
export async function configValue(text: string, format: Format, key: string): Promise<string | undefined> {
  const read = await readSetting(text, format, key);
  return read !== 'malformed' && typeof read.value === 'string' && read.value !== '' ? read.value : undefined;
}

/** Whatever stands at a key of a settings file, or that nobody can tell. */
export async function readSetting(
  text: string,
  format: Format,
  key: string,
): Promise<{ readonly value: unknown } | 'malformed'> {
  if (text.trim() === '') return { value: undefined }; // not worth loading a parser
  let value: unknown;
  try {
    // Editors on Windows put a mark in front.
    value = await parse(text.replace(/^\uFEFF/, ''), format);
  } catch {
    return 'malformed';
  }
  // Formats without levels may have dots in a key.
  if (isRecord(value) && Object.hasOwn(value, key)) return { value: value[key] };
  for (const name of key.split('.')) value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return { value };
}

async function parse(text: string, format: Format): Promise<unknown> {
  switch (format) {
    case 'json':
      return JSON.parse(text);
    case 'ini':
      return (await import('ini')).parse(text);
    case 'toml':
      return (await import('smol-toml')).parse(text);
    case 'yaml':
      return (await import('yaml')).parse(text);
    case 'properties':
      return (await import('dot-properties')).parse(text);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
