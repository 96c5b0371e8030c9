import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { DevcleanError, type EntryList, type ScanReport } from '@devclean/core';
import { Ajv, type ValidateFunction } from 'ajv';
import listSchema from '../schemas/devclean.list-1.schema.json' with { type: 'json' };
import scanSchema from '../schemas/devclean.scan-1.schema.json' with { type: 'json' };

const hint = 'Give what "devclean scan --json" printed and, if you like, what "devclean TOOL list --json" did.';

/**
 * A report of a scan and lists of entries as `--json` has printed them, from files or, as `-`, from the input. Throws `UNREADABLE_FILE`,
 * and `BAD_ARGUMENT` for what is neither, and where there is not exactly one report.
 */
export async function readSaved(
  names: readonly string[],
  cwd: string,
): Promise<{ readonly report: ScanReport; readonly lists: readonly EntryList[] }> {
  const ajv = new Ajv({ strict: false });
  const isReport = ajv.compile<ScanReport>(scanSchema);
  const isList = ajv.compile<EntryList>(listSchema);
  const reports: ScanReport[] = [];
  const lists: EntryList[] = [];
  for (const name of names) {
    const document = parsed(await textOf(name, cwd), name);
    const { schema } = (document ?? {}) as { readonly schema?: unknown };
    if (schema === 'devclean.scan/1') reports.push(checked(document, isReport, name));
    else if (schema === 'devclean.list/1') lists.push(checked(document, isList, name));
    else throw new DevcleanError('BAD_ARGUMENT', `${whatIs(name)} is no report of a scan, and no list.`, { hint });
  }
  const [report, ...others] = reports;
  if (report === undefined || others.length > 0) {
    const count = others.length > 0 ? `${reports.length} reports` : 'no report';
    throw new DevcleanError('BAD_ARGUMENT', `--from takes one report of a scan, and this is ${count}.`, { hint });
  }
  return { report, lists };
}

function whatIs(name: string): string {
  return name === '-' ? 'The input' : name;
}

async function textOf(name: string, cwd: string): Promise<string> {
  try {
    if (name === '-') return await text(process.stdin);
    const file = path.resolve(cwd, name);
    // A device never ends.
    if (!(await stat(file)).isFile()) throw new Error('it is not a file');
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new DevcleanError('UNREADABLE_FILE', `${whatIs(name)} could not be read: ${(cause as Error).message}.`, {
      hint,
      cause,
    });
  }
}

function parsed(json: string, name: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new DevcleanError('BAD_ARGUMENT', `${whatIs(name)} is no JSON.`, { hint, cause });
  }
}

function checked<T>(document: unknown, isValid: ValidateFunction<T>, name: string): T {
  if (isValid(document)) return document;
  const [first] = isValid.errors ?? [];
  throw new DevcleanError(
    'BAD_ARGUMENT',
    `${whatIs(name)} is not as devclean writes it: ${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}.`,
    { hint },
  );
}
