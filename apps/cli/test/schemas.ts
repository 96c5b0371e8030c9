import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { closed } from '../../../scripts/schemas.mjs';

const folder = path.resolve(import.meta.dirname, '../schemas');
const ajv = new Ajv({ strict: true, allErrors: true });
for (const name of readdirSync(folder)) {
  const schema = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  ajv.addSchema(closed(schema), name.replace(/-1\.schema\.json$/, '/1'));
}

/** What is wrong with a document by the schema that it names; `No errors` when nothing is. */
export function schemaErrors(document: { schema: string }): string {
  ajv.validate(document.schema, document);
  return ajv.errorsText();
}
