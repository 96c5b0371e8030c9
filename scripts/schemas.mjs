// The JSON Schemas of the documents that the CLI prints, made from the TypeScript types that its code is checked against.
// `npm run generate` writes them; a test compares them with the types.
import path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

/** @typedef {{ type: string, source: string, output: string }} Document */

/** Each document with the file that declares its type and the schema's file, relative to the repository's root. @type {Document[]} */
export const documents = [
  ['scan', 'ScanReport', 'scan/scan-report.ts'],
  ['info', 'InfoDocument', 'documents.ts'],
  ['path', 'PathDocument', 'documents.ts'],
  ['providers', 'ProvidersDocument', 'documents.ts'],
  ['doctor', 'DoctorDocument', 'documents.ts'],
  ['plan', 'PurgePlan', 'plan/purge-plan.ts'],
  ['result', 'PurgeResult', 'apply/purge-result.ts'],
  ['error', 'ErrorDocument', 'documents.ts'],
].map(([name, type, file]) => ({
  type,
  source: `packages/core/src/${file}`,
  output: `apps/cli/schemas/devclean.${name}-1.schema.json`,
}));

/**
 * The text of each document's schema. Properties that a type does not name are not allowed, so that a field which the CLI
 * prints and the contract does not know fails a test.
 * @param {string} root @param {readonly Document[]} list @returns {{ output: string, text: string }[]}
 */
export function schemasOf(root, list) {
  return list.map(({ type, source, output }) => {
    const generator = createGenerator({
      path: path.join(root, source),
      tsconfig: path.join(root, 'tsconfig.base.json'),
      type,
      topRef: false,
      additionalProperties: false,
      skipTypeCheck: true, // `tsc` has done that, and it is a newer one
    });
    return { output, text: `${JSON.stringify(generator.createSchema(type), null, 2)}\n` };
  });
}
