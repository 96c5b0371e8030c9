// The JSON Schemas of the documents that the CLI prints, made from the TypeScript types that its code is checked against.
// `npm run generate` writes them; a test compares them with the types.
import path from 'node:path';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';

/** @typedef {{ type: string, source: string, output: string, expose?: 'all' | 'export' }} Document */

/** Each document with the file that declares its type and the schema's file, relative to the repository's root. @type {Document[]} */
export const documents = [
  ['scan', 'ScanReport', 'scan/scan-report.ts'],
  ['info', 'InfoDocument', 'documents.ts'],
  ['path', 'PathDocument', 'documents.ts'],
  ['caching', 'CachingDocument', 'documents.ts'],
  ['config', 'ConfigDocument', 'documents.ts'],
  ['explain', 'ExplainDocument', 'documents.ts'],
  ['providers', 'ProvidersDocument', 'documents.ts'],
  ['plugins', 'PluginsDocument', 'documents.ts'],
  ['provider-check', 'ProviderCheckDocument', 'documents.ts'],
  ['provider-try', 'ProviderTryDocument', 'documents.ts'],
  ['provider-file', 'ProviderFileDocument', 'documents.ts'],
  ['new-provider', 'NewProviderDocument', 'documents.ts'],
  ['map', 'MapDocument', 'documents.ts'],
  ['doctor', 'DoctorDocument', 'documents.ts'],
  ['list', 'EntryList', 'scan/entry-list.ts'],
  ['plan', 'PurgePlan', 'plan/purge-plan.ts'],
  ['result', 'PurgeResult', 'apply/purge-result.ts'],
  ['undo', 'UndoResult', 'apply/undo-batch.ts'],
  ['history', 'History', 'apply/history.ts'],
  ['error', 'ErrorDocument', 'documents.ts'],
].map(([name, type, file]) => ({
  type,
  source: `packages/core/src/${file}`,
  output: `apps/cli/schemas/devclean.${name}-1.schema.json`,
}));

/** What a user writes, and devclean reads: a word that it does not know is a mistake. @type {Document} */
export const providerFile = {
  type: 'ProviderFile',
  source: 'packages/core/src/provider/provider-file.ts',
  output: 'apps/cli/schemas/devclean.provider-1.schema.json',
  expose: 'all',
};

/** The same of the settings file. @type {Document} */
export const settingsFile = {
  type: 'Settings',
  source: 'packages/core/src/own-files/settings.ts',
  output: 'apps/cli/schemas/devclean.settings-1.schema.json',
  expose: 'all',
};

/**
 * The text of each document's schema. It allows properties that the type does not name, because a later devclean may add
 * some within the version; tests hold their documents to the `closed` schema.
 * @param {string} root @param {readonly Document[]} list @returns {{ output: string, text: string }[]}
 */
export function schemasOf(root, list) {
  const config = {
    ...DEFAULT_CONFIG,
    tsconfig: path.join(root, 'tsconfig.base.json'),
    topRef: false,
    additionalProperties: true,
    discriminatorType: 'open-api',
    skipTypeCheck: true, // `tsc` has done that, and it is a newer one
  };
  // One program for all: to read the sources is what takes time.
  const program = createProgram({ ...config, path: path.join(root, commonFolder(list), '**/*.ts') });
  return list.map(({ type, source, output, expose = 'export' }) => {
    const own = { ...config, type, expose, path: path.join(root, source) };
    const generator = new SchemaGenerator(program, createParser(program, own), createFormatter(own), own);
    return { output, text: `${JSON.stringify(generator.createSchema(type), null, 2)}\n` };
  });
}

/** @param {readonly Document[]} list */
function commonFolder(list) {
  return list.every(({ source }) => source.startsWith('packages/core/src/')) ? 'packages/core/src' : 'src';
}

/** The schemas of the files that users write. @param {string} root @returns {{ output: string, text: string }[]} */
export function writtenFileSchemas(root) {
  return schemasOf(root, [providerFile, settingsFile]).map(({ output, text }) => ({
    output,
    text: `${JSON.stringify(closed(JSON.parse(text)), null, 2)}\n`,
  }));
}

/**
 * A schema that allows nothing it does not name, so that a field which the CLI prints and no type knows fails a test.
 * @param {unknown} schema @returns {any}
 */
export function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  return { ...Object.fromEntries(entries), ...('properties' in schema && { additionalProperties: false }) };
}
