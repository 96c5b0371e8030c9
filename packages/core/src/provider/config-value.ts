import type { LocationRule } from './cache-provider.js';

type Format = Extract<LocationRule, { from: 'config' }>['format'];

/** The text at a key (dots between levels) of a settings file; nothing when the file is malformed or says nothing. */
export async function configValue(text: string, format: Format, key: string): Promise<string | undefined> {
  if (text.trim() === '') return undefined; // not worth loading a parser
  let value: unknown;
  try {
    // Editors on Windows put a mark in front.
    value = await parse(text.replace(/^\uFEFF/, ''), format);
  } catch {
    return undefined;
  }
  // Formats without levels may have dots in a key.
  if (isRecord(value) && typeof value[key] === 'string') return value[key] || undefined;
  for (const name of key.split('.')) value = isRecord(value) ? value[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
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
