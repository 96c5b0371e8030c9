import type { ToolContext } from '@devclean/core';
import { indexFrom, type PackageIndex } from './package-index.js';
import { unpackRecords } from './packed-records.js';
import { sqliteRows } from './sqlite-rows.js';

/** A row of pnpm's table: `<integrity>\t<name>@<version>`, and what it says of the package. */
export interface IndexRow {
  readonly key: string;
  readonly index: PackageIndex | undefined;
}

/** The packages that the database of a store names. Source: pnpm/pnpm, `store/index`. */
export async function* databaseIndexes(file: string, context: ToolContext): AsyncGenerator<IndexRow> {
  for await (const [key, data] of sqliteRows(file, 'package_index', context)) {
    if (typeof key !== 'string' || !(data instanceof Uint8Array)) continue;
    yield { key, index: indexFrom(unpackRecords(data)) };
  }
}
